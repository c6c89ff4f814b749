"""What a letter says: made anew for each letter, so that a star in it is the star of the moment it leaves.

Decree 91/2020/NĐ-CP on unwanted letters: an advertisement is marked `[QC]` at the head of its subject, says who
sends it and how to reach them, and how to refuse it (articles from memory, not checked against the text).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from wagtail.rich_text import expand_db_html

from catalogue.certification.managers import products_in_force
from catalogue.models import Product
from storefront.channels.base import Message
from storefront.newsletters.models import Newsletter
from storefront.privacy.models import Consent

MARK = "[QC]"
#: Stands for the signed consent in a letter sent to try it out: its link refuses nothing.
TRIAL = "thu"
_OWN_LINK = re.compile(r'(href=")(/)')
_LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.S)
_BREAK = re.compile(r"</(?:p|h2|h3|li|ul|ol)>|<br\s*/?>")


@dataclass(frozen=True)
class Shown:
    """What the letter shows today, and which picks it leaves out."""

    stories: list[Any]
    products: list[Product]
    left_out: list[Any]


def shown_in(newsletter: Newsletter) -> Shown:
    """Public pages, and products certified today: whatever else was picked is left out. No alcohol is advertised."""
    picked = [pick.page for pick in newsletter.stories.select_related("page")]
    stories = [page for page in picked if page.live and not page.get_view_restrictions()]
    wanted = list(newsletter.products.select_related("product"))
    sober = Product.objects.listed().exclude(Q(is_alcohol=True) | Q(parent__is_alcohol=True))
    in_force = products_in_force(sober, on=timezone.localdate()).filter(pk__in=[w.product_id for w in wanted])
    found = {one.pk: one for one in in_force.select_related("producer", "province", "commune__province")}
    products = [found[want.product_id] for want in wanted if want.product_id in found]
    left_out = [page for page in picked if page not in stories]
    left_out += [want.product for want in wanted if want.product_id not in found]
    return Shown(stories, products, left_out)


def is_marked(newsletter: Newsletter) -> bool:
    """Whether the subject says that it advertises."""
    return newsletter.advertises or newsletter.products.exists()


def message_to(newsletter: Newsletter, consent: Consent | None) -> Message:
    """The letter to whoever gave the consent; None makes the one an editor tries out."""
    with translation.override(settings.LANGUAGE_CODE):
        signed = consent.signed if consent else TRIAL
        refuse = settings.PUBLIC_BASE_URL + reverse("newsletters:refuse", kwargs={"signed": signed})
        html_body = _OWN_LINK.sub(rf"\1{settings.PUBLIC_BASE_URL}\2", expand_db_html(newsletter.body))
        subject = f"{MARK} {newsletter.subject}" if is_marked(newsletter) else newsletter.subject
        context = {
            "subject": subject,
            "body": html_body,
            "body_text": as_text(html_body),
            "shown": shown_in(newsletter),
            "base": settings.PUBLIC_BASE_URL,
            "refuse": refuse,
            "consent": consent,
            "shop": settings.OSCAR_SHOP_NAME,
            "operator": settings.OCOP_OPERATOR,
        }
        return Message(
            subject=subject,
            short=subject,
            text=render_to_string("emails/newsletter.txt", context),
            html=render_to_string("emails/newsletter.html", context),
            headers={
                "List-Unsubscribe": f"<{refuse}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Precedence": "bulk",
            },
        )


def as_text(html: str) -> str:
    """The words of rich text, links written out, for programs that show no HTML."""
    linked = _LINK.sub(r"\2 (\1)", html.replace("<li", "<li>- <li"))
    lines = strip_tags(_BREAK.sub("\n", linked)).split("\n")
    return unescape("\n".join(line.strip() for line in lines if line.strip()))
