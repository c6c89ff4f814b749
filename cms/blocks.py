"""The few blocks editors compose pages from. One template each; to remove one takes a data migration, hence few."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    IntegerBlock,
    ListBlock,
    MultipleChoiceBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from storefront.sales_mode import SalesMode, sales_mode

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class Picture(ImageBlock):
    """Wagtail's picture with its words, the chooser labelled too; it stays Wagtail's in migrations."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.child_blocks["image"].label = _("Tệp hình")


class StoryChooser(PageChooserBlock):
    """Wagtail's chooser, which looks for nothing where nothing was chosen; it stays Wagtail's in migrations."""

    def bulk_to_python(self, values: list[int | None]) -> list[Any]:
        return super().bulk_to_python(values) if any(values) else list(values)

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, named = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", args, named


class TextPart(RichTextBlock):
    """Running text with subheadings, lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Đoạn văn")
        description = _("Văn bản có tiểu mục, danh sách và liên kết.")
        template = "cms/blocks/text.html"
        preview_template = "cms/blocks/_preview.html"
        preview_value = _(
            "<p>Cá cơm về bến lúc bốn giờ sáng được trộn muối ngay trên thuyền, ba phần cá một phần muối.</p>"
        )


class ModePart(StructBlock):
    """Text that holds only in some sales modes, so that a page never promises what the site does not do."""

    modes = MultipleChoiceBlock(
        label=_("chỉ hiện khi"), choices=SalesMode.choices, widget=CheckboxSelectMultiple
    )
    text = RichTextBlock(label=_("đoạn văn"), features=TEXT_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Đoạn theo cách bán")
        description = _(
            "Chỉ hiện khi trang bán theo (những) cách đã chọn; để không hứa điều trang không làm."
        )
        template = "cms/blocks/mode_text.html"
        preview_template = "cms/blocks/_preview.html"
        preview_value = {"modes": SalesMode.values, "text": _("<p>Từng chủ thể tự bán và tự nhận tiền.</p>")}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["is_shown"] = sales_mode().value in value["modes"]
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        return super().get_searchable_content(value) if sales_mode().value in value["modes"] else []


class PicturePart(StructBlock):
    """One picture as wide as the page allows, with its caption."""

    picture = Picture(label=_("Hình"))
    caption = CharBlock(
        required=False, max_length=240, label=_("Chú thích"), help_text=_("Ai, ở đâu, khi nào.")
    )

    class Meta:
        icon = "image"
        label = _("Hình có chú thích")
        description = _("Một tấm hình rộng, có lời chú thích và mô tả cho người không nhìn thấy.")
        template = "cms/blocks/picture.html"
        preview_template = "cms/blocks/_preview.html"
        preview_value = {"caption": _("Bến thuyền lúc bốn giờ sáng")}


class QuotePart(StructBlock):
    """What somebody said, in their own words."""

    words = TextBlock(label=_("Lời nói"), help_text=_("Không cần gõ dấu ngoặc kép."))
    speaker = CharBlock(max_length=120, label=_("Người nói"))
    role = CharBlock(
        required=False, max_length=160, label=_("Là ai"), help_text=_("Ví dụ: thợ cả, làng Vạn Phúc")
    )

    class Meta:
        icon = "openquote"
        label = _("Lời kể")
        description = _("Lời của người làm ra sản phẩm.")
        template = "cms/blocks/quote.html"
        preview_template = "cms/blocks/_preview.html"
        preview_value = {
            "words": _("Nhà tôi chưa bao giờ rút nỏ trước Trung thu."),
            "speaker": _("Bà Hoà"),
            "role": _("người ủ mắm (minh hoạ)"),
        }


class MakingStep(StructBlock):
    """One step on the way from raw material to the finished thing."""

    title = CharBlock(max_length=120, label=_("Việc"))
    time_taken = CharBlock(
        required=False, max_length=60, label=_("Mất bao lâu"), help_text=_("Ví dụ: 12 tháng")
    )
    text = TextBlock(label=_("Làm thế nào"))


class MakingPart(StructBlock):
    """How it is made, step by step."""

    title = CharBlock(required=False, max_length=120, label=_("Tiêu đề"))
    steps = ListBlock(MakingStep(), min_num=2, max_num=12, label=_("Các bước"))

    class Meta:
        icon = "list-ol"
        label = _("Các bước làm ra")
        description = _("Từ nguyên liệu tới thành phẩm, mỗi bước một việc.")
        template = "cms/blocks/making.html"
        preview_template = "cms/blocks/_preview.html"
        preview_value = {
            "title": _("Từ thuyền tới chai"),
            "steps": [
                {
                    "title": _("Trộn muối"),
                    "time_taken": _("Trong đêm"),
                    "text": _("Ba phần cá, một phần muối."),
                },
                {"title": _("Ủ chum"), "time_taken": _("12 tháng"), "text": _("Mỗi sáng mở nắp nghe mùi.")},
            ],
        }


class Person(StructBlock):
    """Somebody behind the product. Only with their consent: a name and a face are personal data."""

    portrait = ImageChooserBlock(required=False, label=_("Chân dung"))
    name = CharBlock(max_length=120, label=_("Tên"))
    role = CharBlock(required=False, max_length=160, label=_("Việc"))
    text = TextBlock(required=False, label=_("Vài dòng"))


class PeoplePart(StructBlock):
    """The people who make it."""

    title = CharBlock(required=False, max_length=120, label=_("Tiêu đề"))
    people = ListBlock(Person(), min_num=1, max_num=8, label=_("Người"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        faces = [person["portrait"] for person in value["people"] if person.get("portrait")]
        prefetch_related_objects(faces, "renditions")
        return super().get_context(value, parent_context=parent_context)

    class Meta:
        icon = "group"
        label = _("Những người làm ra")
        description = _("Tên, việc và vài dòng về từng người. Chỉ đăng khi họ đồng ý.")
        template = "cms/blocks/people.html"
        preview_template = "cms/blocks/_preview.html"
        preview_value = {
            "title": _("Những người làm ra"),
            "people": [{"name": _("Bà Hoà"), "role": _("ủ mắm bốn mươi năm (minh hoạ)"), "text": ""}],
        }


class PlacePart(StructBlock):
    """Where it comes from, and how to get there."""

    name = CharBlock(max_length=160, label=_("Nơi"), help_text=_("Tên hôm nay: xã, tỉnh"))
    text = TextBlock(label=_("Có gì ở đó"))
    way = CharBlock(required=False, max_length=240, label=_("Đường tới"))

    class Meta:
        icon = "site"
        label = _("Vùng đất")
        description = _("Nơi sản phẩm sinh ra và đường tới đó.")
        template = "cms/blocks/place.html"
        preview_template = "cms/blocks/_preview.html"
        preview_value = {
            "name": _("Xã Vạn Phúc, Thanh Hóa"),
            "text": _("Làng chài ở cửa sông, gió mặn quanh năm."),
        }


class StoryBody(StreamBlock):
    """What a product's story is told with."""

    text = TextPart()
    picture = PicturePart()
    quote = QuotePart()
    making = MakingPart()
    people = PeoplePart()
    place = PlacePart()


