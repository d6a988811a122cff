"""Accounts, offices and dated duties; the demo's people."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from madang.framework.identity.access import duty, duty_title
from madang.framework.identity.actor import ActorKind
from madang.framework.identity.demo import demo_accounts, load_demo
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Account, DutyAssignment, Mandate, Office
from madang.framework.identity.tests.conftest import MACHINE, NOW, SECRET, actor
from madang.framework.identity.usecases.assign_duty import DutyHeldAlready, UnknownDuty, assign_duty, end_duty
from madang.framework.identity.usecases.create_account import AccountRefused, AlreadyLinked, create_account, link_person
from madang.framework.identity.who import local_day

TODAY = local_day(NOW)
pytestmark = pytest.mark.django_db


def test_a_duty_counts_from_its_first_day_up_to_its_end(official) -> None:
    held = DutyAssignment.objects.get()
    assert actor(official).has_duty("test.registrar", "3000000")
    assert not actor(official).has_duty("test.registrar", "9999999")
    assert not actor(official, NOW - timedelta(days=1)).has_duty("test.registrar")
    end_duty(assignment=held, on=TODAY, actor=MACHINE, now=NOW)
    assert actor(official).kind is ActorKind.RESIDENT
    assert actor(official).party is None


def test_the_day_is_the_countrys_not_greenwichs(official) -> None:
    # 1 March 15:30 UTC is 2 March 00:30 in Seoul.
    assert actor(official, NOW.replace(day=1, hour=15, minute=30)).duties
    assert not actor(official, NOW.replace(day=1, hour=14, minute=30)).duties


def test_nobody_holds_the_same_duty_twice_at_a_time(official, office) -> None:
    again = {"account": official, "office": office, "duty": "test.registrar", "actor": MACHINE, "now": NOW}
    with pytest.raises(DutyHeldAlready):
        assign_duty(assigned_from=TODAY + timedelta(days=5), **again)
    end_duty(assignment=DutyAssignment.objects.get(), on=TODAY + timedelta(days=5), actor=MACHINE, now=NOW)
    assign_duty(assigned_from=TODAY + timedelta(days=5), **again)


def test_an_unknown_duty_is_refused(official, office) -> None:
    with pytest.raises(UnknownDuty):
        assign_duty(account=official, office=office, duty="no.such", assigned_from=TODAY, actor=MACHINE, now=NOW)


def test_an_administrator_assigns_to_others_and_never_to_themselves(official, office, people) -> None:
    chief = people("chief")
    given = {"office": office, "assigned_from": TODAY, "now": NOW}
    assign_duty(account=chief, duty="identity.administrator", actor=MACHINE, **given)
    duty("test.other", title="Other")
    assign_duty(account=official, duty="test.other", actor=actor(chief), **given)
    with pytest.raises(Forbidden):
        assign_duty(account=chief, duty="test.other", actor=actor(chief), **given)
    with pytest.raises(Forbidden):
        assign_duty(account=chief, duty="test.other", actor=actor(official), **given)


def test_the_office_is_named_in_the_officials_language(official) -> None:
    Account.objects.filter(pk=official.pk).update(language="en")
    official.refresh_from_db()
    assert actor(official).duties[0].office_name == "Jongno-gu Office"


def test_every_fault_of_a_new_account_is_told_at_once(hana) -> None:
    with pytest.raises(AccountRefused) as refused:
        create_account(login="HANA", name=" ", password="short", actor=MACHINE, now=NOW)
    assert [fault.place for fault in refused.value.faults] == ["login", "name", "password"]


def test_residents_open_no_accounts(hana) -> None:
    with pytest.raises(Forbidden):
        create_account(login="friend", name="Friend", password=SECRET, actor=actor(hana), now=NOW)


def test_an_account_is_one_person_and_a_person_one_account(hana, people) -> None:
    people("minsu")
    link_person(login="minsu", person="person-minsu", actor=MACHINE, now=NOW)
    link_person(login="minsu", person="person-minsu", actor=MACHINE, now=NOW)
    with pytest.raises(AlreadyLinked):
        link_person(login="minsu", person="other", actor=MACHINE, now=NOW)
    people("double")
    with pytest.raises(AlreadyLinked):
        link_person(login="double", person="person-hana", actor=MACHINE, now=NOW)
    with pytest.raises(Forbidden):
        link_person(login="double", person="p", actor=actor(hana), now=NOW)


@pytest.mark.parametrize(("country", "name"), [("kr", "김하나"), ("xx", "Hana Solen")])
def test_the_demo_loads_once_and_again_without_change(country, name) -> None:
    told: list[str] = []
    for _load in range(2):
        load_demo(country=country, population=2000, now=NOW, progress=told.append)
    assert Account.objects.get(login="hana").name == name
    assert Account.objects.get(login="hana").person
    assert Office.objects.exists()
    assert Mandate.objects.get().accepted_at
    assert told[-1] == "mandates: 0 new"
    residents_first = [bool(duties) for _account, duties in demo_accounts(now=NOW)]
    assert residents_first == sorted(residents_first)


def test_the_demo_is_refused_in_production(settings) -> None:
    settings.MADANG_PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        load_demo(country="kr", population=2000, now=NOW, progress=print)


def test_a_duty_has_a_title_in_both_languages() -> None:
    with translation.override("ko"):
        assert duty_title("audit.read") == "감사 담당"
    with translation.override("en"):
        assert duty_title("audit.read") == "Auditor"
    assert duty_title("not.declared") == "not.declared"
