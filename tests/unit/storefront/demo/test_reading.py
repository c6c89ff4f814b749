from __future__ import annotations

from storefront.demo.reading import html_of, portrait, read_text, scene

STORY = """+++
product = "binh"
title = "Đêm cuối"
+++
Đoạn **một**
còn nữa.

## Tiêu mục

:::quote Ông Khuê, chủ lò
Lửa & đất.
:::

:::steps Từ đất đến bình
Vuốt | 40 phút | Ba lần.
Đốt | Ba ngày.
:::

:::people man-old | Ông Khuê | Xếp lò
Nhớ hết.
:::

:::place Bến Lò | pottery-kiln
Bờ sông.
:::
"""


def test_read_text_gives_head_and_sections_in_order() -> None:
    text = read_text(STORY)

    assert text.head == {"product": "binh", "title": "Đêm cuối"}
    assert text.sections == [
        ("text", "<p>Đoạn <b>một</b> còn nữa.</p><h2>Tiêu mục</h2>"),
        ("quote", {"words": "Lửa & đất.", "speaker": "Ông Khuê", "role": "chủ lò"}),
        (
            "making",
            {
                "title": "Từ đất đến bình",
                "steps": [
                    {"title": "Vuốt", "time_taken": "40 phút", "text": "Ba lần."},
                    {"title": "Đốt", "time_taken": "", "text": "Ba ngày."},
                ],
            },
        ),
        (
            "people",
            {
                "title": "",
                "people": [
                    {
                        "portrait": portrait("man-old"),
                        "name": "Ông Khuê",
                        "role": "Xếp lò",
                        "text": "Nhớ hết.",
                    }
                ],
            },
        ),
        (
            "picture",
            {
                "picture": {"image": scene("pottery-kiln"), "alt_text": "Bến Lò", "decorative": False},
                "caption": "Bến Lò",
            },
        ),
        ("place", {"name": "Bến Lò", "text": "Bờ sông.", "way": ""}),
    ]


def test_html_of_escapes_what_is_no_mark() -> None:
    assert html_of("a < b & **c**") == "<p>a &lt; b &amp; <b>c</b></p>"
