"""Rights that follow from registers begin with one button and end when the register says so."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from madang.contracts.businesses_v1 import BusinessChanged, BusinessClosed
from madang.contracts.population_v1 import PersonDied
from madang.exchange.models import AccessEntry
from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.identity.joint_holders import joint_mandates
from madang.framework.identity.may import Forbidden, may
from madang.framework.identity.models import Account, Mandate
from madang.framework.identity.representation import may_bind
from madang.framework.identity.represented import represented
from madang.framework.identity.usecases.answer_mandate import NoSuchMandate, accept_mandate, revoke_mandate
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.usecases.grant_mandate import MandateRefused, grant_mandate
from madang.framework.identity.usecases.use_mandate import act_for
from madang.framework.identity.who import actor_of, local_day
from madang.framework.law import pack
from madang.framework.notify.models import Message
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import Party, clock
from madang.systems.mandates import exchange
from madang.systems.mandates.domain.kinds import (
    COMES_OF_AGE_ON,
    HEIR_ACTS_UNTIL,
    Articles,
    Company,
    Kind,
    Relative,
    by_businesses,
    by_family,
)
from madang.systems.mandates.usecases.act_by_law import NotEntitled, act_by_law
from madang.systems.mandates.usecases.end_guardianship import end_guardianship
from madang.systems.mandates.usecases.find_entitlements import find_entitlements
from madang.systems.mandates.usecases.name import GUARDIANSHIP
from madang.systems.mandates.usecases.record_guardianship import GuardianshipRefused, record_guardianship
from madang.systems.mandates.usecases.see_guardianships import see_guardianships

MACHINE = system_actor("test")
ARTICLES = Articles(parent="p", heir="h", spouse="s", company="c")
TODAY = date(2026, 3, 9)
CLERK = Actor(kind=ActorKind.OFFICIAL, name="clerk", duties=(Duty("3000000", "종로구청", GUARDIANSHIP),))


def relative(relation: str, born: date, died: date | None = None) -> Relative:
    """One of the family."""
    return Relative(person=relation, name=relation, relation=relation, born_on=born, died_on=died)


@once_a_file
def residents() -> dict[str, str]:
    """The pack's named residents in the real registers, four of them with accounts."""
    for register in ("population", "businesses"):
        import_module(f"madang.systems.{register}.demo").load_demo(
            country=pack().code, population=20, now=clock.now(), progress=lambda *_told: None
        )
    rows = {row["login"]: row["person"] for row in pack().data("demo")["residents"]}
    for login in ("hana", "minsu", "sora", "dohyun"):
        create_account(
            login=login,
            name=login,
            language="en",
            password="courtyard-at-noon-7",
            person=rows[login],
            actor=MACHINE,
            now=clock.now(),
        )
    return rows


@pytest.fixture
def people(residents: dict[str, str], db: None) -> dict[str, Any]:
    """The accounts by login, and the keys of all."""
    return {one.login: one for one in Account.objects.all()} | {"_keys": residents}


def keys(people: dict[str, Any]) -> dict[str, str]:
    """Person keys by login."""
    return people["_keys"]


def acting(people: dict[str, Any], login: str) -> Actor:
    """The resident in person."""
    return actor_of(account=people[login], now=clock.now())


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2007, 3, 9), date(2026, 3, 9)),
        (date(2008, 2, 29), date(2027, 3, 1)),
        (date(2004, 2, 29), date(2023, 3, 1)),
    ],
)
def test_one_comes_of_age_on_the_nineteenth_birthday(born: date, day: date) -> None:
    """Civil Act arts. 4, 158, 160 (3)."""
    assert COMES_OF_AGE_ON.filled(born_on=born) == day


def test_an_heir_acts_until_the_estates_tax_is_due() -> None:
    """Inheritance Tax Act art. 67 (1): within six months from the last day of the month of death."""
    assert HEIR_ACTS_UNTIL.filled(died_on=date(2026, 1, 15)) == date(2026, 8, 1)
    assert HEIR_ACTS_UNTIL.filled(died_on=date(2025, 8, 31)) == date(2026, 3, 1)


