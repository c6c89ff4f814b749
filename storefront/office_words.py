"""Words of the back office that its packages write outside their catalogues of messages.

What is in a catalogue is translated in `storefront/locale`. The rest – labels made from the names of fields, models
and rights without a name people know – is named here, once, when the project starts.
"""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import Permission
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page
from wagtail.sites.views import IndexView as SiteIndex
from wagtail.users.forms import PagePermissionsForm

LABELS = {
    "ExternalLinkChooserForm": {"link_text": _("Chữ của liên kết")},
    "AnchorLinkChooserForm": {"link_text": _("Chữ của liên kết")},
    "EmailLinkChooserForm": {
        "email_address": _("Địa chỉ thư điện tử"),
        "link_text": _("Chữ của liên kết"),
        "subject": _("Chủ đề"),
        "body": _("Nội dung thư"),
    },
    "PhoneLinkChooserForm": {"phone_number": _("Số điện thoại"), "link_text": _("Chữ của liên kết")},
}
NAMES = {
    "wagtailcore.Locale": _("ngôn ngữ"),
    "simple_translation.SimpleTranslation": _("việc dịch trang"),
    "wagtailadmin.Admin": _("trang quản trị"),
    "wagtailcore.UploadedFile": _("tệp tải lên"),
    "wagtailimages.Rendition": _("bản thu của hình"),
}
SITE_COLUMNS = {"port": _("Cổng"), "site_name": _("Tên"), "root_page": _("Trang gốc")}
RIGHTS = {"add": _("Thêm"), "change": _("Sửa"), "delete": _("Xoá"), "view": _("Xem")}


def right_in_words(right: Permission) -> str:
    """Return what a right lets people do. Django stores rights by English names; one we cannot say stays so."""
    action = right.codename.split("_")[0]
    model = right.content_type.model_class()
    if action in RIGHTS and model and right.codename == f"{action}_{model._meta.model_name}":
        return f"{RIGHTS[action]} {model._meta.verbose_name}"
    return gettext(right.name)


def give_words() -> None:
    """Name what has no name in Vietnamese. Models keep what their migrations say: only the shown name changes."""
    for form, labels in LABELS.items():
        for field, label in labels.items():
            getattr(choosers, form).base_fields[field].label = label
    for name, words in NAMES.items():
        meta = apps.get_model(name)._meta
        meta.verbose_name = meta.verbose_name_plural = words
    SearchView.verbose_name = Page._meta.verbose_name
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural
    LoginForm.base_fields["password"].label = _("Mật khẩu")
    for form in (WorkflowPageForm, PagePermissionsForm):
        form.base_fields["page"].label = _("Trang")
    for column in SiteIndex.columns:
        column.label = SITE_COLUMNS.get(column.name, column.label)
    PagePermissionsForm.base_fields["permissions"].label_from_instance = right_in_words
