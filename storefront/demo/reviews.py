"""Illustrative reviews of the completed orders: four to be read on their pages, one that waits for the office."""

from __future__ import annotations

from storefront.demo.orders import mark_of_order, no_letters
from storefront.demo.products import products_by_key
from storefront.demo.reading import read_table
from storefront.order.models import Order
from storefront.reviews.answering import answer_review
from storefront.reviews.models import Review, State
from storefront.reviews.moderating import decide_answer, decide_review
from storefront.reviews.names import proposed_name
from storefront.reviews.writing import Said, submit_review


def write_reviews() -> int:
    """Write the reviews that are missing, as buyers, office and producer would; return how many were written.

    One that its reader changed or withdrew stays as it is; without illustrative orders there are none.
    """
    with no_letters():
        return sum(_write(row) for row in read_table("reviews"))


def _write(row: dict[str, str]) -> bool:
    submission = mark_of_order(int(row["order"]))
    order = (
        Order.objects.select_related("group__province", "producer")
        .filter(group__submission=submission)
        .first()
    )
    product = products_by_key()[row["product"]]
    if order is None or Review.objects.filter(order=order, product=product).exists():
        return False
    name = proposed_name(order.group.shopper_name, order.group.province.name)
    review = submit_review(order, product, Said(int(row["points"]), row["text"], name))
    if row["published"]:
        decide_review(review, State.PUBLISHED, version=review.version, seen=State.WAITING, by=None)
    if row["answer"]:
        answer = answer_review(review, text=row["answer"], by=order.producer.users.first())
        decide_answer(review, State.PUBLISHED, version=answer.version, seen=State.WAITING, by=None)
    return True
