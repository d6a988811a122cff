"""What the rooms behind the notice show on a tender's page: bids, award, contracts, open data. Each leads to its own pages."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import clock
from madang.systems.procurement.domain.words import Method, TenderState
from madang.systems.procurement.models import Award, Ceremony, Competition, Contract, ReservePrice, Tender
from madang.systems.procurement.models.ceremony import OPEN
from madang.systems.procurement.usecases.frameworks.room import terms_of
from madang.systems.procurement.usecases.stages.which import is_technical
from madang.systems.procurement.web.market import sections


@dataclass(frozen=True, slots=True)
class Way:
    """A link of a section."""

    title: str
    href: str


def _shown(says: str, ways: list[Way]) -> SafeString:
    html = render_to_string("procurement/tender_part.html", {"says": says, "ways": ways})
    return mark_safe(html)  # noqa: S308 (a template's own output)


def bids(request: ActorRequest, tender: Tender) -> SafeString | None:
    """How to bid while bids are taken; the list and the opening afterwards."""
    ceremony = Ceremony.objects.filter(tender=tender).first()
    mine = may(request.actor, "procurement.buy", tender.buyer)
    if ceremony is None:
        return _without_keys(tender) if mine and tender.state == TenderState.PUBLISHED else None
    ways = []
    if ceremony.state == OPEN:
        count = {"count": len(ceremony.keys), "threshold": ceremony.threshold}
        says = _(
            "Bids are sealed on your own device. Nobody can read them before {threshold} of {count} custodians open."
        )
        if tender.closes_at is not None and clock.now() < tender.closes_at:
            ways.append(Way(_("Send a bid"), reverse("procurement:bid_choose", args=[tender.number])))
        says = says.format(**count)
    else:
        says = _("The list of bids is closed; it names each by its hash, and what was opened.")
    ways.append(Way(_("Bids and custodians"), reverse("procurement:tender_bids", args=[tender.number])))
    if may(request.actor, "procurement.hold_key"):
        ways.append(Way(_("Open the bids"), reverse("procurement:opening", args=[tender.number])))
    return _shown(says, ways)


def _without_keys(tender: Tender) -> SafeString:
    says = _("Nobody can bid yet: appoint the custodians for whose keys bids are sealed.")
    return _shown(says, [Way(_("Appoint custodians"), reverse("procurement:ceremony", args=[tender.number]))])


def stages(request: ActorRequest, tender: Tender) -> SafeString | None:
    """Both stages, where there are two."""
    if tender.method != Method.TWO_STAGE.value:
        return None
    first = is_technical(tender=tender)
    says = (
        _("This tender takes technical bids without a price. Prices are opened only of those found fit.")
        if first
        else _(
            "This tender takes the prices of a two-stage tender. They are opened only of those found technically fit."
        )
    )
    ways = [Way(_("Both stages"), reverse("procurement:stages", args=[tender.number]))]
    if first and may(request.actor, "procurement.buy", tender.buyer):
        ways.append(Way(_("Desk of the first stage"), reverse("procurement:stage_desk", args=[tender.number])))
    return _shown(says, ways)


def framework(request: ActorRequest, tender: Tender) -> SafeString | None:
    """Whom a framework admits and what is called off; under which framework a mini-competition is held."""
    held = Competition.objects.filter(tender=tender).select_related("lot__tender").first()
    of = held.lot.tender if held else tender
    if terms_of(tender=of) is None:
        return None
    says = (
        _("A mini-competition: only the members of the framework may bid, none above its agreed price.")
        if held
        else _("Suppliers are admitted for a period; what is needed is ordered under the agreement.")
    )
    return _shown(says, [Way(_("The framework"), reverse("procurement:framework", args=[of.number]))])


def award(request: ActorRequest, tender: Tender) -> SafeString | None:
    """The lottery's promise, the ranking and who won."""
    if not ReservePrice.objects.filter(lot__tender=tender).exists():
        return None
    ways = [Way(_("Reserve price, ranking and award"), reverse("procurement:award", args=[tender.number]))]
    if may(request.actor, "procurement.buy", tender.buyer):
        ways.append(Way(_("Evaluate"), reverse("procurement:award_desk", args=[tender.number])))
    if Award.objects.filter(tender=tender).exists():
        says = _("How the award came about, with everything that is needed to compute it again.")
    else:
        says = _("The seed of the lottery is promised; whoever wants can check it after the opening.")
    return _shown(says, ways)


def contracts(request: ActorRequest, tender: Tender) -> SafeString | None:
    """The contracts that came of it."""
    made = Contract.objects.filter(award__tender=tender).exclude(signed_at=None).order_by("number")
    ways = [Way(one.number, reverse("procurement:contract", args=[one.number])) for one in made]
    return _shown(_("What was agreed, delivered and paid."), ways) if ways else None


def open_data(request: ActorRequest, tender: Tender) -> SafeString | None:
    """Its whole history as open data."""
    way = Way(_("Everything that happened"), reverse("procurement:what_happened", args=[tender.ocid]))
    return _shown(_("Each step from the notice to the last payment, also for programs."), [way])


def add_sections() -> None:
    """Show them, in the order in which they come about."""
    parts = (
        ("stages", gettext_lazy("Two stages"), stages),
        ("framework", gettext_lazy("Framework agreement"), framework),
        ("bids", gettext_lazy("Bids"), bids),
        ("award", gettext_lazy("Award"), award),
        ("contracts", gettext_lazy("Contracts"), contracts),
        ("open-data", gettext_lazy("Open data"), open_data),
    )
    for order, (code, title, draw) in enumerate(parts):
        sections.add(sections.Section(code=code, title=title, draw=draw, order=order))
