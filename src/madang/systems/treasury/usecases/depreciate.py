"""Capitalise what was bought, depreciate it month by month, dispose of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault, Money, Refusal
from madang.systems.treasury.domain import assets
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.models import Asset, BudgetLine, Obligation
from madang.systems.treasury.usecases.book import book

# The economic class whose purchases are kept: net acquisition of non-financial assets (GFSM 2014 table 8.1).
CAPITAL = "31"
LONGEST = 1200


class NotCapital(Refusal):
    """The claim is no purchase of an asset, or its figures cannot be."""

    code = "treasury.not_capital"
    says = _("Claim {number} cannot be kept as an asset. Correct what is listed.")
    status = 422


class DisposedAlready(Refusal):
    """It is gone."""

    code = "treasury.disposed_already"
    says = _("Asset {number} was disposed of on {day} already.")


class DisposalUnfit(Refusal):
    """The day or the price cannot be."""

    code = "treasury.disposal_unfit"
    says = _("An asset is sold for nothing or more, and not before the day up to which it was depreciated.")
    status = 422


def capitalise(
    *, obligation: Obligation, name: str, months: int, residual: int, used_from: date, actor: Actor, now: datetime
) -> Asset:
    """Keep a purchase as an asset with its useful life. Raises Forbidden, NotCapital."""
    require(actor, "treasury.close")
    line = obligation.commitment.line
    faults = []
    if not line.economic.startswith(CAPITAL):
        faults.append(Fault("economic", str(_("It was bought on a line for other things than assets."))))
    if not 0 < months <= LONGEST:
        faults.append(Fault("months", str(_("The useful life is between 1 and 1200 months."))))
    if not 0 <= residual < obligation.minor:
        faults.append(Fault("residual", str(_("The residual value is less than the cost."))))
    if Asset.objects.filter(obligation=obligation).exists():
        faults.append(Fault("obligation", str(_("It is kept as an asset already."))))
    if faults:
        raise NotCapital(number=obligation.number, faults=tuple(faults))
    with transaction.atomic():
        asset = Asset.objects.create(
            number=f"A-{obligation.number}"[:40],
            obligation=obligation,
            name=name[:140],
            minor=obligation.minor,
            residual=residual,
            months=months,
            used_from=used_from,
        )
        _book("asset_capitalised", asset, asset.minor, asset.number, timezone.localdate(now), now)
        audit.record(actor=actor, action="treasury.capitalise", target=f"asset:{asset.number}", detail={}, now=now)
    return asset


def depreciate(*, until: date, actor: Actor, now: datetime) -> int:
    """Book what wore off by the end of `until`, every asset that is in use; how many. Again: nothing more. Raises Forbidden,
    PeriodLocked."""
    require(actor, "treasury.close")
    touched = 0
    with transaction.atomic():
        held = Asset.objects.select_for_update(of=("self",)).select_related("obligation__commitment__line")
        for asset in held.filter(disposed_on=None, used_from__lte=until).order_by("pk"):
            touched += _wear(asset, until, now)
        detail = {"assets": touched}
        audit.record(actor=actor, action="treasury.depreciate", target=f"assets:{until}", detail=detail, now=now)
    return touched


def dispose(*, asset: Asset, proceeds: int, on: date, actor: Actor, now: datetime) -> Asset:
    """Sell or scrap it: it is depreciated up to the day, and the difference is a gain or a loss.

    Raises Forbidden, DisposedAlready, DisposalUnfit, PeriodLocked.
    """
    require(actor, "treasury.close")
    with transaction.atomic():
        held = Asset.objects.select_for_update().get(pk=asset.pk)
        if held.disposed_on is not None:
            raise DisposedAlready(number=held.number, day=held.disposed_on)
        if not 0 <= proceeds <= LARGEST or on < max(held.used_from, held.depreciated_until or held.used_from):
            raise DisposalUnfit
        _wear(held, on, now)
        amounts = assets.disposal(cost=held.minor, depreciated=held.depreciated, proceeds=proceeds)
        _book("asset_disposed", held, held.minor, held.number, on, now, amounts)
        held.disposed_on, held.proceeds = on, proceeds
        held.save(update_fields=["disposed_on", "proceeds"])
        audit.record(actor=actor, action="treasury.dispose", target=f"asset:{held.number}", detail=amounts, now=now)
    return held


def _wear(asset: Asset, until: date, now: datetime) -> bool:
    total = assets.depreciated(
        cost=asset.minor, residual=asset.residual, months=asset.months, used_from=asset.used_from, until=until
    )
    more = total - asset.depreciated
    if more <= 0:
        return False
    asset.depreciated, asset.depreciated_until = total, until
    asset.save(update_fields=["depreciated", "depreciated_until"])
    _book("asset_depreciated", asset, more, f"{asset.number}/{until}", until, now)
    return True


def _book(
    name: str, asset: Asset, minor: int, reference: str, on: date, now: datetime, amounts: dict[str, int] | None = None
) -> None:
    line: BudgetLine = asset.obligation.commitment.line
    event = Event(
        name=name,
        amount=Money(minor, line.currency),
        fund=line.fund,
        coding=line.code,
        economic=line.economic,
        amounts={key: Money(value, line.currency) for key, value in (amounts or {}).items()},
    )
    book(event=event, reference=reference, on=on, now=now, memo=asset.name)
