"""Capitalise what was bought, depreciate it month by month, impair it, dispose of it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.ui import written
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain import assets
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.domain.months import whole_months
from madang.systems.treasury.domain.posting import Event
from madang.systems.treasury.models import Asset, Obligation
from madang.systems.treasury.usecases.book import drafts_of

# The economic class whose purchases are kept: net acquisition of non-financial assets (GFSM 2014 table 8.1).
CAPITAL = "31"
LONGEST = 1200
ROWS = 1000
_WEAR = ["depreciated", "depreciated_until"]


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


class AssetUnfit(Refusal):
    """An asset that stood before the books began cannot be so."""

    code = "treasury.asset_unfit"
    says = _("The asset cannot be taken into the register as given. Correct what is listed.")
    status = 422


class ImpairmentUnfit(Refusal):
    """The day or the recoverable service amount cannot be."""

    code = "treasury.impairment_unfit"
    says = _(
        "Asset {number} stands at {carrying} on that day. An impairment brings it down to a smaller amount of nothing or "
        "more, and not before the day up to which it was depreciated. What is kept at revalued amounts is revalued anew."
    )
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
    faults += _life_faults(obligation.minor, months, residual)
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
        book_asset(
            name="asset_capitalised",
            asset=asset,
            minor=asset.minor,
            reference=asset.number,
            on=timezone.localdate(now),
            now=now,
        )
        audit.record(actor=actor, action="treasury.capitalise", target=f"asset:{asset.number}", detail={}, now=now)
    return asset


def register(
    *,
    name: str,
    minor: int,
    months: int,
    residual: int,
    used_from: date,
    fund: str,
    day: date,
    actor: Actor,
    now: datetime,
) -> Asset:
    """Take in an asset that stood before the books began, worn off by the end of `day`: the opening balances hold its cost and
    what had worn off, so nothing is posted. Raises Forbidden, AssetUnfit."""
    require(actor, "treasury.close")
    require_fit(minor=minor, months=months, residual=residual, used_from=used_from, day=day)
    worn = assets.depreciated(cost=minor, residual=residual, months=months, used_from=used_from, until=day)
    with transaction.atomic():
        asset = Asset.objects.create(
            number=f"A{used_from.year}-{random_symbols(count=8)}",
            own_fund=fund,
            name=name[:140],
            minor=minor,
            residual=residual,
            months=months,
            used_from=used_from,
            depreciated=worn,
            depreciated_until=day,
        )
        detail = {"minor": minor, "depreciated": worn}
        audit.record(
            actor=actor, action="treasury.register_asset", target=f"asset:{asset.number}", detail=detail, now=now
        )
    return asset


def require_fit(*, minor: int, months: int, residual: int, used_from: date, day: date) -> None:
    """Raises AssetUnfit with every fault."""
    faults = []
    if not 0 < minor <= LARGEST:
        faults.append(
            Fault("minor", str(_("The amount is more than nothing and at most {most}.")).format(most=LARGEST))
        )
    faults += _life_faults(minor, months, residual)
    if day < used_from:
        faults.append(
            Fault("day", str(_("The books began after the asset came into use; another one is bought by a claim.")))
        )
    if faults:
        raise AssetUnfit(faults=tuple(faults))


def _life_faults(minor: int, months: int, residual: int) -> list[Fault]:
    faults = []
    if not 0 < months <= LONGEST:
        faults.append(Fault("months", str(_("The useful life is between 1 and 1200 months."))))
    if not 0 <= residual < minor:
        faults.append(Fault("residual", str(_("The residual value is less than the cost."))))
    return faults


def depreciate(*, until: date, actor: Actor, now: datetime) -> int:
    """Book what wore off by the end of `until`, every asset that is in use; how many. Again: nothing more. Raises Forbidden,
    PeriodLocked."""
    require(actor, "treasury.close")
    with transaction.atomic():
        held = _held().filter(disposed_on=None, used_from__lte=until).order_by("pk")
        worn = [(asset, more) for asset in held if (more := _take_wear(asset, until))]
        Asset.objects.bulk_update([asset for asset, _more in worn], _WEAR, batch_size=ROWS)
        drafts = [draft for asset, more in worn for draft in _wear_drafts(asset, more, until)]
        books.post_many(drafts=drafts, now=now)
        detail = {"assets": len(worn)}
        audit.record(actor=actor, action="treasury.depreciate", target=f"assets:{until}", detail=detail, now=now)
    return len(worn)


def dispose(*, asset: Asset, proceeds: int, on: date, actor: Actor, now: datetime) -> Asset:
    """Sell or scrap it: it is depreciated up to the day, and the difference is a gain or a loss.

    Raises Forbidden, DisposedAlready, DisposalUnfit, PeriodLocked.
    """
    require(actor, "treasury.close")
    with transaction.atomic():
        held = in_use(asset=asset)
        if not 0 <= proceeds <= LARGEST or before_its_wear(asset=held, on=on):
            raise DisposalUnfit
        wear(asset=held, until=on, now=now)
        gone = held.depreciated + held.impaired
        amounts = assets.disposal(cost=held.minor, depreciated=gone, proceeds=proceeds)
        book_asset(
            name="asset_disposed",
            asset=held,
            minor=held.minor,
            reference=held.number,
            on=on,
            now=now,
            amounts=amounts,
        )
        held.disposed_on, held.proceeds = on, proceeds
        held.save(update_fields=["disposed_on", "proceeds"])
        audit.record(actor=actor, action="treasury.dispose", target=f"asset:{held.number}", detail=amounts, now=now)
    return held


def impair(*, asset: Asset, recoverable: int, on: date, reason: str, actor: Actor, now: datetime) -> Asset:
    """Bring an asset down to its recoverable service amount: it is depreciated up to the day, the difference is a loss of the
    period, and what is left is spread over the rest of its life (IPSAS 21.52, 54, 57).

    Raises Forbidden, DisposedAlready, ImpairmentUnfit, PeriodLocked.
    """
    require(actor, "treasury.close")
    with transaction.atomic():
        held = in_use(asset=asset)
        # A loss on what is kept at revalued amounts is a decrease of its revaluation (IPSAS 21.54A): it is revalued anew.
        early = before_its_wear(asset=held, on=on) or held.revalued_on is not None
        if not early:
            wear(asset=held, until=on, now=now)
        loss = assets.impairment(carrying=held.carrying, recoverable=recoverable)
        if early or recoverable < 0 or not loss:
            # Raised within the transaction, so that the depreciation above is undone.
            carrying = written.money(Money(held.carrying, pack().currency))
            raise ImpairmentUnfit(number=held.number, carrying=carrying)
        if held.base_residual is None:
            held.base_residual = held.residual
        held.impaired += loss
        # What cannot be recovered in service is not recovered by a sale either (IPSAS 45: residual values are reviewed).
        held.residual = min(held.residual, recoverable)
        held.months_before = min(held.months, whole_months(since=held.used_from, until=on + timedelta(days=1)))
        held.depreciated_before = held.depreciated
        held.depreciated_until = on
        held.save()
        book_asset(name="asset_impaired", asset=held, minor=loss, reference=f"{held.number}/{on}", on=on, now=now)
        detail = {"loss": loss, "recoverable": recoverable, "reason": reason[:300]}
        audit.record(actor=actor, action="treasury.impair", target=f"asset:{held.number}", detail=detail, now=now)
    return held


def _held() -> QuerySet[Asset]:
    return Asset.objects.select_for_update(of=("self",)).select_related("obligation__commitment__line")


def in_use(*, asset: Asset) -> Asset:
    """The asset, held. Raises DisposedAlready."""
    held = _held().get(pk=asset.pk)
    if held.disposed_on is not None:
        raise DisposedAlready(number=held.number, day=written.day(held.disposed_on))
    return held


def before_its_wear(*, asset: Asset, on: date) -> bool:
    """Whether something is booked for it after the day, or it was not in use yet."""
    return on < (asset.depreciated_until or asset.used_from)


def revised(*, asset: Asset) -> assets.Revised:
    """From where the asset's depreciation is spread."""
    return assets.Revised(months=asset.months_before, depreciated=asset.depreciated_before, impaired=asset.impaired)


