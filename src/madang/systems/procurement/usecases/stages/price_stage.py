"""Begin the stage of prices: with the notice where both envelopes come together, else by inviting the fit."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.ui import written
from madang.framework.values import Fault, Refusal
from madang.systems.procurement.domain.deadlines import after
from madang.systems.procurement.domain.words import Step, TenderState
from madang.systems.procurement.models import Invitation, Item, Lot, PriceStage, Supplier, Tender
from madang.systems.procurement.usecases.award.commit_reserve_price import promise_seed
from madang.systems.procurement.usecases.award.rules_of import day_of
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.market.law import counted_by, notice_law, ocid_of
from madang.systems.procurement.usecases.market.tell import tell
from madang.systems.procurement.usecases.stages.judge_technical import all_judged
from madang.systems.procurement.usecases.stages.which import is_technical

SUFFIX = "-P"
KEPT = (
    "buyer",
    "title",
    "description",
    "kind",
    "method",
    "award_by",
    "currency",
    "estimated",
    "basis",
    "ground",
    "budget_line",
)


class NotJudged(Refusal):
    """Nobody is found fit yet, or prices were asked for already."""

    code = "procurement.stages.not_judged"
    says = _(
        "Nobody was invited: prices are asked for once, after the technical bids of every lot were judged and somebody was "
        "found fit."
    )


class PriceDatesUnfit(Refusal):
    """The invitation leaves too little time."""

    code = "procurement.stages.price_dates"
    says = _("Nobody was invited: {says}")
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceDates:
    """When prices close and are opened."""

    closes_at: datetime
    opens_at: datetime


def begin_price_stage(*, technical: Tender, dates: PriceDates, together: bool, actor: Actor, now: datetime) -> Tender:
    """The tender that takes the prices, published, with the lots and items of the first; in the caller's transaction."""
    number = f"{technical.number}{SUFFIX}"
    made = Tender.objects.create(
        number=number,
        ocid=ocid_of(number=number, on=timezone.localdate(now)),
        state=TenderState.PUBLISHED.value,
        made_at=now,
        made_by=officer(actor),
        published_at=now,
        closes_at=dates.closes_at,
        opens_at=dates.opens_at,
        # Questions are asked about the technical bids, whose notice says what is bought.
        questions_until=now,
        **{name: getattr(technical, name) for name in KEPT},
    )
    PriceStage.objects.create(
        technical=technical, price=made, together=together, made_at=now, judged_at=None if together else now
    )
    _copy_lots(technical, made, actor, now)
    detail = {"technical": technical.number, "together": together}
    record(actor=actor, action="procurement.begin_price_stage", target=f"tender:{number}", detail=detail, now=now)
    publish_release(ocid=made.ocid, step=Step.TENDER, now=now)
    return made


def _copy_lots(technical: Tender, made: Tender, actor: Actor, now: datetime) -> None:
    """Each with its items and the promise of its lottery."""
    for lot in technical.lots.order_by("position").prefetch_related("items"):
        copy = Lot.objects.create(
            tender=made,
            position=lot.position,
            title=lot.title,
            estimated=lot.estimated,
            base_price=lot.base_price,
        )
        Item.objects.bulk_create(
            Item(
                lot=copy,
                position=one.position,
                title=one.title,
                unspsc=one.unspsc,
                quantity=one.quantity,
                unit=one.unit,
            )
            for one in lot.items.all()
        )
        promise_seed(lot=copy, actor=actor, now=now)


def invite_prices(*, technical: Tender, dates: PriceDates, actor: Actor, now: datetime) -> Tender:
    """Ask the fit for their prices, and nobody else (in Korea Decree art. 18 (2)); they are told.

    Raises Forbidden, NotJudged, PriceDatesUnfit with every fault.
    """
    require(actor, "procurement.buy", technical.buyer)
    faults = _date_faults(technical, dates, now)
    if faults:
        raise PriceDatesUnfit(faults=tuple(faults), says=" ".join(one.says for one in faults))
    with transaction.atomic():
        held = Tender.objects.select_for_update().get(pk=technical.pk)
        fit = Supplier.objects.filter(bids__tender=held, bids__judgement__fit=True).distinct().order_by("pk")
        begun = PriceStage.objects.filter(technical=held).exists()
        if begun or not is_technical(tender=held) or not all_judged(technical=held) or not fit:
            raise NotJudged
        made = begin_price_stage(technical=held, dates=dates, together=False, actor=actor, now=now)
        Invitation.objects.bulk_create(
            Invitation(tender=made, supplier=one, invited_at=now, by=officer(actor)) for one in fit
        )
        tell(tender=made, template="procurement/invited", now=now)
        publish_release(ocid=held.ocid, step=Step.TENDER_UPDATE, now=now)
    return made


def _date_faults(technical: Tender, dates: PriceDates, now: datetime) -> list[Fault]:
    days = int(parameter("procurement.stages.price_days", on=day_of(tender=technical)))
    today = timezone.localdate(now)
    first = after(start=today, days=days, counted=counted_by(law=notice_law(on=today)))
    found = []
    if timezone.localdate(dates.closes_at) < first:
        says = str(_("Prices may close on {day} at the earliest.")).format(day=written.day(first))
        found.append(Fault("closes_at", says, "procurement.stages.closes_too_early"))
    if dates.opens_at < dates.closes_at:
        says = str(_("Say when prices are opened: not before they close."))
        found.append(Fault("opens_at", says, "procurement.opening_before_closing"))
    return found