def test_a_parent_acts_until_the_day_before_majority_and_only_for_a_living_child() -> None:
    family = [
        relative("child", date(2007, 3, 9)),
        relative("child", date(2007, 3, 10)),
        relative("child", date(2020, 1, 1), date(2026, 1, 1)),
        relative("spouse", date(2000, 1, 1)),
    ]
    found = by_family(relatives=family, articles=ARTICLES, on=TODAY)
    assert [(one.kind, one.until_on) for one in found] == [(Kind.PARENT, date(2026, 3, 10))]


def test_a_child_is_heir_of_a_dead_parent_and_of_no_living_one() -> None:
    family = [relative("mother", date(1949, 5, 5), date(2026, 2, 1)), relative("father", date(1946, 1, 1))]
    found = by_family(relatives=family, articles=ARTICLES, on=TODAY)
    assert [(one.kind, one.party) for one in found] == [(Kind.HEIR, "mother")]


def test_who_was_married_until_death_is_heir_and_who_is_married_is_not() -> None:
    """Civil Act art. 1003 (1)."""
    family = [relative("late_spouse", date(1949, 5, 5), date(2026, 2, 1)), relative("spouse", date(1950, 1, 1))]
    found = by_family(relatives=family, articles=ARTICLES, on=TODAY)
    assert [(one.kind, one.party, one.cite) for one in found] == [(Kind.HEIR, "late_spouse", "s")]


def test_a_closed_business_and_a_former_representative_give_no_right() -> None:
    companies = [
        Company(number="1", name="", open=True, representatives=("me",)),
        Company(number="2", name="", open=False, representatives=("me",)),
        Company(number="3", name="", open=True, representatives=("you",)),
    ]
    found = by_businesses(companies=companies, person="me", articles=ARTICLES, until_on=TODAY)
    assert [one.party for one in found] == ["1"]


def test_a_mother_acts_for_her_child_without_a_paper_and_the_look_is_logged(people: dict[str, Any]) -> None:
    now, hana, child = clock.now(), acting(people, "hana"), keys(people)["seoyun"]
    mandate = act_by_law(person=keys(people)["hana"], kind=Kind.PARENT, party=child, actor=hana, now=now)
    assert (mandate.valid_until, mandate.kind) == (date(2036, 6, 21), "parent")
    assert act_for(key=mandate.key, actor=hana, now=clock.now()).party == Party.person(child)
    assert mandate.uses.count() == 1
    again = act_by_law(person=keys(people)["hana"], kind=Kind.PARENT, party=child, actor=hana, now=now)
    assert again.pk == mandate.pk
    assert AccessEntry.objects.filter(sender="mandates").exists()


def test_a_stranger_has_no_right_and_nobody_claims_for_another(people: dict[str, Any]) -> None:
    with pytest.raises(NotEntitled):
        act_by_law(
            person=keys(people)["sora"],
            kind=Kind.PARENT,
            party=keys(people)["seoyun"],
            actor=acting(people, "sora"),
            now=clock.now(),
        )
    with pytest.raises(Forbidden):
        find_entitlements(person=keys(people)["hana"], actor=acting(people, "sora"), now=clock.now())
    assert not Mandate.objects.exists()


def company(people: dict[str, Any]) -> Mandate:
    """Dohyun acts for his shop."""
    person, now = keys(people)["dohyun"], clock.now()
    right = find_entitlements(person=person, actor=acting(people, "dohyun"), now=now)[0]
    return act_by_law(person=person, kind=right.kind, party=right.party, actor=acting(people, "dohyun"), now=now)


def test_a_representative_signs_for_the_business_until_another_is_entered(people: dict[str, Any]) -> None:
    mandate = company(people)
    dohyun = acting(people, "dohyun")
    assert may_bind(actor=dohyun, party=mandate.grantor)
    changed = BusinessChanged(number=mandate.grantor_key, fields=("name",), changed_on=local_day(clock.now()))
    hear(exchange.hear_change, changed)
    assert may_bind(actor=dohyun, party=mandate.grantor)
    hear(
        exchange.hear_change, BusinessChanged(number=mandate.grantor_key, fields=("representatives",), changed_on=TODAY)
    )
    assert not may_bind(actor=dohyun, party=mandate.grantor)
    with pytest.raises(NoSuchMandate):
        act_for(key=mandate.key, actor=dohyun, now=clock.now())


