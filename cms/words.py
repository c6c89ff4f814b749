"""The words the home page and its sections start with, in both languages. Editors change the pages afterwards."""

from __future__ import annotations

from typing import Any

HOME_TITLE = {"vi": "Sao Làng", "en": "Sao Làng"}

HOME_BODY: dict[str, list[dict[str, Any]]] = {
    "vi": [
        {
            "type": "hero",
            "value": {
                "title": "Sản vật có\u00a0sao, có\u00a0gốc, có\u00a0người làm ra",
                "text": "Mỗi ngôi sao ở đây đến từ một quyết định công nhận còn hiệu lực hôm nay, "
                "và dẫn bạn tới tận làng nghề.",
                "figures": True,
            },
        },
        {"type": "groups", "value": {"title": "Sáu ngành sản phẩm"}},
        {"type": "new_products", "value": {"title": "Vừa được công nhận", "count": 10}},
        {"type": "featured_story", "value": {"eyebrow": "Chuyện làng", "story": None}},
        {
            "type": "meeting",
            "value": {"events_title": "Sắp diễn ra", "points_title": "Xem tận nơi, mua tận tay"},
        },
    ],
    "en": [
        {
            "type": "hero",
            "value": {
                "title": "Village goods with a star, a place and a maker",
                "text": "Every star here comes from a decision that is in force today, and leads you to the village.",
                "figures": True,
            },
        },
        {"type": "groups", "value": {"title": "Six groups of goods"}},
        {"type": "new_products", "value": {"title": "Newly recognised", "count": 10}},
        {"type": "featured_story", "value": {"eyebrow": "Village stories", "story": None}},
        {
            "type": "meeting",
            "value": {"events_title": "Coming up", "points_title": "See it, taste it, buy it"},
        },
    ],
}

# Address → (kind of index, its fields by language). The addresses are part of the public contract of the site.
SECTIONS: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
    "cau-chuyen": (
        "story",
        {
            "vi": {
                "title": "Chuyện làng",
                "intro": "Sau mỗi ngôi sao là một vùng đất và những đôi tay. Chúng tôi tới tận nơi, nghe và kể lại.",
            },
            "en": {
                "title": "Village stories",
                "intro": "Behind every star there is a place and a pair of hands. "
                "We went there, listened, and wrote it down.",
            },
        },
    ),
    "tin-tuc": (
        "article",
        {
            "vi": {
                "title": "Tin tức",
                "intro": "Tin của chương trình: công nhận mới, hội chợ, phiên livestream.",
            },
            "en": {"title": "News", "intro": "New recognitions, fairs and livestreams of the programme."},
        },
    ),
    "huong-dan": (
        "article",
        {
            "vi": {
                "title": "Hướng dẫn",
                "intro": "Ngôi sao nghĩa là gì, ai bán, quyền của bạn ở đâu.",
                "order": "editor",
            },
            "en": {
                "title": "Guides",
                "intro": "What a star means, who sells, and what your rights are.",
                "order": "editor",
            },
        },
    ),
}
