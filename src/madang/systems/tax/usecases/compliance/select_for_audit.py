"""Whom to audit: one inspector proposes the rules, another approves, the draw follows and each trader drawn gets a case."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Party, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.domain import selection as draw
from madang.systems.tax.domain.risk_words import FindingState, PickReason, SelectionState
from madang.systems.tax.models import AuditPick, AuditSelection, RiskFinding, Taxpayer
from madang.systems.tax.usecases.permissions import INSPECTOR

PROCEDURE = "tax.audit"
LARGEST, LEAST_WORDS = 200, 8


class SelectionRefused(Refusal):
    """The rules cannot be."""

    code = "tax.selection.refused"
    says = _("Nothing was proposed. Correct what is marked.")
    status = 422


class SelectionOver(Refusal):
    """Somebody decided."""

    code = "tax.selection.over"
    says = _("This selection was decided already. Propose a new one.")
    status = 409


class FourEyes(Refusal):
    """The same person."""

    code = "tax.selection.four_eyes"
    says = _("Who proposed a selection does not approve it. Ask a colleague.")
    status = 403


class WordsMissing(Refusal):
    """Too few words."""

    code = "tax.selection.words"
    says = _(
        "Write words of your own, eight signs or more: they go into the draw, so that the proposer alone does not choose it."
    )
    status = 422


def propose_selection(*, rules: draw.Rules, actor: Actor, now: datetime) -> AuditSelection:
    """State the rules, note who may be drawn, and bind to a seed. Raises Forbidden, SelectionRefused."""
    require(actor, "tax.inspect")
    faults = [
        Fault(
            name,
            str(_("A whole number from {least} to {most}.")).format(least=least, most=most),
            "tax.selection.number",
        )
        for name, least, most in (("least_score", 1, 100), ("most", 0, LARGEST), ("chance", 0, LARGEST))
        if not least <= getattr(rules, name) <= most
    ]
    if faults:
        raise SelectionRefused(faults=tuple(faults))
    population = sorted(
        Taxpayer.objects.filter(party_kind="business", closed_on=None).values_list("party_key", flat=True)
    )
    number, seed = f"S{now:%Y}-{random_symbols(count=6)}", secrets.token_hex(32)
    with transaction.atomic():
        made = AuditSelection.objects.create(
            number=number,
            rules={"least_score": rules.least_score, "most": rules.most, "chance": rules.chance},
            population=population,
            digest=draw.digest(population=population),
            commitment=draw.commitment(seed=seed, number=number),
            seed=seed,
            proposed_at=now,
            proposed_by=officer(actor),
        )
        detail = {**made.rules, "digest": made.digest, "commitment": made.commitment}
        record(actor=actor, action="tax.propose_selection", target=f"selection:{number}", detail=detail, now=now)
    return made


def approve_selection(*, number: str, words: str, actor: Actor, now: datetime) -> AuditSelection:
    """Draw, publish the seed, open a case for each. Raises Forbidden, SelectionOver, FourEyes, WordsMissing."""
    with transaction.atomic():
        held = _undecided(number, actor)
        told = " ".join(words.split())[:200]
        if len(told) < LEAST_WORDS:
            raise WordsMissing(faults=(Fault("words", str(WordsMissing.says), WordsMissing.code),))
        scores = _scores()
        picks = draw.select(
            scores=scores, population=held.population, rules=draw.Rules(**held.rules), seed=held.seed, words=told
        )
        ranks = [one.rank for one in picks if one.reason is PickReason.CHANCE]
        held.state, held.words, held.seed_public = SelectionState.APPROVED.value, told, held.seed
        held.threshold = max(ranks, default="")
        held.decided_at, held.decided_by = now, officer(actor)
        held.save()
        for one in picks:
            _open(held, one, actor, now)
        record(
            actor=actor,
            action="tax.approve_selection",
            target=f"selection:{number}",
            detail={"picks": len(picks)},
            now=now,
        )
    return held


def refuse_selection(*, number: str, actor: Actor, now: datetime) -> AuditSelection:
    """Nobody is audited by it; it stays on record. Raises Forbidden, SelectionOver, FourEyes."""
    with transaction.atomic():
        held = _undecided(number, actor)
        held.state = SelectionState.REFUSED.value
        held.decided_at, held.decided_by = now, officer(actor)
        held.save()
        record(actor=actor, action="tax.refuse_selection", target=f"selection:{number}", detail={}, now=now)
    return held


def _undecided(number: str, actor: Actor) -> AuditSelection:
    require(actor, "tax.inspect")
    held = AuditSelection.objects.select_for_update().get(number=number)
    if held.state != SelectionState.PROPOSED.value:
        raise SelectionOver
    if held.proposed_by == officer(actor):
        raise FourEyes
    return held


def _scores() -> dict[str, int]:
    """By trader: the sum of its open findings, a hundred at most."""
    scores: dict[str, int] = {}
    for subject, points in RiskFinding.objects.filter(state=FindingState.OPEN.value).values_list("subject", "score"):
        scores[subject] = min(100, scores.get(subject, 0) + points)
    return scores


def _open(held: AuditSelection, one: draw.Pick, actor: Actor, now: datetime) -> None:
    office = actor.offices(INSPECTOR)[0]
    case = open_case(
        procedure=PROCEDURE,
        applicant=Party.office(office),
        subject=Party.business(one.subject),
        office=office,
        data={"selection": held.number, "reason": one.reason.value, "score": one.score},
        actor=actor,
        now=now,
        application=f"{held.number}:{one.subject}",
    )
    AuditPick.objects.create(
        selection=held, subject=one.subject, reason=one.reason.value, score=one.score, rank=one.rank, case=case.number
    )
    RiskFinding.objects.filter(subject=one.subject, state=FindingState.OPEN.value).update(
        state=FindingState.SELECTED.value
    )
