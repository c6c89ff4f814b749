"""Letters about the account itself."""

from __future__ import annotations

import logging

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from storefront.channels.base import ChannelError, Message, Recipient, channels
from storefront.users.models import User

logger = logging.getLogger(__name__)
PASSWORD_ENDED = gettext_lazy(
    "Mật khẩu đặt trước khi địa chỉ thư được xác nhận không dùng được nữa. Từ nay đăng nhập bằng mã gửi tới thư, "
    "hoặc đặt mật khẩu mới bằng “Quên mật khẩu”."
)


@task(backend="letters")
def tell_password_ended(user_pk: int) -> bool:
    """Tell the owner of a proven address that an earlier password ended; a mail server that is down costs the letter.

    Returns whether it went out.
    """
    user = User.objects.filter(pk=user_pk).first()
    if user is None:
        return False
    recipient = Recipient(name="", email=user.letter_address)
    with translation.override(settings.LANGUAGE_CODE):
        link = settings.PUBLIC_BASE_URL + reverse("password-reset")
        text = _("%(told)s\n\nQuên mật khẩu: %(link)s\n\n%(shop)s") % {
            "told": PASSWORD_ENDED,
            "link": link,
            "shop": settings.OSCAR_SHOP_NAME,
        }
        message = Message(subject=_("Mật khẩu cũ không dùng được nữa"), short=str(PASSWORD_ENDED), text=text)
    letters = next((each for each in channels() if each.code == "email" and each.reaches(recipient)), None)
    if letters is None:
        return False
    try:
        letters.send(recipient, message)
    except ChannelError as error:
        logger.warning("account letter not sent", extra={"user": user_pk, "why": str(error)})
        return False
    return True
