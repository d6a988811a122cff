"""A return on its way: what the taxpayer said, saved at every step, sealed, one for each account, taxpayer and period."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from madang.framework.identity.actor import Actor
from madang.framework.ui.usecases.drafts import discard_draft, load_draft, save_draft
from madang.framework.values import Fault, Refusal
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.filing import TaxPeriod
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Return, Taxpayer
from madang.systems.tax.usecases.returns import law
from madang.systems.tax.usecases.returns.amend_return import amend_return
from madang.systems.tax.usecases.returns.ask_household import ask_household
from madang.systems.tax.usecases.returns.claim_correction import claim_correction
from madang.systems.tax.usecases.returns.file_return import checked_period, file_return, require_facts
from madang.systems.tax.usecases.returns.in_force import in_force
from madang.systems.tax.usecases.returns.prefill import Figure, facts_of, figures_of
from madang.systems.tax.usecases.returns.refusals import ReasonMissing, ReturnChanged
from madang.systems.tax.usecases.returns.taxpayers import taxpayer_of

LONGEST_REASON = 500


@dataclass(slots=True, kw_only=True)
class ReturnDraft:
    """A return as it would be filed now."""

    taxpayer: Taxpayer
    tax: Tax
    period: TaxPeriod
    figures: list[Figure]
    assessed: Assessed[int]
    before: Return | None
    """What was filed and counts, where this corrects it."""
    saved_at: datetime | None = None
    waits_for: str = ""
    """Why the household is missing, where the register did not answer."""
    own: dict[str, tuple[int, str]] = field(default_factory=dict)
    household: dict[str, int] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, int]:
        """Amounts by fact."""
        return facts_of(self.figures)

    @property
    def seen(self) -> str:
        """A digest of the figures: what is filed must be what was shown."""
        told = [self.tax.value, self.period.code, self.taxpayer.pk, sorted(self.facts.items())]
        told.append(self.before.number if self.before else "")
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def open_draft(*, tax: Tax, period: str, actor: Actor, now: datetime) -> ReturnDraft:
    """The actor's draft, begun with what the state knows where there is none.

    Raises Forbidden, NoSuchPeriod, NoLawOfPeriod, and what the registers refuse at the very first visit.
    """
    when = checked_period(tax=tax, code=period)
    payer = taxpayer_of(party=actor.party, actor=actor, now=now)
    kept = load_draft(account_id=actor.account_id or 0, kind=_kind(payer, tax, when))
    data: dict[str, Any] = kept.data if kept else {}
    filed = Return.objects.filter(taxpayer=payer, tax=tax.value, period=when.code)
    before = in_force(returns=filed).get(when.code)
    own = {fact: (int(said[0]), str(said[1])) for fact, said in data.get("own", {}).items()}
    if kept is None and before is not None:
        own = _told_before(before)
    household, waits_for = data.get("household"), ""
    if household is None and tax is Tax.INCOME:
        household, waits_for = _asked(payer, when, actor)
    draft = _drawn(payer, tax, when, dict(household or {}), own, before)
    draft.saved_at, draft.waits_for = kept.saved_at if kept else None, waits_for
    if kept is None and not waits_for:
        keep_draft(draft=draft, actor=actor, now=now)
    return draft


def keep_draft(*, draft: ReturnDraft, actor: Actor, now: datetime) -> None:
    """Save it; nothing of it is ever lost before it is filed or thrown away."""
    data = {"own": {fact: list(said) for fact, said in draft.own.items()}, "household": draft.household}
    kind = _kind(draft.taxpayer, draft.tax, draft.period)
    draft.saved_at = save_draft(account_id=actor.account_id or 0, kind=kind, data=data, now=now).saved_at


def say_own(*, draft: ReturnDraft, fact: str, minor: int, reason: str, actor: Actor, now: datetime) -> ReturnDraft:
    """Put one's own figure, with a reason, in the place of what is known. Raises ReturnRefused, ReasonMissing."""
    require_facts(tax=draft.tax, facts={fact: minor})
    known = next((figure for figure in draft.figures if figure.fact == fact), None)
    if not reason.strip() and known is not None and (known.told or known.from_state):
        raise ReasonMissing(faults=(Fault("reason", str(ReasonMissing.says), ReasonMissing.code),))
    own = draft.own | {fact: (minor, reason.strip()[:LONGEST_REASON])}
    made = _drawn(draft.taxpayer, draft.tax, draft.period, draft.household, own, draft.before)
    keep_draft(draft=made, actor=actor, now=now)
    return made


def take_back_own(*, draft: ReturnDraft, fact: str, actor: Actor, now: datetime) -> ReturnDraft:
    """Return to what was reported."""
    own = {name: said for name, said in draft.own.items() if name != fact}
    made = _drawn(draft.taxpayer, draft.tax, draft.period, draft.household, own, draft.before)
    keep_draft(draft=made, actor=actor, now=now)
    return made


def begin_anew(*, draft: ReturnDraft, actor: Actor) -> None:
    """Throw the draft away; the next one begins with what the state knows then."""
    discard_draft(account_id=actor.account_id or 0, kind=_kind(draft.taxpayer, draft.tax, draft.period))


def file_draft(*, draft: ReturnDraft, seen: str, reason: str, actor: Actor, now: datetime) -> Return:
    """File what was shown: as the first return, an amended one, or a claim for correction, whichever it is.

    Raises ReturnChanged where a figure changed after it was shown, and what filing refuses.
    """
    if seen != draft.seen:
        raise ReturnChanged
    common = {"taxpayer": draft.taxpayer, "tax": draft.tax, "period": draft.period.code, "actor": actor, "now": now}
    sources = {figure.fact: figure.sources for figure in draft.figures}
    if draft.before is None:
        made = file_return(facts=draft.facts, sources=sources, **common)  # type: ignore[arg-type]
    elif draft.assessed.payable < draft.before.payable_minor:
        made = claim_correction(facts=draft.facts, sources=sources, reason=reason, **common)  # type: ignore[arg-type]
    else:
        made = amend_return(facts=draft.facts, sources=sources, **common)  # type: ignore[arg-type]
    discard_draft(account_id=actor.account_id or 0, kind=_kind(draft.taxpayer, draft.tax, draft.period))
    return made


def _kind(taxpayer: Taxpayer, tax: Tax, period: TaxPeriod) -> str:
    return f"tax:{tax}:{period.code}:{taxpayer.pk}"


def _told_before(before: Return) -> dict[str, tuple[int, str]]:
    """A correction begins with what the taxpayer said themselves."""
    return {
        name: (int(before.facts.get(name, 0)), "") for name, told in before.sources.items() if list(told) == ["own"]
    }


def _asked(taxpayer: Taxpayer, period: TaxPeriod, actor: Actor) -> tuple[dict[str, int] | None, str]:
    try:
        return ask_household(party=taxpayer.party, period=period, actor=actor), ""
    except Refusal as no:
        return None, str(no)


def _drawn(
    taxpayer: Taxpayer,
    tax: Tax,
    period: TaxPeriod,
    household: dict[str, int],
    own: dict[str, tuple[int, str]],
    before: Return | None,
) -> ReturnDraft:
    figures = figures_of(party=taxpayer.party, tax=tax, period=period, household=household, own=own)
    made = law.assessed(tax=tax, period=period, facts=facts_of(figures))
    return ReturnDraft(
        taxpayer=taxpayer,
        tax=tax,
        period=period,
        figures=figures,
        assessed=made,
        before=before,
        own=own,
        household=household,
    )
