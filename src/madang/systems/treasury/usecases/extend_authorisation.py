"""Put off the last year of a continuing appropriation, and use an authorisation for disasters as the contingency is used."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.treasury.domain.authorisations import Kind
from madang.systems.treasury.domain.formulation import State
from madang.systems.treasury.models import Authorisation, AuthorisationExtension, Budget, DisasterUse
from madang.systems.treasury.usecases.authorise import NotAuthorised, last_year_of, promise_under
from madang.systems.treasury.usecases.formulate import NotInThisState
from madang.systems.treasury.usecases.move import require_amount

OPEN = (State.REQUESTS.value, State.REVIEW.value)


class ExtensionUnfit(Refusal):
    """It cannot be put off so."""

    code = "treasury.extension_unfit"
    says = _(
        "Authorisation {number} ends in {last}. Only a continuing appropriation that parliament voted is put off, with a later "
        "budget that is not before parliament yet, to a later year and for a reason that is told."
    )
    status = 422


class DecidedAlready(Refusal):
    """Somebody decided on it."""

    code = "treasury.use_decided"
    says = _("This use was decided on already.")


class DecisionUnfit(Refusal):
    """The decision lacks its resolution, or is the asker's own."""

    code = "treasury.decision_unfit"
    says = _("Name the government's resolution or your reason; whoever asked for the use does not decide on it.")
    status = 422


def extend_authorisation(
    *, authorisation: Authorisation, budget: Budget, last_year: int, reason: str, actor: Actor, now: datetime
) -> AuthorisationExtension:
    """Propose with a later budget that a continuing appropriation ends later; it holds once that budget is voted (in Korea
    National Finance Act art. 23 (3)). Raises Forbidden, ExtensionUnfit.
    """
    require(actor, "treasury.formulate")
    try:
        with transaction.atomic():
            held = (
                Authorisation.objects.select_for_update(of=("self",)).select_related("budget").get(pk=authorisation.pk)
            )
            _require_extendable(held, budget, last_year, reason)
            made = AuthorisationExtension.objects.create(
                authorisation=held,
                budget=budget,
                last_year=last_year,
                reason=reason.strip()[:300],
                at=now,
                by=officer(actor),
            )
            _note("extend_authorisation", held, actor, now, {"budget": str(budget), "last_year": last_year})
    except IntegrityError:
        raise ExtensionUnfit(number=authorisation.number, last=last_year_of(authorisation=authorisation)) from None
    return made


def ask_use(
    *,
    authorisation: Authorisation,
    office: str,
    payee: str,
    purpose: str,
    reason: str,
    minor: int,
    actor: Actor,
    now: datetime,
) -> DisasterUse:
    """An office asks to promise money after a disaster. Raises Forbidden, AmountUnfit, NotAuthorised."""
    require(actor, "treasury.ask", office)
    require_amount(minor=minor)
    lives = authorisation.struck_at is None and authorisation.budget.state == State.ENACTED
    if authorisation.kind != Kind.DISASTER.value or not lives or not reason.strip():
        raise NotAuthorised(number=authorisation.number, year=authorisation.budget.year)
    with transaction.atomic():
        made = DisasterUse.objects.create(
            authorisation=authorisation,
            office=office,
            payee=payee.strip()[:140],
            purpose=purpose.strip()[:140],
            reason=reason.strip()[:300],
            minor=minor,
            asked_at=now,
            asked_by=officer(actor),
        )
        _note("ask_use", authorisation, actor, now, {"office": office, "minor": minor})
    return made


def decide_use(*, use: DisasterUse, granted: bool, resolution: str, actor: Actor, now: datetime) -> DisasterUse:
    """The budget office records what the government resolved, as for the contingency; what is granted is promised at once.

    Raises Forbidden, DecidedAlready, DecisionUnfit, NotAuthorised, BeyondAuthorisation.
    """
    require(actor, "treasury.appropriate")
    with transaction.atomic():
        one = DisasterUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
        if one.decided_at is not None:
            raise DecidedAlready
        if not resolution.strip() or one.asked_by == officer(actor):
            raise DecisionUnfit(faults=(Fault("resolution", str(DecisionUnfit.says), DecisionUnfit.code),))
        held = (
            Authorisation.objects.select_for_update(of=("self",)).select_related("budget").get(pk=one.authorisation_id)
        )
        if granted:
            one.undertaking = promise_under(
                held=held, payee=one.payee, purpose=one.purpose, minor=one.minor, actor=actor, now=now
            )
        one.decided_at, one.decided_by, one.resolution = now, officer(actor), resolution.strip()[:300]
        one.save()
        _note("decide_use", held, actor, now, {"granted": granted, "office": one.office})
    return one


def _require_extendable(held: Authorisation, budget: Budget, last_year: int, reason: str) -> None:
    if budget.state not in OPEN:
        raise NotInThisState(budget=budget, state=budget.state, wanted=_("requests by the offices"))
    last = last_year_of(authorisation=held)
    voted = held.kind == Kind.CONTINUING.value and held.struck_at is None and held.budget.state == State.ENACTED
    if not voted or not last < last_year < last + 20 or not reason.strip():
        raise ExtensionUnfit(number=held.number, last=last)


def _note(action: str, one: Authorisation, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    target = f"authorisation:{one.number}"
    audit.record(actor=actor, action=f"treasury.{action}", target=target, detail=detail, now=now)
