"""Reviews for tests, written by people whose orders were completed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from storefront.order.models import Order
from storefront.purchases import lifecycle
from storefront.purchases.moving import move_order
from storefront.reviews.models import Review, ReviewPicture, State
from storefront.reviews.moderating import decide_review
from storefront.reviews.telling import author_address
from storefront.reviews.writing import Said, submit_review
from tests.factories.portal import WAYS
from tests.factories.purchases import make_basket, make_good, make_shopper, place

TEXT = "Nước mắm thơm, đậm, đóng chai cẩn thận."


def make_done_order(good: Any = None, *, state: str = "completed", **shopper: Any) -> Order:
    """An order of one good, moved into `state` as people move it."""
    order = place(make_basket((good or make_good(), 1)), shopper=make_shopper(**shopper)).group.orders.get()
    for actor, move in WAYS[state]:
        move_order(order, lifecycle.MOVES[move], actor=actor, reason="vì một lý do")
    return Order.objects.select_related("group", "producer").get(pk=order.pk)


def good_of(order: Order) -> Any:
    """The product of the order's only line."""
    return order.lines.get().product


def make_review(
    order: Order | None = None, *, published: bool = False, by: Any = None, **said: Any
) -> Review:
    """A review of the order's only good; read and published when asked."""
    order = order or make_done_order()
    told = {"points": 4, "text": TEXT, "display_name": "Hoa, Thanh Hóa"}
    review = submit_review(order, good_of(order), Said(**{**told, **said}))
    return publish(review, by=by) if published else review


def publish(review: Review, *, by: Any = None) -> Review:
    """Let the office publish what waits."""
    return decide_review(review, State.PUBLISHED, version=review.version, seen=review.state, by=by)


def form_address(order: Order) -> str:
    """Where the order's buyer writes about its only good."""
    return author_address(order, good_of(order))


def keep_pictures_in(monkeypatch: Any, folder: Any) -> None:
    """Let pictures lie in `folder` for this test: a model's storage is chosen once, at its import."""
    field = ReviewPicture._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=folder, base_url=None))


def pictures_on_disk() -> list[Path]:
    """Every file of a picture there is."""
    folder = Path(ReviewPicture._meta.get_field("file").storage.path("reviews"))
    return [path for path in folder.rglob("*") if path.is_file()]
