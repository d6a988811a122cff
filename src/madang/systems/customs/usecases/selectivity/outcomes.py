"""What inspections found, written once, and the model that learns from it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.customs.domain.selectivity_model import TooFewOutcomes, features_of, train
from madang.systems.customs.models import RiskModel, Selected
from madang.systems.customs.usecases.selectivity.select_declaration import from_json

MOST_EXAMPLES = 5_000


class OutcomeKnown(Refusal):
    """It was written before."""

    code = "customs.outcome.known"
    says = _("What the inspection of this declaration found is written already and does not change.")
    status = 409


class TooLittleToLearn(Refusal):
    """Not enough inspections or finds."""

    code = "customs.model.too_little"
    says = _("There are too few inspections or finds to learn from: forty inspections and five finds are the least.")
    status = 409


def record_outcome(*, number: str, found: bool, finding: str, actor: Actor, now: datetime) -> None:
    """What an inspection of the declaration `number` found. Raises Selected.DoesNotExist, OutcomeKnown.

    Whoever calls has checked that the actor may: the room `declarations` records inspections.
    """
    with transaction.atomic():
        held = Selected.objects.select_for_update().get(number=number)
        if held.found is not None:
            raise OutcomeKnown
        held.found, held.finding = found, finding.strip()[:200]
        held.inspected_by, held.inspected_at = officer(actor), now
        held.save(update_fields=["found", "finding", "inspected_by", "inspected_at"])
        record(
            actor=actor, action="customs.record_outcome", target=f"selected:{number}", detail={"found": found}, now=now
        )


def train_model(*, actor: Actor, now: datetime) -> RiskModel:
    """A new model of the newest inspections; it scores from now on. Raises Forbidden, TooLittleToLearn."""
    require(actor, "customs.analyse_risk")
    judged = Selected.objects.filter(found__isnull=False).order_by("-inspected_at", "-pk")[:MOST_EXAMPLES]
    examples = [(features_of(items=[from_json(facts=one) for one in held.facts]), bool(held.found)) for held in judged]
    version = f"{now:%Y%m%d-%H%M%S}"
    try:
        model = train(version=version, examples=examples)
    except TooFewOutcomes:
        raise TooLittleToLearn from None
    with transaction.atomic():
        made = RiskModel.objects.create(
            version=version,
            base=model.base,
            weights=dict(model.weights),
            means=dict(model.means),
            examples=model.examples,
            finds=model.finds,
            trained_by=officer(actor),
            trained_at=now,
        )
        record(actor=actor, action="customs.train_model", target=f"risk-model:{version}", detail={}, now=now)
    return made