def test_nobody_acts_for_a_closed_business_nor_for_the_dead(people: dict[str, Any]) -> None:
    shop = company(people)
    hear(exchange.hear_closure, BusinessClosed(number=shop.grantor_key, closed_on=TODAY))
    child = keys(people)["doyun"]
    hana = acting(people, "hana")
    for_child = act_by_law(person=keys(people)["hana"], kind=Kind.PARENT, party=child, actor=hana, now=clock.now())
    hear(exchange.hear_death, PersonDied(person=child, died_on=TODAY))
    for mandate in (shop, for_child):
        mandate.refresh_from_db()
        assert mandate.revoked_at is not None


def hear(listener: Any, event: Any) -> None:
    """As the exchange hands an event over."""
    envelope: Any = None
    with transaction.atomic():
        listener(event, envelope)


@pytest.fixture
def guardianship(people: dict[str, Any]) -> Mandate:
    """Sora is recorded as Dohyun's guardian; she has not accepted yet."""
    return record_guardianship(ward="dohyun", guardian="sora", actor=CLERK, **court())


def court() -> dict[str, Any]:
    """What the court said."""
    until = local_day(clock.now()) + timedelta(days=3000)
    return {"decision": "2026느단1234", "scope": ["civil.apply:*"], "until": until, "now": clock.now()}


def test_a_guardian_is_recorded_with_the_courts_number_and_acts_once_they_accept(people, guardianship: Mandate) -> None:
    sora = acting(people, "sora")
    assert (guardianship.accepted_at, guardianship.evidence) == (None, "2026느단1234")
    with pytest.raises(NoSuchMandate):
        act_for(key=guardianship.key, actor=sora, now=clock.now())
    accept_mandate(key=guardianship.key, actor=sora, now=clock.now())
    assert act_for(key=guardianship.key, actor=sora, now=clock.now()).party == guardianship.grantor
    assert titles(people, "sora") == ["dohyun: a mandate waits for your answer"]
    assert titles(people, "dohyun") == ["sora acts for dohyun by law"]
    revoke_mandate(key=guardianship.key, actor=sora, now=clock.now())
    with pytest.raises(NoSuchMandate):
        act_for(key=guardianship.key, actor=sora, now=clock.now())


def titles(people: dict[str, Any], login: str) -> list[str]:
    """What the person was told of mandates, oldest first."""
    rows = Message.objects.filter(party_key=keys(people)[login], template__startswith="mandate/").order_by("pk")
    return list(rows.values_list("subject", flat=True))


def test_the_court_ends_a_guardianship_at_once_and_the_ward_cannot(people, guardianship: Mandate) -> None:
    accept_mandate(key=guardianship.key, actor=acting(people, "sora"), now=clock.now())
    ending = {"key": guardianship.key, "decision": "2026느단9", "now": clock.now()}
    for nobody in (acting(people, "dohyun"), acting(people, "hana")):
        with pytest.raises(Forbidden):
            revoke_mandate(key=guardianship.key, actor=nobody, now=clock.now())
        with pytest.raises(Forbidden):
            end_guardianship(actor=nobody, **ending)
    with pytest.raises(GuardianshipRefused):
        end_guardianship(actor=CLERK, **(ending | {"decision": "?"}))
    assert [one.key for one in see_guardianships(ward="dohyun", actor=CLERK, now=clock.now())] == [guardianship.key]
    end_guardianship(actor=CLERK, **ending)
    with pytest.raises(NoSuchMandate):
        act_for(key=guardianship.key, actor=acting(people, "sora"), now=clock.now())
    guardianship.refresh_from_db()
    assert guardianship.revoked_by == "종로구청, 2026느단9"
    assert see_guardianships(ward="dohyun", actor=CLERK, now=clock.now()) == ()
    assert titles(people, "dohyun")[-1] == titles(people, "sora")[-1] == "A mandate ended: sora for dohyun"
    with pytest.raises(NoSuchMandate):
        end_guardianship(actor=CLERK, **ending)


def test_a_guardianship_is_recorded_by_an_official_alone(people: dict[str, Any]) -> None:
    given = court()
    with pytest.raises(Forbidden):
        record_guardianship(ward="dohyun", guardian="sora", actor=acting(people, "sora"), **given)
    with pytest.raises(Forbidden):
        see_guardianships(ward="dohyun", actor=acting(people, "sora"), now=clock.now())
    with pytest.raises(GuardianshipRefused) as refused:
        record_guardianship(ward="nobody", guardian="noone", actor=CLERK, **(given | {"decision": "?"}))
    assert [fault.place for fault in refused.value.faults] == ["ward", "guardian", "decision"]


