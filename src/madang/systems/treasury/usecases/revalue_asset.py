"""Take back an impairment, restate an asset at what it is worth, and take in what was given to the state."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain import assets
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.domain.months import whole_months
from madang.systems.treasury.models import Asset
from madang.systems.treasury.usecases.depreciate import (
    CAPITAL,
    before_its_wear,
    book_asset,
    in_use,
    require_fit,
    wear,
)


class ReversalUnfit(Refusal):
    """Nothing of an impairment can be taken back."""

    code = "treasury.reversal_unfit"
    says = _(
        "Asset {number} stands at {carrying} on that day, and at most {limit} had it never been impaired. Tell a recoverable "
        "service amount above the first, on a day up to which nothing later is booked."
    )
    status = 422


class RevaluationUnfit(Refusal):
    """The day or the value cannot be."""

    code = "treasury.revaluation_unfit"
    says = _(
        "Asset {number} stands at {carrying} on that day. Its new value is another one, more than its residual value, on a "
        "day up to which nothing later is booked and before the end of its life."
    )
    status = 422


def reverse_impairment(*, asset: Asset, recoverable: int, on: date, reason: str, actor: Actor, now: datetime) -> Asset:
    """What is recoverable again is taken back, up to what the asset would stand at without its impairments; the rest of its
    life bears the new amount (IPSAS 21.68 to 70). Raises Forbidden, DisposedAlready, ReversalUnfit, PeriodLocked.
    """
    require(actor, "treasury.close")
    with transaction.atomic():
        held = in_use(asset=asset)
        early = before_its_wear(asset=held, on=on)
        if not early:
            wear(asset=held, until=on, now=now)
        limit = unimpaired(asset=held, on=on)
        back = assets.reversal(carrying=held.carrying, unimpaired=limit, recoverable=recoverable)
        if early or not 0 < back <= held.impaired:
            raise ReversalUnfit(number=held.number, carrying=_written(held.carrying), limit=_written(limit))
        held.impaired -= back
        held.residual = min(_base_residual(held), held.carrying)
        _spread_anew(held, on)
        held.save()
        book_asset(
            name="asset_impairment_reversed",
            asset=held,
            minor=back,
            reference=_reference(held, on, now),
            on=on,
            now=now,
        )
        detail = {"back": back, "recoverable": recoverable, "reason": reason[:300]}
        _note("reverse_impairment", held, actor, now, detail)
    return held


def revalue_asset(*, asset: Asset, fair: int, on: date, basis: str, actor: Actor, now: datetime) -> Asset:
    """Restate an asset at what it is worth on a day: what had worn off leaves the books with as much of its cost, which is then
    brought to the value (IPSAS 45; 17.50 (b)). An increase goes to the revaluation surplus of its class, but for what it takes
    back of an earlier expense; a decrease is an expense, but for what that surplus holds (17.54, 17.55).

    Raises Forbidden, DisposedAlready, RevaluationUnfit, PeriodLocked.
    """
    require(actor, "treasury.close")
    with transaction.atomic():
        held = in_use(asset=asset)
        elapsed = _elapsed(held, on)
        early = before_its_wear(asset=held, on=on)
        if not early:
            wear(asset=held, until=on, now=now)
        residual = _base_residual(held)
        fit = residual < fair <= LARGEST and fair != held.carrying and elapsed < held.months
        if early or not fit:
            raise RevaluationUnfit(number=held.number, carrying=_written(held.carrying))
        # The class is held as a whole, so that two revaluations do not use the same surplus.
        surplus, written_down = _of_class(held)
        parts = assets.revaluation(carrying=held.carrying, fair=fair, surplus=surplus, written_down=written_down)
        amounts = {
            **parts,
            "gone": held.depreciated + held.impaired,
            "risen": parts["to_surplus"] + parts["taken_back"],
            "fallen": parts["from_surplus"] + parts["loss"],
        }
        _restate(held, fair, residual, parts, on)
        reference = _reference(held, on, now)
        book_asset(name="asset_revalued", asset=held, minor=fair, reference=reference, on=on, now=now, amounts=amounts)
        _note("revalue_asset", held, actor, now, {**parts, "fair": fair, "basis": basis[:300]})
    return held


def accept_gift(
    *,
    name: str,
    donor: str,
    value: int,
    months: int,
    residual: int,
    on: date,
    fund: str,
    actor: Actor,
    now: datetime,
) -> Asset:
    """Take in what was given to the state: it counts at its value on the day of the gift, which is revenue (IPSAS 45: deemed
    cost of what comes without a price; IPSAS 47). Raises Forbidden, AssetUnfit, PeriodLocked.
    """
    require(actor, "treasury.close")
    require_fit(minor=value, months=months, residual=residual, used_from=on, day=on)
    with transaction.atomic():
        made = Asset.objects.create(
            number=f"G{on.year}-{random_symbols(count=8)}",
            own_fund=fund,
            name=name[:140],
            donor=donor[:140],
            minor=value,
            residual=residual,
            months=months,
            used_from=on,
        )
        book_asset(name="asset_donated", asset=made, minor=value, reference=made.number, on=on, now=now)
        _note("accept_gift", made, actor, now, {"donor": made.donor, "value": value})
    return made


def unimpaired(*, asset: Asset, on: date) -> int:
    """What the asset would stand at on the day had it not been impaired since its cost or its last revaluation."""
    since = assets.Revised(months=asset.base_months)
    worn = assets.depreciated(
        cost=asset.minor,
        residual=_base_residual(asset),
        months=asset.months,
        used_from=asset.used_from,
        until=on,
        revised=since,
    )
    return asset.minor - worn


def _base_residual(asset: Asset) -> int:
    return asset.residual if asset.base_residual is None else asset.base_residual


def _elapsed(asset: Asset, on: date) -> int:
    return min(asset.months, whole_months(since=asset.used_from, until=on + timedelta(days=1)))


def _spread_anew(held: Asset, on: date) -> None:
    held.months_before, held.depreciated_before, held.depreciated_until = _elapsed(held, on), held.depreciated, on


def _restate(held: Asset, fair: int, residual: int, parts: dict[str, int], on: date) -> None:
    held.minor, held.depreciated, held.impaired, held.residual = fair, 0, 0, residual
    held.surplus += parts["to_surplus"] - parts["from_surplus"]
    held.written_down += parts["loss"] - parts["taken_back"]
    held.base_residual, held.revalued_on = residual, on
    _spread_anew(held, on)
    held.base_months = held.months_before
    held.save()


def _of_class(held: Asset) -> tuple[int, int]:
    """What the class of the asset, its fund's assets of the same economic class, has in the surplus and had as an expense."""
    line = held.obligation.commitment.line if held.obligation else None
    same = Q(obligation__commitment__line__economic=line.economic) if line else Q(obligation=None)
    if line is not None and line.economic == CAPITAL:
        same |= Q(obligation=None)
    fund = Q(obligation__commitment__line__fund=held.fund) | Q(obligation=None, own_fund=held.fund)
    rows = Asset.objects.filter(same & fund)
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    sums = rows.aggregate(surplus=Sum("surplus", default=0), down=Sum("written_down", default=0))
    return int(sums["surplus"]), int(sums["down"])


def _reference(held: Asset, on: date, now: datetime) -> str:
    return f"{held.number}/{on}/{now.isoformat()}"[:100]


def _written(minor: int) -> str:
    return written.money(Money(minor, pack().currency))


def _note(action: str, held: Asset, actor: Actor, now: datetime, detail: dict[str, object]) -> None:
    target = f"asset:{held.number}"
    audit.record(actor=actor, action=f"treasury.{action}", target=target, detail=detail, now=now)
