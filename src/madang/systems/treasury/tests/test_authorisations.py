"""Promises over several years: National Finance Act (Korea) arts. 23, 25 and 48 (3), as read in the consolidated text."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from madang.systems.treasury.domain.authorisations import (
    Asked,
    AuthorisationLaw,
    Kind,
    goes_on,
    may_undertake,
    objections,
)
from madang.systems.treasury.models import Authorisation, AuthorisedYear, BudgetItem, BudgetLine, Undertaking
from madang.systems.treasury.tests.conftest import BUDGET, CHECKER, CODES, PARLIAMENT, UNIT
from madang.systems.treasury.tests.test_formulation import EARLY, ask, budget, to_parliament
from madang.systems.treasury.tests.test_pages import official, post, text
from madang.systems.treasury.usecases import enact, permissions
from madang.systems.treasury.usecases.ask_carry_over import CarryOverUnfit, ask_carry_over
from madang.systems.treasury.usecases.authorise import (
    AuthorisationUnfit,
    BeyondAuthorisation,
    NotAuthorised,
    ask_authorisation,
    strike_out,
    undertake,
)
from madang.systems.treasury.usecases.formulate import NotInThisState
from madang.systems.treasury.usecases.open_line import allot

__all__ = ["budget"]
LAW = AuthorisationLaw(years=5, years_at_most=10)
IN_2027, IN_2028 = datetime(2027, 3, 1, tzinfo=UTC), datetime(2028, 1, 10, tzinfo=UTC)
BRIDGE = {"title": "A bridge", "reason": "Three seasons of work", "actor": UNIT, "now": EARLY}


def asked(kind: Kind, years: int, **other: Any) -> Asked:
    given: dict[str, Any] = {"kind": kind, "purpose": "works", "year": 2027, "reason": "x"}
    return Asked(**(given | {"amounts": {2027 + one: 5 for one in range(years)}} | other))


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (asked(Kind.CONTINUING, 5), []),
        # Art. 23 (2): within five years of the fiscal year; by way of exception within ten.
        (asked(Kind.CONTINUING, 6), ["exception"]),
        (asked(Kind.CONTINUING, 10, exception="a tunnel"), []),
        (asked(Kind.CONTINUING, 11, exception="a tunnel"), ["too_long"]),
        # Art. 23 (1): works, manufacture, research that take several years.
        (asked(Kind.CONTINUING, 1, purpose="wages"), ["purpose", "one_year"]),
        (asked(Kind.CONTINUING, 3, amounts={2026: 5, 2028: 0}, reason=" "), ["no_reason", "no_amount", "before"]),
        # Art. 25 (3): the reason, the years of repayment and the amount; no limit of years.
        (asked(Kind.CONTRACT, 12, purpose=""), []),
        (asked(Kind.CONTRACT, 1, amounts={2029: 9}), []),
        (asked(Kind.CONTRACT, 0), ["no_amount"]),
    ],
)
def test_what_the_law_lets_go_beyond_its_year(one: Asked, found: list[str]) -> None:
    assert objections(asked=one, law=LAW) == found


def test_in_which_years_it_is_promised_and_goes_on() -> None:
    span = {"first": 2027, "last": 2029}
    assert [may_undertake(kind=Kind.CONTRACT, year=year, **span) for year in (2026, 2027, 2028)] == [False, True, False]
    assert [may_undertake(kind=Kind.CONTINUING, year=year, **span) for year in (2026, 2029, 2030)] == [
        False,
        True,
        False,
    ]
    # Art. 48 (3): until the year of completion, so that nothing of that year goes on.
    assert [goes_on(year=year, **span) for year in (2026, 2027, 2028, 2029)] == [False, True, True, False]


def authorised(item: BudgetItem, kind: Kind = Kind.CONTINUING, **other: Any) -> Authorisation:
    given: dict[str, Any] = {"amounts": {2027: 100, 2028: 200, 2029: 50}, "purpose": "works"} | BRIDGE | other
    return ask_authorisation(item=item, kind=kind, **given)


def voted(one: Any) -> None:
    enact.enact(budget=to_parliament(one), act="Bill 2200001", actor=PARLIAMENT, now=EARLY)


@pytest.mark.django_db
def test_what_was_voted_is_promised_within_its_total_and_no_further(budget: Any) -> None:
    made = authorised(ask(budget, 100))
    assert (made.total, made.last_year, made.years.count()) == (350, 2029, 3)
    with pytest.raises(NotAuthorised):
        undertake(authorisation=made, payee="x", purpose="x", minor=1, actor=UNIT, now=EARLY)
    voted(budget)
    promise = {"authorisation": made, "payee": "Baekdu Ltd", "purpose": "Piers", "actor": UNIT}
    undertake(**promise, minor=300, now=IN_2027)
    with translation.override("en"), pytest.raises(BeyondAuthorisation) as refused:
        undertake(**promise, minor=51, now=IN_2028)
    assert refused.value.values == {"number": made.number, "left": "₩50", "excess": "₩1"}
    undertake(**promise, minor=50, now=IN_2028)
    made.refresh_from_db()
    assert made.undertaken == 350
    told = {"payee": "x", "purpose": "x", "at": EARLY, "by": "x", "authorisation": made}
    for wrong in ({"number": "U1", "year": 2028, "minor": 1}, {"number": "U2", "year": 2030, "minor": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Undertaking.objects.create(**told, **wrong)
    for change in ({"total": 999}, {"undertaken": 0}, {"struck_reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Authorisation.objects.filter(pk=made.pk).update(**change)
    AuthorisedYear.objects.create(authorisation=made, year=2030, minor=1)
    with pytest.raises(IntegrityError, match="do not add up"):
        connection.check_constraints()


@pytest.mark.django_db
def test_a_contract_authorisation_holds_in_its_own_year(budget: Any) -> None:
    item = ask(budget, 100)
    made = authorised(item, Kind.CONTRACT, amounts={2028: 80})
    struck = authorised(item, Kind.CONTRACT, amounts={2029: 80})
    with pytest.raises(AuthorisationUnfit) as refused:
        authorised(item, amounts={2027: 1}, reason="", purpose="")
    assert len(refused.value.faults) == 3
    with pytest.raises(NotInThisState):
        strike_out(authorisation=struck, reason="no need", actor=BUDGET, now=EARLY)
    to_parliament(budget)
    strike_out(authorisation=Authorisation.objects.get(pk=struck.pk), reason="no need", actor=PARLIAMENT, now=EARLY)
    with pytest.raises(NotInThisState):
        authorised(item)
    enact.enact(budget=budget, act="Bill 1", actor=PARLIAMENT, now=EARLY)
    promise = {"payee": "x", "purpose": "x", "minor": 80, "actor": UNIT}
    for one, now in ((made, IN_2028), (struck, IN_2027)):
        with pytest.raises(NotAuthorised):
            undertake(authorisation=one, **promise, now=now)
    undertake(authorisation=made, **promise, now=IN_2027)


@pytest.mark.django_db
def test_what_a_year_leaves_goes_on_where_it_is_continued(budget: Any) -> None:
    ask(budget, 80, CODES | {"activity": "1100-1131-302"})
    authorised(ask(budget, 100))
    voted(budget)
    line = BudgetLine.objects.get(year=2027, activity=CODES["activity"])
    other = BudgetLine.objects.get(year=2027, activity="1100-1131-302")
    allot(line=line, minor=60, actor=BUDGET, now=IN_2027)
    given = {"minor": 100, "ground": "continuing", "reason": "Rain", "actor": CHECKER, "now": IN_2028}
    with pytest.raises(CarryOverUnfit) as refused:
        ask_carry_over(line=other, **(given | {"minor": 1}))
    assert [fault.code for fault in refused.value.faults] == ["treasury.not_continuing"]
    assert ask_carry_over(line=line, **given).ground == "continuing"


@pytest.mark.django_db
def test_the_pages_of_an_authorisation(budget: Any) -> None:
    unit, leader = official("unit", permissions.UNIT), official("leader", permissions.BUDGET)
    # The pages read the clock: the budget is this year's and takes requests today, whatever day that is.
    budget.requests_until = timezone.localdate()
    budget.year = budget.requests_until.year
    budget.save()
    item = ask(budget, 100)
    assert "Nothing goes beyond its year" in text(unit, "/treasury/authorisations/")
    page = f"/treasury/desk/{budget.pk}/authorisations/new/"
    given = {"item": item.pk, "kind": "continuing", "purpose": "works", "title": "A bridge", "year0": "100"}
    wrong = post(unit, page, **given)
    assert wrong.status_code == 422
    wrong = post(unit, page, **given, reason="Three seasons")
    assert "at least two years" in wrong.content.decode()
    assert post(unit, page, **given, reason="Three seasons", year1="200").status_code == 302
    made = Authorisation.objects.get()
    shown = f"/treasury/authorisations/{made.pk}/"
    assert "Asked for" in text(unit, shown)
    assert "A bridge" in text(leader, "/treasury/authorisations/")
    voted(budget)
    told = {"do": "undertake", "payee": "Baekdu Ltd", "purpose": "Piers"}
    beyond = post(unit, shown, **told, minor="301")
    assert (beyond.status_code, "is ₩1 more" in beyond.content.decode()) == (422, True)
    assert post(unit, shown, **told, minor="100").status_code == 302
    assert "Baekdu Ltd" in text(leader, shown)
    assert "Record the promise" not in text(leader, shown)
