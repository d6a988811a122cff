"""The register's entries: what is entered, what is refused, and what can never be changed afterwards."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from madang.contracts.businesses_v1 import BusinessForm, BusinessRegistered
from madang.contracts.message import contract_name
from madang.exchange.models import OutboxEvent
from madang.framework.identity.actor import ANONYMOUS, Actor
from madang.framework.identity.may import Forbidden
from madang.systems.businesses.domain.numbers import CHECK_NUMBER
from madang.systems.businesses.domain.registration import Changes, Place
from madang.systems.businesses.models import Amendment, Business, Establishment, StatusChange
from madang.systems.businesses.tests.conftest import JONGNO, MACHINE, MONDAY, OFFICE, TODAY, facts
from madang.systems.businesses.usecases.change_business import change_business
from madang.systems.businesses.usecases.close_business import close_business
from madang.systems.businesses.usecases.refusals import EntryRefused
from madang.systems.businesses.usecases.register_business import register_business
from madang.systems.businesses.usecases.resume_business import resume_business
from madang.systems.businesses.usecases.suspend_business import suspend_business

pytestmark = pytest.mark.django_db
# A real stock company's number, as its annual report prints it (DART): its check digit agrees.
CORPORATE_NUMBER = "1301110006246"


def codes(refused: pytest.ExceptionInfo[EntryRefused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_registered_business_has_a_number_that_agrees_and_its_first_status(shop: Business):
    assert CHECK_NUMBER.filled(number=shop.number) == ""
    assert shop.number.startswith("101")  # Jongno tax office
    assert [(one.status, one.since) for one in shop.status_changes.all()] == [("active", date(2026, 3, 2))]
    assert Establishment.objects.get(business=shop).address == JONGNO.text


def test_numbers_are_never_given_twice(shop: Business):
    other = register_business(facts=facts(name="둘째 가게"), office=OFFICE, actor=MACHINE, now=MONDAY)
    assert other.number != shop.number


def test_a_registration_is_announced_in_its_transaction(shop: Business):
    assert OutboxEvent.objects.filter(contract=contract_name(BusinessRegistered)).count() == 1


def test_everything_wrong_with_a_registration_is_told_at_once_and_nothing_is_written():
    wrong = facts(
        name=" ",
        sector="99999",
        opened_on=TODAY + timedelta(days=400),
        place=Place(division="", text=""),
        representatives=(),
        form=BusinessForm.CORPORATION,
        corporate_number="1301110006247",
    )
    with pytest.raises(EntryRefused) as refused:
        register_business(facts=wrong, office=OFFICE, actor=MACHINE, now=MONDAY)
    assert set(codes(refused)) == {
        "businesses.name_missing",
        "businesses.sector_unknown",
        "businesses.opening_too_far_ahead",
        "businesses.address_missing",
        "businesses.no_representative",
        "businesses.number.check.corporate",
    }
    assert not Business.objects.exists()


def test_a_section_is_no_sector_to_register_under():
    with pytest.raises(EntryRefused) as refused:
        register_business(facts=facts(sector="G"), office=OFFICE, actor=MACHINE, now=MONDAY)
    assert codes(refused) == ["businesses.sector_unknown"]


def test_a_corporation_is_registered_once():
    company = facts(form=BusinessForm.CORPORATION, corporate_number=CORPORATE_NUMBER)
    register_business(facts=company, office=OFFICE, actor=MACHINE, now=MONDAY)
    with pytest.raises(EntryRefused) as refused:
        register_business(facts=company, office=OFFICE, actor=MACHINE, now=MONDAY)
    assert codes(refused) == ["businesses.number.taken.corporate"]


def test_a_sole_trader_is_one_person():
    with pytest.raises(EntryRefused) as refused:
        register_business(facts=facts(representatives=("a", "b")), office=OFFICE, actor=MACHINE, now=MONDAY)
    assert codes(refused) == ["businesses.one_sole_trader"]


def test_who_is_no_registrar_enters_nothing(registrar: Actor):
    with pytest.raises(Forbidden):
        register_business(facts=facts(), office=OFFICE, actor=ANONYMOUS, now=MONDAY)
    assert register_business(facts=facts(), office=OFFICE, actor=registrar, now=MONDAY).number


def test_a_change_keeps_what_was_before(shop: Business):
    changes = Changes(name="도현슈퍼", sector="46", place=Place(division="1111000000", text="종로구 사직로 9"))
    change_business(number=shop.number, changes=changes, actor=MACHINE, now=MONDAY)
    shop.refresh_from_db()
    assert (shop.name, shop.sector, shop.section) == ("도현슈퍼", "46", "G")
    assert list(Amendment.objects.order_by("id").values_list("field", "before", "after")) == [
        ("name", "도현상회", "도현슈퍼"),
        ("sector", "47", "46"),
        ("address", JONGNO.text, "종로구 사직로 9"),
    ]


def test_a_change_of_nothing_is_refused(shop: Business):
    with pytest.raises(EntryRefused) as refused:
        change_business(number=shop.number, changes=Changes(), actor=MACHINE, now=MONDAY)
    assert codes(refused) == ["businesses.nothing_changes"]


def test_a_new_representative_ends_the_old_one(shop: Business):
    change_business(number=shop.number, changes=Changes(representatives=("person-sora",)), actor=MACHINE, now=MONDAY)
    held = shop.representatives.order_by("id").values_list("person", "until_on")
    assert list(held) == [("person-dohyun", TODAY), ("person-sora", None)]


def test_a_business_pauses_resumes_and_closes(shop: Business):
    suspend_business(
        number=shop.number, from_on=TODAY, until_on=date(2026, 6, 1), reason="health", actor=MACHINE, now=MONDAY
    )
    shop.refresh_from_db()
    assert (shop.status, shop.suspended_until) == ("suspended", date(2026, 6, 1))
    later = MONDAY + timedelta(days=40)
    resume_business(number=shop.number, resumed_on=date(2026, 4, 10), actor=MACHINE, now=later)
    close_business(number=shop.number, closed_on=date(2026, 4, 15), reason="other", actor=MACHINE, now=later)
    shop.refresh_from_db()
    assert (shop.status, shop.closed_on, shop.suspended_until) == ("closed", date(2026, 4, 15), None)
    assert [one.status for one in StatusChange.objects.order_by("id")] == ["active", "suspended", "active", "closed"]
    assert Establishment.objects.get(business=shop).closed_on == date(2026, 4, 15)


def test_a_pause_that_ends_before_it_begins_is_refused(shop: Business):
    with pytest.raises(EntryRefused) as refused:
        suspend_business(number=shop.number, from_on=TODAY, until_on=TODAY, reason="health", actor=MACHINE, now=MONDAY)
    assert codes(refused) == ["businesses.suspension.ends_before_it_starts"]


def test_a_business_does_not_close_tomorrow_nor_before_it_opened(shop: Business):
    with pytest.raises(EntryRefused) as tomorrow:
        close_business(
            number=shop.number, closed_on=TODAY + timedelta(days=1), reason="other", actor=MACHINE, now=MONDAY
        )
    with pytest.raises(EntryRefused) as before:
        close_business(number=shop.number, closed_on=date(2026, 3, 1), reason="other", actor=MACHINE, now=MONDAY)
    assert (codes(tomorrow), codes(before)) == (
        ["businesses.day_in_future"],
        ["businesses.status.before_last_change"],
    )


def test_a_closed_business_stays_closed_whoever_asks_even_the_database(shop: Business):
    close_business(number=shop.number, closed_on=TODAY, reason="other", actor=MACHINE, now=MONDAY)
    with pytest.raises(EntryRefused) as refused:
        change_business(number=shop.number, changes=Changes(name="다시"), actor=MACHINE, now=MONDAY)
    assert codes(refused) == ["businesses.status.closed"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Business.objects.filter(pk=shop.pk).update(status="active", closed_on=None)


def test_a_number_never_changes(shop: Business):
    with pytest.raises(IntegrityError), transaction.atomic():
        Business.objects.filter(pk=shop.pk).update(number="1010100029")


@pytest.mark.parametrize("model", [StatusChange, Amendment])
def test_history_is_only_ever_added_to(shop: Business, model):
    change_business(number=shop.number, changes=Changes(name="새 이름"), actor=MACHINE, now=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all().update(recorded_by="nobody")
