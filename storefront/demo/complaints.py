"""Illustrative complaints about the demo's orders, and one about a star that was revoked: one in each hand."""

from __future__ import annotations

from storefront.complaints.intake import Told, receive_complaint
from storefront.complaints.lifecycle import ANSWER, ESCALATE, Party
from storefront.complaints.models import Complaint
from storefront.complaints.moving import move_complaint
from storefront.demo.orders import mark_of_order, no_letters
from storefront.demo.products import products_by_key
from storefront.demo.reading import read_table
from storefront.order.models import Order


def send_complaints() -> int:
    """Send the complaints that are missing and answer those that were answered; return how many were sent.

    Where there are no illustrative orders there are no complaints about them either.
    """
    marks = {
        f"demo-khieu-nai-minh-hoa-{number:02d}": row
        for number, row in enumerate(read_table("complaints"), start=1)
    }
    known = set(Complaint.objects.filter(submission__in=marks).values_list("submission", flat=True))
    with no_letters():
        return sum(_send(mark, row) for mark, row in marks.items() if mark not in known)


def _send(mark: str, row: dict[str, str]) -> bool:
    order = None
    if row["order"]:
        order = Order.objects.filter(group__submission=mark_of_order(int(row["order"]))).first()
        if order is None:
            return False
    complaint = receive_complaint(
        Told(
            kind=row["kind"],
            text=row["text"],
            submission=mark,
            name=order.group.shopper_name if order else "",
            phone=order.group.phone if order else "",
            seen_at=row["seen_at"],
            order=order,
            product=products_by_key().get(row["product"]),
        )
    )
    if row["answer"]:
        by = complaint.producer.users.first()
        move_complaint(complaint, ANSWER, party=Party.PRODUCER, by=by, text=row["answer"])
    if row["escalation"]:
        move_complaint(complaint, ESCALATE, party=Party.SHOPPER, text=row["escalation"])
    return True
