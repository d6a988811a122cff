"""Risk rules: propose, approve or refuse by somebody else, end; what a draft would have done to past declarations."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.customs.domain.selectivity_condition import ConditionFaulty, condition_holds, read_condition
from madang.systems.customs.domain.words import Lane
from madang.systems.customs.models import RiskRule, Selected
from madang.systems.customs.usecases.numbers import next_number
from madang.systems.customs.usecases.selectivity.select_declaration import from_json

SIMULATED_DAYS = 365
MOST_SIMULATED = 20_000


class RuleFaulty(Refusal):
    """The draft cannot be a rule."""

    code = "customs.rule.faulty"
    says = _("The rule cannot be proposed as it is. Correct what is marked; nothing was recorded.")
    status = 422


class OwnRule(Refusal):
    """Nobody decides on a rule of their own."""

    code = "customs.rule.own"
    says = _("You proposed this rule. A colleague decides on it.")
    status = 409


class RuleDecided(Refusal):
    """It is too late, or too early."""

    code = "customs.rule.decided"
    says = _("The rule is not in a state in which this can be done. Read its page again.")
    status = 409


def look(*, what: str, actor: Actor, now: datetime) -> None:
    """Record that an analyst looked at reasons. Raises Forbidden for others."""
    require(actor, "customs.analyse_risk")
    record(actor=actor, action="customs.look_at_risk", target=what, detail={}, now=now)


def propose_rule(
    *,
    title: str,
    condition: str,
    lane: Lane,
    reason: str,
    valid_from: date,
    valid_until: date | None,
    actor: Actor,
    now: datetime,
) -> RiskRule:
    """A draft that a colleague decides on. Raises Forbidden, RuleFaulty."""
    require(actor, "customs.analyse_risk")
    faults = [*condition_faults(text=condition)]
    if not title.strip() or not reason.strip():
        faults.append(Fault("reason", str(_("Give the rule a title and say why it is needed.")), "missing"))
    if lane is Lane.GREEN:
        faults.append(Fault("lane", str(_("A rule asks for more than the green lane.")), "lane"))
    if valid_until is not None and valid_until <= valid_from:
        faults.append(Fault("valid_until", str(_("The rule ends after it begins.")), "period"))
    if faults:
        raise RuleFaulty(faults=tuple(faults))
    with transaction.atomic():
        made = RiskRule.objects.create(
            code=next_number(letter="R", taken=RiskRule.objects.values_list("code", flat=True)),
            title=title.strip()[:100],
            condition=condition.strip()[:4000],
            lane=lane.value,
            reason=reason.strip()[:1000],
            valid_from=valid_from,
            valid_until=valid_until,
            proposed_by=officer(actor),
            proposed_at=now,
        )
        record(actor=actor, action="customs.propose_rule", target=f"risk-rule:{made.code}", detail={}, now=now)
    return made


def condition_faults(*, text: str) -> tuple[Fault, ...]:
    """What is wrong with a condition, at its field."""
    try:
        read_condition(text=text)
    except ConditionFaulty as refused:
        return tuple(Fault("condition", one.says, one.code) for one in refused.faults)
    return ()


def decide_rule(*, code: str, approve: bool, actor: Actor, now: datetime) -> RiskRule:
    """Approve or refuse a colleague's draft. Raises Forbidden, RuleDecided, OwnRule."""
    require(actor, "customs.analyse_risk")
    with transaction.atomic():
        held = RiskRule.objects.select_for_update().get(code=code)
        if held.state != "proposed":
            raise RuleDecided
        if held.proposed_by == officer(actor):
            raise OwnRule
        held.state = "approved" if approve else "refused"
        held.decided_by, held.decided_at = officer(actor), now
        held.save(update_fields=["state", "decided_by", "decided_at"])
        action = "customs.approve_rule" if approve else "customs.refuse_rule"
        record(actor=actor, action=action, target=f"risk-rule:{code}", detail={}, now=now)
    return held


def end_rule(*, code: str, actor: Actor, now: datetime) -> RiskRule:
    """End a rule today. Raises Forbidden, RuleDecided."""
    require(actor, "customs.analyse_risk")
    today = timezone.localdate(now)
    with transaction.atomic():
        held = RiskRule.objects.select_for_update().get(code=code)
        if held.state != "approved" or (held.valid_until is not None and held.valid_until <= today):
            raise RuleDecided
        held.valid_until = max(today, held.valid_from)
        held.save(update_fields=["valid_until"])
        record(actor=actor, action="customs.end_rule", target=f"risk-rule:{code}", detail={}, now=now)
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What a draft would have done: declarations looked through, hits, how many of these were inspected, and finds."""

    declarations: int
    hits: int
    inspected: int
    finds: int


def simulate_rule(*, condition: str, actor: Actor, now: datetime) -> Simulated:
    """A draft tried on the declarations of a year. Raises Forbidden, RuleFaulty."""
    require(actor, "customs.analyse_risk")
    faults = condition_faults(text=condition)
    if faults:
        raise RuleFaulty(faults=faults)
    tests = read_condition(text=condition)
    since = timezone.localdate(now) - timedelta(days=SIMULATED_DAYS)
    past = Selected.objects.filter(on__gte=since).order_by("-on", "-pk").values_list("facts", "found")[:MOST_SIMULATED]
    seen = hits = inspected = finds = 0
    for facts, found in past.iterator(chunk_size=2000):
        seen += 1
        if condition_holds(tests=tests, items=[from_json(facts=one) for one in facts]):
            hits += 1
            inspected += found is not None
            finds += found is True
    return Simulated(declarations=seen, hits=hits, inspected=inspected, finds=finds)
