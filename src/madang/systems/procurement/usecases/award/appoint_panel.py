"""Appoint who scores the offers of a tender, and replace who cannot."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.models import DutyAssignment
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.models import Panel, PanelMember, SealedScore, Tender
from madang.systems.procurement.usecases.award.rules_of import KEY, day_of
from madang.systems.procurement.usecases.permissions import EVALUATOR
from madang.systems.procurement.usecases.stages.which import has_panel

LIVE = frozenset({TenderState.PUBLISHED.value, TenderState.CLOSED.value, TenderState.OPENED.value})

SAYS = {
    "no_panel": _("Only tenders that are decided by best value, and technical bids, have a panel."),
    "not_live": _("The tender is not between its notice and its award."),
    "panel_stands": _("The scores are revealed; the panel stays as it is."),
    "evaluator_unfit": _("Choose each evaluator once, among those who hold the duty and do not sit on the panel yet."),
    "panel_small": _("A panel has {least} evaluators at least."),
}


class PanelUnfit(Refusal):
    """The panel lacks members, or some may not sit on it."""

    code = "procurement.panel_unfit"
    says = _("The panel was not appointed: {says}")
    status = 422


def evaluators(*, now: datetime) -> dict[int, str]:
    """Who holds the duty of an evaluator today: account and name."""
    today = now.date()
    held = DutyAssignment.objects.filter(duty=EVALUATOR, assigned_from__lte=today).select_related("account")
    return {
        one.account.pk: one.account.name for one in held if one.assigned_until is None or one.assigned_until >= today
    }


def appoint_panel(*, tender: Tender, accounts: Sequence[int], actor: Actor, now: datetime) -> Panel:
    """Appoint evaluators, or add some to the panel (in place of those with a conflict), before any scores are revealed.

    Raises Forbidden, PanelUnfit with every fault.
    """
    require(actor, "procurement.buy", tender.buyer)
    known = evaluators(now=now)
    with transaction.atomic():
        Tender.objects.select_for_update().get(pk=tender.pk)
        panel = Panel.objects.filter(tender=tender).first()
        sitting = {one.account: one for one in panel.members.all()} if panel else {}
        _require_fit(tender, accounts, known, sitting)
        if panel is None:
            panel = Panel.objects.create(tender=tender, appointed_at=now, appointed_by=officer(actor))
        for position, account in enumerate(accounts, start=len(sitting) + 1):
            panel.members.create(position=position, account=account, name=known[account])
        detail = {"members": len(sitting) + len(accounts)}
        record(
            actor=actor, action="procurement.appoint_panel", target=f"tender:{tender.number}", detail=detail, now=now
        )
    return panel


def _require_fit(
    tender: Tender, accounts: Sequence[int], known: dict[int, str], sitting: dict[int, PanelMember]
) -> None:
    least = int(parameter(f"{KEY}.panel.least_members", on=day_of(tender=tender)))
    left = sum(one.state != "conflicted" for one in sitting.values())
    twice = len(set(accounts)) != len(accounts)
    revealed = SealedScore.objects.filter(member__panel__tender=tender, revealed_at__isnull=False).exists()
    wrong = {
        "no_panel": not has_panel(tender=tender),
        "not_live": tender.state not in LIVE,
        "panel_stands": revealed,
        "evaluator_unfit": twice or bool(set(accounts) & set(sitting)) or bool(set(accounts) - set(known)),
        "panel_small": len(set(accounts)) + left < least,
    }
    faults = tuple(
        Fault("accounts", str(SAYS[what]).format(least=least), f"procurement.{what}")
        for what, is_so in wrong.items()
        if is_so
    )
    if faults:
        raise PanelUnfit(faults=faults, says=" ".join(fault.says for fault in faults))
