"""Which stage a tender is, and who was found fit."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from madang.systems.procurement.domain.words import AwardBy, BidState, Method
from madang.systems.procurement.models import Bid, Lot, PriceStage, TechnicalJudgement, Tender


def is_technical(*, tender: Tender) -> bool:
    """Whether the tender takes technical bids, which say no price."""
    return tender.method == Method.TWO_STAGE.value and not PriceStage.objects.filter(price=tender).exists()


def has_panel(*, tender: Tender) -> bool:
    """Whether a panel scores its offers: those decided by best value, and technical bids."""
    return tender.award_by == AwardBy.BEST_VALUE.value or is_technical(tender=tender)


def fit_suppliers(*, lot: Lot) -> dict[int, str]:
    """By supplier, the exact technical points of whoever was found fit for a lot of prices."""
    judged = TechnicalJudgement.objects.filter(
        fit=True, bid__lot__tender__price_stage__price=lot.tender_id, bid__lot__position=lot.position
    )
    return dict(judged.values_list("bid__supplier", "points"))


def unfit_bids(*, price: Tender) -> QuerySet[Bid]:
    """The sealed prices of whoever was not found fit for the lot: they are never opened."""
    fit = TechnicalJudgement.objects.filter(
        fit=True,
        bid__lot__tender__price_stage__price=OuterRef("tender"),
        bid__lot__position=OuterRef("lot__position"),
        bid__supplier=OuterRef("supplier"),
    )
    return Bid.objects.filter(~Exists(fit), tender=price, state=BidState.RECEIVED.value)


def prices_may_open(*, tender: Tender) -> bool:
    """True but for a price stage whose technical bids are not judged, or where prices of the unfit are not set aside yet."""
    stage = PriceStage.objects.filter(price=tender).first()
    return stage is None or (stage.judged_at is not None and not unfit_bids(price=tender).exists())


def bids_of(*, lot: Lot) -> Q:
    """The bids for a lot, with the technical ones where it is a lot of prices: all their bidders are concerned by its award."""
    return Q(lot=lot) | Q(lot__tender__price_stage__price=lot.tender_id, lot__position=lot.position)