def _take_wear(asset: Asset, until: date) -> int:
    """What more wore off by the end of the day; the asset, not yet saved, is told."""
    total = assets.depreciated(
        cost=asset.minor,
        residual=asset.residual,
        months=asset.months,
        used_from=asset.used_from,
        until=until,
        revised=revised(asset=asset),
    )
    more = max(total - asset.depreciated, 0)
    if more:
        asset.depreciated, asset.depreciated_until = total, until
    return more


def wear(*, asset: Asset, until: date, now: datetime) -> None:
    """Book what more wore off the asset by the end of the day. Raises PeriodLocked."""
    more = _take_wear(asset, until)
    if more:
        asset.save(update_fields=_WEAR)
        books.post_all(drafts=_wear_drafts(asset, more, until), now=now)


def _wear_drafts(asset: Asset, more: int, until: date) -> list[books.Draft]:
    return _drafts("asset_depreciated", asset, more, f"{asset.number}/{until}", until)


def book_asset(
    *,
    name: str,
    asset: Asset,
    minor: int,
    reference: str,
    on: date,
    now: datetime,
    amounts: dict[str, int] | None = None,
) -> None:
    """Book an event of the asset. Raises PeriodLocked."""
    books.post_all(drafts=_drafts(name, asset, minor, reference, on, amounts), now=now)


def _drafts(
    name: str, asset: Asset, minor: int, reference: str, on: date, amounts: dict[str, int] | None = None
) -> list[books.Draft]:
    line = asset.obligation.commitment.line if asset.obligation else None
    currency = line.currency if line else pack().currency
    event = Event(
        name=name,
        amount=Money(minor, currency),
        fund=asset.fund,
        coding=line.code if line else asset.number,
        economic=line.economic if line else CAPITAL,
        amounts={key: Money(value, currency) for key, value in (amounts or {}).items()},
    )
    return drafts_of(event=event, reference=reference, on=on, memo=asset.name)