def test_heirs_act_for_an_estate_and_see_each_others_uses(people: dict[str, Any]) -> None:
    """Co-heirs hold the estate in common (Civil Act arts. 1000 (2), 1006)."""
    estate = next(row["person"] for row in pack().data("demo")["departed"])
    now = clock.now()
    minsu, sora = acting(people, "minsu"), acting(people, "sora")
    first = act_by_law(person=keys(people)["minsu"], kind=Kind.HEIR, party=estate, actor=minsu, now=now)
    assert may(sora, "identity.read_mandate", first) is False
    second = act_by_law(person=keys(people)["sora"], kind=Kind.HEIR, party=estate, actor=sora, now=now)
    act_for(key=second.key, actor=sora, now=now)
    assert [one.key for one in joint_mandates(mandate=second, now=now)] == [first.key]
    assert may(minsu, "identity.read_mandate", second)
    assert may(sora, "identity.read_mandate", first)
    assert not may(acting(people, "hana"), "identity.read_mandate", second)
    assert titles(people, "minsu") == ["sora acts for 윤정희, too"]
    with pytest.raises(Forbidden):
        revoke_mandate(key=second.key, actor=minsu, now=now)
    # News of the death that comes late ends what the dead gave, never what the death began.
    hear(exchange.hear_death, PersonDied(person=estate, died_on=TODAY))
    assert act_for(key=second.key, actor=sora, now=clock.now()).party == Party.person(estate)
    revoke_mandate(key=second.key, actor=sora, now=clock.now())
    assert not may(sora, "identity.read_mandate", first)


def test_a_business_gives_its_tax_agent_a_mandate_by_its_representative(people: dict[str, Any]) -> None:
    shop, dohyun = company(people), acting(people, "dohyun")
    assert represented(actor=dohyun, now=clock.now()) == {shop.grantor: shop.grantor_name}
    today = local_day(clock.now())
    agent = grant_mandate(
        grantor=shop.grantor, grantor_name=shop.grantor_name, holder=Party.person(keys(people)["sora"]), kind=Kind.TAX_AGENT,
        scope=["tax.*:*"], valid_from=today, valid_until=today + timedelta(days=30), actor=dohyun, now=clock.now(),
    )  # fmt: skip
    accept_mandate(key=agent.key, actor=acting(people, "sora"), now=clock.now())
    assert act_for(key=agent.key, actor=acting(people, "sora"), now=clock.now()).party == shop.grantor
    # The agent acts for the business and signs for nobody.
    assert represented(actor=acting(people, "sora"), now=clock.now()) == {}
    revoke_mandate(key=agent.key, actor=dohyun, now=clock.now())
    with pytest.raises(NoSuchMandate):
        act_for(key=agent.key, actor=acting(people, "sora"), now=clock.now())


def test_a_tax_agent_reaches_no_further_than_taxes_and_nobody_grants_a_kind_of_the_law(people: dict[str, Any]) -> None:
    today = local_day(clock.now())
    given: dict[str, Any] = {
        "grantor": Party.person(keys(people)["dohyun"]),
        "holder": Party.person(keys(people)["sora"]),
        "valid_from": today,
        "valid_until": today + timedelta(days=30),
        "actor": acting(people, "dohyun"),
        "now": clock.now(),
    }
    with pytest.raises(MandateRefused) as refused:
        grant_mandate(scope=["*"], kind=Kind.TAX_AGENT, **given)
    assert [fault.code for fault in refused.value.faults] == ["identity.mandate.kind.scope"]
    assert grant_mandate(scope=["tax.*:*"], kind=Kind.TAX_AGENT, **given).accepted_at is None
    with pytest.raises(Forbidden):
        grant_mandate(scope=["*"], kind=Kind.PARENT, **given)


def test_the_database_keeps_kind_and_evidence(people: dict[str, Any]) -> None:
    mandate = company(people)
    with pytest.raises(DatabaseError), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(kind="power_of_attorney")
