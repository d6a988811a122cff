"""Putting off a continuing appropriation (National Finance Act art. 23 (3)) and promising after disasters (art. 25 (2))."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from madang.systems.treasury.domain.authorisations import Kind
from madang.systems.treasury.models import Authorisation, AuthorisationExtension, Budget, Undertaking
from madang.systems.treasury.tests.conftest import BUDGET, CODES, UNIT
from madang.systems.treasury.tests.test_authorisations import IN_2027, IN_2028, authorised, voted
from madang.systems.treasury.tests.test_formulation import EARLY, ask, budget
from madang.systems.treasury.tests.test_pages import official, post, text
from madang.systems.treasury.usecases import formulate, permissions
from madang.systems.treasury.usecases.authorise import (
    AuthorisationUnfit,
    BeyondAuthorisation,
    NotAuthorised,
    last_year_of,
    undertake,
)
from madang.systems.treasury.usecases.extend_authorisation import (
    DecidedAlready,
    DecisionUnfit,
    ExtensionUnfit,
    ask_use,
    decide_use,
    extend_authorisation,
)
from madang.systems.treasury.usecases.formulate import NotInThisState

__all__ = ["budget"]
CONTINGENCY = CODES | {"activity": "9900-9931-301"}


def enacted(one: Budget) -> None:
    """Past the measure of its contingency, which is nearly all that these budgets hold."""
    for state in ("review", "proposed", "enacted"):
        Budget.objects.filter(pk=one.pk).update(state=state, enacted_at=EARLY, act="Bill 1")
    one.refresh_from_db()


@pytest.mark.django_db
def test_a_later_last_year_holds_once_parliament_voted_it(budget: Any) -> None:
    made = authorised(ask(budget, 100))
    voted(budget)
    later = formulate.open_budget(year=2028, actor=BUDGET, now=IN_2027)
    asked = {"authorisation": made, "budget": later, "last_year": 2030, "reason": "Floods", "actor": BUDGET}
    asked |= {"now": IN_2027}
    for wrong in ({"last_year": 2029}, {"reason": " "}, {"last_year": 2060}):
        with pytest.raises(ExtensionUnfit):
            extend_authorisation(**(asked | wrong))
    extend_authorisation(**asked)
    promise = {"authorisation": made, "payee": "x", "purpose": "x", "minor": 1, "actor": UNIT}
    in_2030 = datetime(2030, 5, 1, tzinfo=UTC)
    with pytest.raises(NotAuthorised):
        undertake(**promise, now=in_2030)
    enacted(later)
    assert last_year_of(authorisation=made) == 2030
    assert undertake(**promise, now=in_2030).year == 2030
    with pytest.raises(NotInThisState):
        extend_authorisation(**(asked | {"last_year": 2031}))
    told = {"authorisation": made, "budget": later, "last_year": 2040, "reason": "x", "at": EARLY, "by": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorisationExtension.objects.create(**told)


def for_disasters(one: Budget) -> Authorisation:
    made = authorised(ask(one, 1, CONTINGENCY), Kind.DISASTER, amounts={one.year + 1: 80})
    enacted(one)
    return Authorisation.objects.get(pk=made.pk)


@pytest.mark.django_db
def test_what_is_for_disasters_is_used_as_the_contingency_is(budget: Any) -> None:
    with pytest.raises(AuthorisationUnfit) as refused:
        authorised(ask(budget, 100), Kind.DISASTER, amounts={2028: 80})
    assert [fault.place for fault in refused.value.faults] == ["item"]
    made = for_disasters(budget)
    promise = {"authorisation": made, "payee": "Baekdu Ltd", "purpose": "A dam", "minor": 60, "actor": UNIT}
    with pytest.raises(NotAuthorised):
        undertake(**promise, now=IN_2027)
    asked = {"office": CODES["office"], "reason": "The dam broke", "now": IN_2027}
    first, second, third = (ask_use(**promise, **asked) for _turn in range(3))
    decided = {"granted": True, "resolution": "Cabinet 12", "actor": BUDGET, "now": IN_2027}
    with pytest.raises(DecisionUnfit):
        decide_use(use=first, **(decided | {"resolution": ""}))
    done = decide_use(use=first, **decided)
    assert done.undertaking is not None
    assert done.undertaking.minor == 60
    with pytest.raises(DecidedAlready):
        decide_use(use=first, **decided)
    # Twenty of eighty are left, in the year of the vote alone.
    with pytest.raises(BeyondAuthorisation):
        decide_use(use=second, **decided)
    with pytest.raises(NotAuthorised):
        decide_use(use=second, **(decided | {"now": IN_2028}))
    assert decide_use(use=third, **(decided | {"granted": False})).undertaking is None
    told = {"authorisation": made, "year": 2027, "payee": "x", "purpose": "x", "minor": 1, "at": EARLY, "by": "x"}
    Undertaking.objects.create(number="U9", **told)
    with pytest.raises(IntegrityError, match="nobody decided"):
        connection.check_constraints()


@pytest.mark.django_db
def test_the_pages_of_later_years_and_disasters(budget: Any) -> None:
    unit, leader = official("unit", permissions.UNIT), official("leader", permissions.BUDGET)
    # The pages read the clock: the budget is this year's, whatever year that is.
    year = timezone.localdate().year
    budget.year = year
    budget.save()
    going_on = authorised(ask(budget, 100), amounts={year: 1, year + 1: 1})
    disaster = for_disasters(budget)
    later = formulate.open_budget(year=year + 1, actor=BUDGET, now=EARLY)
    page = f"/treasury/authorisations/{going_on.pk}/"
    put_off = {"budget": later.pk, "last_year": year + 3, "reason": "Floods"}
    assert post(leader, f"{page}extend/", **(put_off | {"last_year": year})).status_code == 422
    assert post(leader, f"{page}extend/", **put_off).status_code == 302
    assert "not voted yet" in text(leader, page)
    page = f"/treasury/authorisations/{disaster.pk}/"
    given = {"office": CODES["office"], "payee": "Baekdu Ltd", "purpose": "A dam", "reason": "It broke", "minor": "60"}
    assert post(unit, f"{page}uses/new/", **given).status_code == 302
    assert "waits for a decision" in text(leader, page)
    use = disaster.uses.get()
    assert post(leader, f"{page}uses/{use.pk}/", outcome="yes", resolution="Cabinet 12").status_code == 302
    assert "Cabinet 12" in text(unit, page)
