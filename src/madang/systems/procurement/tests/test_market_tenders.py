"""A tender from its draft to its closing, and everybody who would have it otherwise."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from madang.framework.audit.models import Entry
from madang.framework.identity.may import Forbidden
from madang.framework.notify.models import Message
from madang.systems.procurement.domain.drafts import ItemDraft, LotDraft
from madang.systems.procurement.domain.words import AwardBy, Kind, Method
from madang.systems.procurement.models import Correction, Question, Release, Tender
from madang.systems.procurement.tests.market import (
    BEST_VALUE,
    BUYER_ELSEWHERE,
    BUYER_HERE,
    DRAFT,
    NOW,
    OFFICE,
    PAPER,
    bid,
    business,
    drafted,
    published,
    supplier,
)
from madang.systems.procurement.usecases.market.answer_question import AlreadyAnswered, answer_question
from madang.systems.procurement.usecases.market.ask_question import QuestionsOver, QuestionUnfit, ask_question
from madang.systems.procurement.usecases.market.beat import beat
from madang.systems.procurement.usecases.market.cancel_tender import AwardStands, cancel_tender
from madang.systems.procurement.usecases.market.close_tenders import close_tenders
from madang.systems.procurement.usecases.market.correct_tender import Corrected, correct_tender
from madang.systems.procurement.usecases.market.draft_tender import (
    PlanTaken,
    TenderUnfit,
    change_draft,
    discard_draft,
    draft_of,
    draft_tender,
    invite,
)
from madang.systems.procurement.usecases.market.extend_closing import extend_closing
from madang.systems.procurement.usecases.market.may_bid import may_bid
from madang.systems.procurement.usecases.market.plan_purchases import PlanUnfit, Wanted, plan_purchase, publish_plan
from madang.systems.procurement.usecases.market.publish_tender import publish_tender
from madang.systems.procurement.usecases.market.standing import ClosingPassed, NotInThisState

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def steps(tender: Tender) -> list[str]:
    return list(Release.objects.filter(ocid=tender.ocid).order_by("pk").values_list("step", flat=True))


def refused(tender: Tender, what: str) -> None:
    """The database itself says no."""
    with pytest.raises(IntegrityError, match=what), transaction.atomic():
        tender.save()
    tender.refresh_from_db()


def test_from_a_published_plan_to_the_closing() -> None:
    wanted = Wanted(year=2026, month=6, title="복사용지", kind=Kind.GOODS, method=Method.OPEN, estimated=90_000_000)
    row = plan_purchase(wanted=wanted, office=OFFICE, actor=BUYER_HERE, now=NOW)
    with pytest.raises(PlanTaken):
        draft_tender(draft=DRAFT, office=OFFICE, actor=BUYER_HERE, now=NOW, plan=row)
    assert publish_plan(rows=[row], actor=BUYER_HERE, now=NOW) == 1
    tender = draft_tender(draft=DRAFT, office=OFFICE, actor=BUYER_HERE, now=NOW, plan=row)
    assert tender.ocid == row.ocid
    with pytest.raises(PlanTaken):
        draft_tender(draft=DRAFT, office=OFFICE, actor=BUYER_HERE, now=NOW, plan=row)
    publish_tender(tender=tender, actor=BUYER_HERE, now=NOW)
    asked = ask_question(tender=tender, text="양면 용지도 됩니까?", actor=business("1018100001"), now=NOW + HOUR)
    answer_question(question=asked, answer="아니요.", actor=BUYER_HERE, now=NOW + 2 * HOUR)
    bid(tender, supplier("1018100002"))
    beat(now=tender.closes_at)
    assert close_tenders(now=tender.closes_at) == 1
    assert close_tenders(now=tender.closes_at) == 0
    tender.refresh_from_db()
    assert tender.state == "closed"
    assert steps(tender) == ["planning", "tender", "tenderUpdate", "tenderUpdate"]
    told = Message.objects.filter(template="procurement/answered").values_list("party_key", flat=True)
    assert list(told) == ["1018100001"]
    done = Entry.objects.filter(target=f"tender:{tender.number}").values_list("action", flat=True)
    assert {"procurement.publish_tender", "procurement.answer_question", "procurement.close_tender"} <= set(done)


def test_every_fault_of_a_notice_is_told_at_once() -> None:
    tender = drafted(
        BEST_VALUE,
        kind=Kind.SERVICES,
        method=Method.RESTRICTED,
        ground="designated_small",
        urgency="whim",
        lots=(LotDraft(title="A", estimated=60_000_000),),
        criteria=(replace(BEST_VALUE.criteria[0], points=30),),
        closes_at=NOW + 2 * DAY,
        opens_at=None,
        questions_until=NOW - HOUR,
    )
    with translation.override("en"), pytest.raises(TenderUnfit) as no:
        publish_tender(tender=tender, actor=BUYER_HERE, now=NOW)
    assert {one.code.removeprefix("procurement.") for one in no.value.faults} == {
        "amount_too_large",
        "closes_too_early",
        "criteria_missing",
        "invited_too_few",
        "items_missing",
        "opening_before_closing",
        "points_not_hundred",
        "questions_too_late",
        "urgency_unknown",
    }
    # Urgent proposals stand ten whole days (Decree art. 35 (5)): the 9th to the 18th of June.
    assert "June 19, 2026" in str(no.value)
    tender.refresh_from_db()
    assert (tender.state, steps(tender)) == ("draft", [])


def test_what_nobody_can_mean_is_not_even_a_draft() -> None:
    lot = LotDraft(
        title="", estimated=0, items=(ItemDraft(title="", unspsc="12", quantity=PAPER.quantity, unit="ZZZ"),)
    )
    with pytest.raises(TenderUnfit) as no:
        drafted(title="", lots=(lot,), category="x", opens_at=DRAFT.closes_at - HOUR)
    assert len(no.value.faults) == 8
    assert not Tender.objects.exists()
    nonsense = Wanted(year=1900, month=13, title="", kind=Kind.GOODS, method=Method.OPEN, estimated=0)
    with pytest.raises(PlanUnfit) as unfit:
        plan_purchase(wanted=nonsense, office=OFFICE, actor=BUYER_HERE, now=NOW)
    assert [one.place for one in unfit.value.faults] == ["title", "year", "month", "estimated"]


def test_another_office_may_not_touch_it() -> None:
    draft, open_one = drafted(), published()
    asked = ask_question(tender=open_one, text="?", actor=business("1"), now=NOW)
    by = {"actor": BUYER_ELSEWHERE, "now": NOW}
    corrected = Corrected(reason="r", title="t", closes_at=open_one.closes_at + 9 * DAY)
    for act in (
        lambda: change_draft(tender=draft, draft=DRAFT, **by),
        lambda: discard_draft(tender=draft, **by),
        lambda: invite(tender=draft, numbers=[], **by),
        lambda: publish_tender(tender=draft, **by),
        lambda: cancel_tender(tender=open_one, reason="r", **by),
        lambda: correct_tender(tender=open_one, corrected=corrected, **by),
        lambda: extend_closing(tender=open_one, closes_at=corrected.closes_at, reason="r", **by),
        lambda: answer_question(question=asked, answer="a", **by),
        lambda: ask_question(tender=open_one, text="?", actor=BUYER_HERE, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_correction_is_visible_and_gives_five_days_more() -> None:
    tender = published()
    ask_question(tender=tender, text="?", actor=business("1018100001"), now=NOW)
    by = {"actor": BUYER_HERE, "now": NOW + DAY}
    for given, what in (
        ({"title": "새 제목", "closes_at": tender.closes_at + 5 * DAY - HOUR * 24}, "closes_too_early"),
        ({"closes_at": tender.closes_at + 5 * DAY}, "nothing_changed"),
        ({"title": "새 제목", "reason": " ", "closes_at": tender.closes_at + 5 * DAY}, "reason_missing"),
    ):
        with pytest.raises(TenderUnfit) as no:
            correct_tender(tender=tender, corrected=Corrected(**{"reason": "오기", **given}), **by)
        assert [one.code for one in no.value.faults] == [f"procurement.{what}"]
    places = {"lot 1 item 1 title": "복사용지 A3"}
    good = Corrected(reason="오기 정정", title="새 제목", places=places, closes_at=tender.closes_at + 5 * DAY)
    correct_tender(tender=tender, corrected=good, **by)
    tender.refresh_from_db()
    made = Correction.objects.get()
    assert {(one["place"], one["was"], one["is"]) for one in made.changes} == {
        ("title", "복사용지 구매", "새 제목"),
        ("lot 1 item 1 title", "복사용지 A4", "복사용지 A3"),
    }
    assert (tender.closes_at - made.closes_from, tender.opens_at - tender.closes_at) == (5 * DAY, HOUR)
    assert draft_of(tender=tender).lots[0].items[0].title == "복사용지 A3"
    assert steps(tender) == ["tender", "tenderAmendment"]
    assert Message.objects.filter(template="procurement/corrected", party_key="1018100001").count() == 1
    with pytest.raises(IntegrityError, match="appended only"), transaction.atomic():
        made.delete()


def test_after_the_closing_nothing_of_the_notice_changes() -> None:
    tender = published()
    asked = ask_question(tender=tender, text="?", actor=business("1"), now=NOW)
    by = {"actor": BUYER_HERE, "now": tender.closes_at}
    corrected = Corrected(reason="r", title="t", closes_at=tender.closes_at + 9 * DAY)
    for act in (
        lambda: correct_tender(tender=tender, corrected=corrected, **by),
        lambda: extend_closing(tender=tender, closes_at=corrected.closes_at, reason="r", **by),
        lambda: answer_question(question=asked, answer="a", **by),
    ):
        with pytest.raises(ClosingPassed):
            act()
    close_tenders(now=tender.closes_at)
    tender.refresh_from_db()
    assert (tender.state, tender.reason, steps(tender)[-1]) == ("failed", "들어온 입찰이 없습니다.", "tenderUpdate")
    for act in (
        lambda: correct_tender(tender=tender, corrected=corrected, **by),
        lambda: ask_question(tender=tender, text="?", actor=business("1"), now=NOW),
        lambda: cancel_tender(tender=tender, reason="r", **by),
    ):
        with pytest.raises(NotInThisState):
            act()


def test_the_database_holds_the_notice() -> None:
    tender = published()
    tender.closes_at -= timedelta(seconds=1)
    refused(tender, "only later")
    for name, value in (("estimated", 1), ("award_by", "best_value"), ("buyer", "6110000"), ("kind", "works")):
        setattr(tender, name, value)
        refused(tender, "rests on")
    tender.state = "draft"
    refused(tender, "not back")
    bid(tender, supplier("1"))
    close_tenders(now=tender.closes_at)
    tender.refresh_from_db()
    tender.closes_at += DAY
    tender.opens_at += DAY
    refused(tender, "only before")
    tender.state = "published"
    refused(tender, "not back")
    tender.title = "other"
    refused(tender, "before its closing")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procurement_lot; DELETE FROM procurement_tender")


def test_answers_go_to_all_once_and_questions_end() -> None:
    tender = published()
    for text in ("", " ", "x" * 4001):
        with pytest.raises(QuestionUnfit):
            ask_question(tender=tender, text=text, actor=business("1"), now=NOW)
    with pytest.raises(QuestionsOver):
        ask_question(tender=tender, text="?", actor=business("1"), now=tender.questions_until)
    asked = ask_question(tender=tender, text="?", actor=business("1"), now=NOW)
    ask_question(tender=tender, text="!", actor=business("2"), now=NOW)
    answer_question(question=asked, answer="A", actor=BUYER_HERE, now=NOW)
    assert set(Message.objects.values_list("party_key", flat=True)) == {"1", "2"}
    with pytest.raises(AlreadyAnswered):
        answer_question(question=asked, answer="B", actor=BUYER_HERE, now=NOW)
    with pytest.raises(IntegrityError, match="answered once"), transaction.atomic():
        Question.objects.filter(pk=asked.pk).update(answer="B")


def test_a_cancelled_tender_says_why() -> None:
    tender = published()
    bid(tender, supplier("1018100002"))
    with pytest.raises(TenderUnfit):
        cancel_tender(tender=tender, reason=" ", actor=BUYER_HERE, now=NOW)
    cancel_tender(tender=tender, reason="예산 삭감", actor=BUYER_HERE, now=NOW)
    tender.refresh_from_db()
    assert (tender.state, tender.reason, steps(tender)[-1]) == ("cancelled", "예산 삭감", "tenderCancellation")
    assert Message.objects.get(template="procurement/cancelled").party_key == "1018100002"
    other = published()
    held = bid(other, supplier("1018100003"))
    other.awards.create(
        number="A1",
        lot=held.lot,
        bid=held,
        supplier=held.supplier,
        minor=1,
        currency="KRW",
        decided_at=NOW,
        decided_by="x",
        standstill_until=NOW,
    )
    with pytest.raises(AwardStands):
        cancel_tender(tender=other, reason="r", actor=BUYER_HERE, now=NOW)


def test_only_who_is_named_may_bid_where_suppliers_are_named() -> None:
    named = [supplier(f"10181000{place:02d}") for place in range(10, 15)]
    stranger = supplier("1018100099")
    tender = drafted(method=Method.RESTRICTED, ground="designated")
    with pytest.raises(TenderUnfit) as no:
        invite(tender=tender, numbers=["1018100010", "999"], actor=BUYER_HERE, now=NOW)
    assert "999" in str(no.value)
    invite(tender=tender, numbers=[one.number for one in named[:4]], actor=BUYER_HERE, now=NOW)
    with pytest.raises(TenderUnfit):
        publish_tender(tender=tender, actor=BUYER_HERE, now=NOW)
    assert not Message.objects.exists()
    invite(tender=tender, numbers=[one.number for one in named], actor=BUYER_HERE, now=NOW)
    publish_tender(tender=tender, actor=BUYER_HERE, now=NOW)
    tender.refresh_from_db()
    assert Message.objects.filter(template="procurement/invited").count() == 5
    assert may_bid(tender=tender, supplier=named[0], now=NOW) == []
    assert [one.code for one in may_bid(tender=tender, supplier=stranger, now=NOW)] == ["procurement.not_invited"]
    late = may_bid(tender=tender, supplier=named[0], now=tender.closes_at)
    assert [one.code for one in late] == ["procurement.not_open"]
    stranger.state = "suspended"
    assert len(may_bid(tender=published(), supplier=stranger, now=NOW)) == 1


def test_a_draft_goes_without_a_trace_and_frees_its_plan() -> None:
    tender = drafted(award_by=AwardBy.LOWER_LIMIT)
    change_draft(tender=tender, draft=replace(DRAFT, title="다시"), actor=BUYER_HERE, now=NOW)
    tender.refresh_from_db()
    assert (tender.title, tender.lots.count(), tender.award_by) == ("다시", 1, "lowest_price")
    discard_draft(tender=tender, actor=BUYER_HERE, now=NOW)
    assert not Tender.objects.exists()
