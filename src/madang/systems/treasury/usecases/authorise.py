"""Promises over several years: asked for with a budget, struck out or voted with it, undertaken within what was voted."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack, parameter
from madang.framework.notify.amounts import written
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.authorisations import (
    Asked,
    AuthorisationLaw,
    Kind,
    goes_on,
    may_undertake,
    objections,
)
from madang.systems.treasury.domain.formulation import State
from madang.systems.treasury.models import Authorisation, AuthorisedYear, BudgetItem, BudgetLine, Undertaking
from madang.systems.treasury.usecases.accounting_rules import year_of
from madang.systems.treasury.usecases.change_item import taking_requests
from madang.systems.treasury.usecases.formulate import contingency_codes, locked
from madang.systems.treasury.usecases.move import require_amount

SAYS = {
    "no_reason": ("reason", _("Say why one year is not enough: parliament votes on it.")),
    "no_amount": ("year0", _("Give an amount above nothing for each year that pays.")),
    "before": ("year0", _("No year before the budget's own pays.")),
    "contingency": ("item", _("An authorisation for disasters is asked for with the contingency.")),
    "purpose": ("purpose", _("Only works, manufacture and research that take years to complete are continued.")),
    "one_year": ("year1", _("A continuing appropriation spans at least two years.")),
    "too_long": ("year0", _("It spans more years than the law lets it, also by way of exception.")),
    "exception": ("exception", _("It spans more years than the rule: say why the project needs them.")),
}


class AuthorisationUnfit(Refusal):
    """The law does not allow it so."""

    code = "treasury.authorisation_unfit"
    says = _("It was not asked for. Correct what is listed.")
    status = 422


class NotAuthorised(Refusal):
    """Nothing is voted for this year."""

    code = "treasury.not_authorised"
    says = _(
        "Authorisation {number} lets nothing be promised in {year}: it is not voted, struck out, or of other years."
    )


class BeyondAuthorisation(Refusal):
    """More than is left of it."""

    code = "treasury.beyond_authorisation"
    says = _("Authorisation {number} leaves {left}, and this is {excess} more. Nothing was recorded.")


def law_of(*, year: int) -> AuthorisationLaw:
    """The limits that hold for a budget of the year."""
    on = date(year, 1, 1)
    return AuthorisationLaw(
        years=int(parameter("treasury.budget.continuing_years", on=on)),
        years_at_most=int(parameter("treasury.budget.continuing_years_at_most", on=on)),
    )


def ask_authorisation(
    *,
    item: BudgetItem,
    kind: Kind,
    title: str,
    amounts: Mapping[int, int],
    reason: str,
    actor: Actor,
    now: datetime,
    purpose: str = "",
    exception: str = "",
) -> Authorisation:
    """A spending unit asks for it with an item of its own office. Raises AuthorisationUnfit with every fault, NotInThisState,
    RequestsClosed, AmountUnfit, Forbidden.
    """
    require(actor, "treasury.ask", item.office)
    asked = Asked(
        kind=kind,
        purpose=purpose,
        year=item.budget.year,
        amounts=amounts,
        reason=reason,
        exception=exception,
        contingency=item.activity in contingency_codes(),
    )
    found = objections(asked=asked, law=law_of(year=asked.year))
    if found:
        faults = tuple(Fault(SAYS[one][0], str(SAYS[one][1]), AuthorisationUnfit.code) for one in found)
        raise AuthorisationUnfit(faults=faults)
    require_amount(minor=sum(amounts.values()))
    with transaction.atomic():
        taking_requests(budget=item.budget, now=now)
        made = _record(asked, item, title.strip()[:140], actor, now)
        _note("ask_authorisation", made, actor, now, {"kind": made.kind, "total": made.total})
    return made


def _record(asked: Asked, item: BudgetItem, title: str, actor: Actor, now: datetime) -> Authorisation:
    made = Authorisation.objects.create(
        number=f"A{asked.year}-{random_symbols(count=10)}",
        budget=item.budget,
        item=item,
        kind=asked.kind.value,
        purpose=asked.purpose if asked.kind is Kind.CONTINUING else "",
        title=title,
        reason=asked.reason.strip(),
        exception=asked.exception.strip(),
        total=sum(asked.amounts.values()),
        last_year=max(asked.amounts),
        asked_at=now,
        asked_by=officer(actor),
    )
    shares = sorted(asked.amounts.items())
    AuthorisedYear.objects.bulk_create(
        AuthorisedYear(authorisation=made, year=year, minor=minor) for year, minor in shares
    )
    return made


def strike_out(*, authorisation: Authorisation, reason: str, actor: Actor, now: datetime) -> None:
    """The budget office leaves it out in the review, or parliament before the vote. Raises Forbidden, NotInThisState,
    AuthorisationUnfit.
    """
    state = State.PROPOSED if authorisation.budget.state == State.PROPOSED else State.REVIEW
    require(actor, "treasury.vote" if state is State.PROPOSED else "treasury.formulate")
    if not reason.strip():
        raise AuthorisationUnfit(
            faults=(Fault("reason", str(_("Say why it is struck out.")), AuthorisationUnfit.code),)
        )
    with transaction.atomic():
        locked(budget=authorisation.budget, state=state)
        held = Authorisation.objects.select_for_update().get(pk=authorisation.pk)
        if held.struck_at is not None:
            return
        held.struck_at, held.struck_by, held.struck_reason = now, officer(actor), reason.strip()[:300]
        held.save(update_fields=["struck_at", "struck_by", "struck_reason"])
        _note("strike_out", held, actor, now, {"reason": held.struck_reason})


def undertake(
    *, authorisation: Authorisation, payee: str, purpose: str, minor: int, actor: Actor, now: datetime
) -> Undertaking:
    """Promise so much under it, in this fiscal year; the lines of the years that pay it stay as they are. What is for disasters
    is asked for and decided first (`use_for_disasters`).

    Raises Forbidden, AmountUnfit, NotAuthorised, BeyondAuthorisation.
    """
    require(actor, "treasury.spend", authorisation.item.office)
    require_amount(minor=minor)
    with transaction.atomic():
        held = Authorisation.objects.select_for_update(of=("self",)).select_related("budget").get(pk=authorisation.pk)
        if held.kind == Kind.DISASTER.value:
            raise NotAuthorised(number=held.number, year=year_of(day=timezone.localdate(now)))
        return promise_under(held=held, payee=payee, purpose=purpose, minor=minor, actor=actor, now=now)


def promise_under(
    *, held: Authorisation, payee: str, purpose: str, minor: int, actor: Actor, now: datetime
) -> Undertaking:
    """The promise under an authorisation that the caller's transaction holds. Raises NotAuthorised, BeyondAuthorisation."""
    year = year_of(day=timezone.localdate(now))
    last = last_year_of(authorisation=held)
    fits = may_undertake(kind=Kind(held.kind), year=year, first=held.budget.year, last=last)
    if held.budget.state != State.ENACTED or held.struck_at is not None or not fits:
        raise NotAuthorised(number=held.number, year=year)
    left = held.total - held.undertaken
    if minor > left:
        raise BeyondAuthorisation(number=held.number, left=_written(left), excess=_written(minor - left))
    made = Undertaking.objects.create(
        number=f"U{year}-{random_symbols(count=10)}",
        authorisation=held,
        year=year,
        payee=payee.strip()[:140],
        purpose=purpose.strip()[:140],
        minor=minor,
        at=now,
        by=officer(actor),
    )
    _note("undertake", held, actor, now, {"number": made.number, "minor": minor})
    return made


def last_year_of(*, authorisation: Authorisation) -> int:
    """The last year that it pays: as first voted, or as parliament put it off since (art. 23 (3))."""
    later = authorisation.extensions.filter(budget__state=State.ENACTED.value).values_list("last_year", flat=True)
    return max([authorisation.last_year, *later])


def continues(*, line: BudgetLine) -> bool:
    """Whether an enacted continuing appropriation of this line goes on after the line's year."""
    found = Authorisation.objects.filter(
        kind=Kind.CONTINUING.value,
        struck_at=None,
        budget__state=State.ENACTED.value,
        item__office=line.office,
        item__activity=line.activity,
        item__economic=line.economic,
        item__fund=line.fund,
        item__region=line.region,
    )
    return any(
        goes_on(year=line.year, first=one.budget.year, last=last_year_of(authorisation=one))
        for one in found.select_related("budget")
    )


def _written(minor: int) -> str:
    return written(Money(minor, pack().currency))


def _note(action: str, one: Authorisation, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    target = f"authorisation:{one.number}"
    audit.record(actor=actor, action=f"treasury.{action}", target=target, detail=detail, now=now)
