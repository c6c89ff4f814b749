"""Two moderators, and an author beside them, at the same moment: one decision stands, of the version that was read."""

from __future__ import annotations

import pytest

from storefront.errors import DomainError
from storefront.reviews.answering import answer_review
from storefront.reviews.models import RatingSummary, Review, ReviewAnswer
from storefront.reviews.moderating import decide_review
from storefront.reviews.ratings import count_all_anew
from storefront.reviews.writing import Said, submit_review
from tests.factories import races
from tests.factories.purchases import make_good
from tests.factories.reviews import TEXT, make_done_order, make_review, publish

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*jobs):
    """Run the jobs together and tell what came of each: done, or the code it was refused with."""
    outcomes = races.at_once(*jobs, refusals=DomainError)
    return [outcome.code if isinstance(outcome, DomainError) else "done" for outcome in outcomes]


def test_two_moderators_make_one_decision():
    review = make_review()
    facts = {"version": 1, "seen": "waiting", "by": None}
    outcomes = at_once(
        *[lambda: decide_review(review, "published", **facts)] * 2,
        *[lambda: decide_review(review, "refused", ground="insult", **facts)] * 2,
    )
    assert sorted(outcomes) == ["done", *["review-decided"] * 3]
    assert Review.objects.get().events.exclude(move="submit").count() == 1
    assert count_all_anew() == 0


@pytest.mark.parametrize("number", range(4))
def test_an_author_who_changes_while_a_moderator_accepts_is_never_published_unread(number):
    review = make_review()
    said = Said(1, f"Thật ra không ngon lắm {number}.", "Hoa")
    outcomes = at_once(
        lambda: decide_review(review, "published", version=1, seen="waiting", by=None),
        lambda: submit_review(review.order, review.product, said),
    )
    assert outcomes in (["done", "done"], ["review-changed", "done"])
    current = Review.objects.get()
    assert (current.state, current.version, current.text) == ("waiting", 2, said.text)
    assert (RatingSummary.objects.filter(count__gt=0).count(), count_all_anew()) == (0, 0)


def test_sums_are_right_when_many_of_one_product_are_published_together():
    good = make_good(stock=50)
    reviews = [make_review(make_done_order(good), points=1 + item % 5) for item in range(8)]
    assert at_once(*[lambda review=review: publish(review) for review in reviews]) == ["done"] * 8
    assert (RatingSummary.objects.get().count, count_all_anew()) == (8, 0)


def test_one_form_sent_eight_times_is_one_review_and_one_answer_stands():
    order = make_done_order()
    product = order.lines.get().product
    assert at_once(*[lambda: submit_review(order, product, Said(4, TEXT, "Hoa"))] * 8) == ["done"] * 8
    review = Review.objects.get()
    assert (review.version, review.events.count()) == (1, 1)
    publish(review)
    outcomes = at_once(*[lambda: answer_review(review, text="Cảm ơn chị.", by=None)] * 4)
    assert sorted(outcomes) == ["already-answered"] * 3 + ["done"]
    assert ReviewAnswer.objects.count() == 1
