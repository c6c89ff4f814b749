"""The office reads each version before it is shown; the producer answers once; anybody reports."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from storefront.errors import DomainError
from storefront.purchases.lifecycle import MOVES, Actor
from storefront.purchases.moving import move_order
from storefront.reviews.answering import answer_review, report_review
from storefront.reviews.models import RatingSummary, Review, ReviewReport
from storefront.reviews.moderating import decide_answer, decide_review
from storefront.reviews.ratings import count_all_anew, ratings_of
from storefront.reviews.writing import Said, submit_review
from tests.factories.portal import make_owner
from tests.factories.purchases import make_good, make_paying_producer
from tests.factories.reviews import TEXT, make_done_order, make_review, publish
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
INDEX = "nhan-xet:index"


def enter(client, role="operator"):
    user = make_user(role=role)
    client.force_login(user)
    return user


def decision(review, becomes="published", **more):
    return {"becomes": becomes, "version": review.version, "seen": review.state, **more}


@pytest.mark.parametrize("role", ["operator", "editor"])
def test_the_office_publishes_and_reading_and_deciding_are_noted(
    client, role, django_capture_on_commit_callbacks
):
    review = make_review(make_done_order(make_good(producer=make_paying_producer(email="htx@example.vn"))))
    user = enter(client, role)
    assert TEXT in client.get(reverse("nhan-xet:inspect", args=[review.pk])).content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("nhan-xet:decide", args=[review.pk]), decision(review))
    assert answer.status_code == 302
    review.refresh_from_db()
    assert (review.state, review.decided_by) == ("published", user)
    noted = ModelLogEntry.objects.filter(user=user).values_list("action", flat=True).order_by("pk")
    assert list(noted) == ["buyer_reviews.read", "buyer_reviews.decide"]
    assert sorted(letter.to[0] for letter in mail.outbox) == ["hoa@example.vn", "htx@example.vn"]
    assert [TEXT in letter.body for letter in mail.outbox] == [False, False]


@pytest.mark.parametrize("role", ["trade_department", "programme_office", ""])
def test_others_see_and_decide_nothing(client, role):
    review = make_review()
    enter(client, role) if role else client.force_login(make_user())
    posts = (
        ("decide", [review.pk]),
        ("decide_answer", [review.pk]),
        ("leave", [review.pk]),
        ("publish_many", []),
    )
    answers = [client.post(reverse(f"nhan-xet:{name}", args=args), decision(review)) for name, args in posts]
    answers += [client.get(reverse(INDEX)), client.get(reverse("nhan-xet:inspect", args=[review.pk]))]
    for answer in answers:
        assert answer.status_code in {302, 403}
        assert TEXT not in answer.content.decode()
    review.refresh_from_db()
    assert (review.state, review.events.count()) == ("waiting", 1)


def test_a_refusal_names_its_ground_and_the_author_is_told(client, django_capture_on_commit_callbacks):
    review = make_review()
    enter(client)
    address = reverse("nhan-xet:decide", args=[review.pk])
    for told in ({}, {"ground": "bad"}, {"ground": "other"}):
        client.post(address, decision(review, "refused", **told))
        review.refresh_from_db()
        assert review.state == "waiting"
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, decision(review, "refused", ground="cure", words="Bỏ câu về chữa ho."))
    review.refresh_from_db()
    assert (review.state, review.ground) == ("refused", "cure")
    (letter,) = mail.outbox
    assert (letter.to, "Bỏ câu về chữa ho." in letter.body) == (["hoa@example.vn"], True)
    link = letter.body.split("://")[1].split()[0]
    page = client.get("/" + link.partition("/")[2]).content.decode()
    assert "Nhận xét chưa đăng được" in page
    assert "Bỏ câu về chữa ho." in page


def test_another_version_or_another_decision_is_never_overruled_unseen():
    review = make_review()
    changed = submit_review(review.order, review.product, Said(1, "Thật ra không ngon lắm.", "Hoa"))
    for version, seen, code in ((1, "waiting", "review-changed"), (2, "refused", "review-decided")):
        with pytest.raises(DomainError) as refusal:
            decide_review(review, "published", version=version, seen=seen, by=None)
        assert refusal.value.code == code
    publish(changed)
    with pytest.raises(DomainError):
        decide_review(review, "refused", version=2, seen="waiting", by=None, ground="insult")
    assert Review.objects.get().state == "published"
    decide_review(review, "refused", version=2, seen="published", by=None, ground="insult")
    assert RatingSummary.objects.get().count == 0


def test_many_are_published_at_once_but_for_those_that_changed(client):
    reviews = [make_review() for _number in range(3)]
    submit_review(reviews[1].order, reviews[1].product, Said(1, "Thật ra không ngon lắm.", "Hoa"))
    enter(client)
    page = client.get(reverse(INDEX), {"state": "waiting"}).content.decode()
    assert [
        f'value="{review.pk}-{version}"' in page for review, version in zip(reviews, (1, 2, 1), strict=True)
    ] == [True] * 3
    assert page.count(reverse("nhan-xet:inspect", args=[reviews[0].pk])) >= 1
    chosen = [f"{review.pk}-1" for review in reviews] + ["x", "99999-1"]
    answer = client.post(f"{reverse('nhan-xet:publish_many')}?state=waiting", {"chosen": chosen}, follow=True)
    assert answer.redirect_chain[0][0] == f"{reverse(INDEX)}?state=waiting"
    told = [str(message) for message in answer.context["messages"]]
    assert told[0].strip().startswith("Đã đăng 2 nhận xét.")
    states = list(Review.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["published", "waiting", "published"]


def test_the_list_is_filtered_by_its_address(client):
    reported, returned, plain = (make_review(published=True, points=n) for n in (1, 3, 5))
    report_review(reported, party="visitor", ground="insult", text="chửi bới")
    move_order(returned.order, MOVES["ask_return"], actor=Actor.SHOPPER, reason="hỏng")
    answer_review(plain, text="Cảm ơn chị.", by=None)
    enter(client)
    for asked, found in (
        ({"attention": "bao"}, reported),
        ({"attention": "tra-hang"}, returned),
        ({"attention": "tra-loi"}, plain),
        ({"points": "5"}, plain),
        ({"producer": str(reported.order.producer_id)}, reported),
    ):
        shown = client.get(reverse(INDEX), asked).context["object_list"]
        assert list(shown) == [found], asked
    assert "Xin trả hàng" in client.get(reverse(INDEX)).content.decode()
    page = client.get(reverse("nhan-xet:inspect", args=[returned.pk])).content.decode()
    assert "đơn này có việc trả hàng hoặc huỷ" in page
    client.post(reverse("nhan-xet:leave", args=[reported.pk]))
    assert (
        ReviewReport.objects.filter(closed_at=None).count(),
        Review.objects.filter(state="published").count(),
    ) == (
        0,
        3,
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_runs_no_formula_tells_no_name_and_is_noted(client, kind):
    make_review(text='=HYPERLINK("http://x")', display_name="Hoa Bí Mật")
    user = enter(client)
    answer = client.get(reverse(INDEX), {"export": kind})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "csv":
        assert "'=HYPERLINK" in content.decode()
        assert "Bí Mật" not in content.decode()
    assert ModelLogEntry.objects.filter(action="buyer_reviews.export", user=user).count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(client, number):
    for _number in range(number):
        report_review(make_review(published=True), party="visitor", ground="insult")
    enter(client)
    client.get(reverse(INDEX))
    with CaptureQueriesContext(connection) as taken:
        client.get(reverse(INDEX))
    assert len(taken) == 11


def test_a_producer_answers_once_and_again_when_refused_or_when_the_author_changed(
    django_capture_on_commit_callbacks,
):
    review = make_review(published=True)
    answer_review(review, text="Cảm ơn chị Hoa, 0912 345 678.", by=None)
    with pytest.raises(DomainError, match="đã có trả lời"):
        answer_review(review, text="Lần nữa.", by=None)
    decide_answer(review, "refused", version=1, seen="waiting", by=None, ground="personal")
    again = answer_review(review, text="Cảm ơn chị.", by=None)
    with pytest.raises(DomainError):
        decide_answer(review, "published", version=1, seen="waiting", by=None)
    decide_answer(review, "published", version=again.version, seen="waiting", by=None)
    with pytest.raises(DomainError, match="đã có trả lời"):
        answer_review(review, text="Lần nữa.", by=None)
    changed = submit_review(review.order, review.product, Said(1, "Thật ra không ngon lắm.", "Hoa"))
    with pytest.raises(DomainError, match="không còn trên trang"):
        answer_review(review, text="Lần nữa.", by=None)
    publish(changed)
    assert answer_review(review, text="Xin lỗi chị.", by=None).answers_version == 2


def test_sums_agree_with_the_reviews_and_are_counted_anew():
    good = make_good(stock=50)
    for points in (5, 4, 4, 1):
        make_review(make_done_order(good), published=True, points=points)
    make_review(make_done_order(good), points=1)
    other = make_good()
    with CaptureQueriesContext(connection) as taken:
        ratings = ratings_of([good, other])
    assert (len(taken), {pk: (r.count, str(r.average)) for pk, r in ratings.items()}) == (
        1,
        {good.pk: (4, "3.5")},
    )
    row = RatingSummary.objects.get()
    assert [getattr(row, f"points_{n}") for n in range(1, 6)] == [1, 0, 0, 2, 1]
    RatingSummary.objects.update(count=0, total=0, points_1=0, points_4=0, points_5=0)
    assert (count_all_anew(), count_all_anew()) == (1, 0)
    assert RatingSummary.objects.get().count == 4


def test_readers_report_what_is_published_and_nothing_of_them_is_kept(client, today):
    review, waiting = make_review(published=True), make_review()
    address = reverse("buyer_reviews:report", args=[review.code])
    assert client.get(reverse("buyer_reviews:report", args=[waiting.code])).status_code == 404
    assert client.post(address, {"ground": ""}).status_code == 422
    answers = [
        client.post(address, {"ground": "advert", "text": "bán hàng"}).status_code for _number in range(11)
    ]
    assert answers == [302] * 10 + [429]
    assert ReviewReport.objects.filter(party="visitor", ground="advert").count() == 10
    review.refresh_from_db()
    assert review.state == "published"


def test_a_producer_finds_answers_and_reports_its_own(client):
    producer, owner = make_owner()
    review = make_review(make_done_order(make_good(producer=producer)), published=True)
    make_review(make_done_order(make_good(producer=producer, stock=5)))
    foreign = make_review(published=True)
    page = owner.get(reverse("portal:reviews"))
    assert list(page.context["page"].object_list) == [review]
    assert owner.get(reverse("portal:review", args=[foreign.code])).status_code == 404
    answer = reverse("portal:answer-review", args=[review.code])
    assert owner.post(answer, {"text": ""}).status_code == 422
    assert owner.post(answer, {"text": "Cảm ơn chị."}).status_code == 302
    assert owner.post(answer, {"text": "Cảm ơn chị."}).status_code == 409
    assert not owner.get(reverse("portal:reviews"), {"loc": "chua-tra-loi"}).context["page"].object_list
    assert "Cảm ơn chị." not in client.get(review.product.get_absolute_url()).content.decode()
    report = reverse("portal:report-review", args=[review.code])
    assert owner.post(report, {"bao-ground": ""}).status_code == 422
    assert owner.post(report, {"bao-ground": "insult"}).status_code == 302
    assert ReviewReport.objects.get().party == "producer"