class ArticleBody(StreamBlock):
    """News, guides and plain pages: the sober half of the same blocks."""

    text = TextPart()
    mode_text = ModePart()
    picture = PicturePart()
    quote = QuotePart()
    making = MakingPart()


class HeroPart(StructBlock):
    """First screen: the promise, the search field, the figures of today, our landscape."""

    title = CharBlock(max_length=80, label=_("Lời hứa"))
    text = TextBlock(max_length=240, label=_("Giải thích"))
    figures = BooleanBlock(required=False, default=True, label=_("Hiện số liệu hôm nay"))

    class Meta:
        icon = "home"
        label = _("Màn đầu")
        description = _("Lời hứa, ô tìm kiếm và số liệu tính tại hôm nay.")
        template = "cms/blocks/hero.html"


class GroupsPart(StructBlock):
    """The groups of the programme, from the product tree."""

    title = CharBlock(max_length=80, label=_("Tiêu đề"))

    class Meta:
        icon = "list-ul"
        label = _("Sáu ngành")
        description = _("Lối vào các ngành sản phẩm; tự lấy từ cây ngành.")
        template = "cms/blocks/groups.html"


class NewProductsPart(StructBlock):
    """Products most recently recognised and in force today."""

    title = CharBlock(max_length=80, label=_("Tiêu đề"))
    count = IntegerBlock(min_value=2, max_value=20, default=10, label=_("Số sản phẩm"))

    class Meta:
        icon = "pick"
        label = _("Vừa được công nhận")
        description = _("Sản phẩm mới có sao và còn hạn hôm nay; tự lấy từ sổ chứng nhận.")
        template = "cms/blocks/new_products.html"


class FeaturedStoryPart(StructBlock):
    """One story in full width."""

    eyebrow = CharBlock(required=False, max_length=40, label=_("Dòng nhỏ phía trên"))
    story = StoryChooser(
        page_type="cms.ProductStoryPage",
        required=False,
        label=_("Câu chuyện"),
        help_text=_("Để trống thì lấy câu chuyện mới nhất."),
    )

    class Meta:
        icon = "openquote"
        label = _("Câu chuyện nổi bật")
        description = _("Một câu chuyện sản phẩm, tràn chiều ngang.")
        template = "cms/blocks/featured_story.html"


class MeetingPart(StructBlock):
    """What happens soon, and where goods can be touched."""

    events_title = CharBlock(max_length=80, label=_("Tiêu đề sự kiện"))
    points_title = CharBlock(max_length=80, label=_("Tiêu đề điểm bán"))

    class Meta:
        icon = "calendar-alt"
        label = _("Sắp diễn ra và điểm bán")
        description = _("Hội chợ, livestream sắp tới và điểm bán; tự lấy từ lịch.")
        template = "cms/blocks/meeting.html"


class HomeBody(StreamBlock):
    """The home page, band by band."""

    hero = HeroPart()
    groups = GroupsPart()
    new_products = NewProductsPart()
    featured_story = FeaturedStoryPart()
    meeting = MeetingPart()
    text = TextPart()

    class Meta:
        block_counts = {"hero": {"max_num": 1}, "groups": {"max_num": 1}, "meeting": {"max_num": 1}}
