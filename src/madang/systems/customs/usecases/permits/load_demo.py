"""Other agencies in the demonstration: requests that wait, one under examination, one on a licence, one refused."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from madang.framework.cases.domain.states import Outcome
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.law import pack
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Declaration, Document, Incoterm, Item, Quantity, Statement, Trader
from madang.systems.customs.domain.requirements import SAID
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import CustomsDeclaration, PermitLicence, PermitRequest
from madang.systems.customs.usecases.declarations.ask_permits import ask_permits
from madang.systems.customs.usecases.declarations.load_demo import demo_owner
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.permissions import PERMITS
from madang.systems.customs.usecases.permits.answer_request import answer_request
from madang.systems.customs.usecases.permits.licences import grant_licence
from madang.systems.customs.usecases.permits.work_on_request import order_examination

FOOD = {"MFR": "Prairie Packers", "PKD": "2026-02-02"}
EXPORT = {"ECN": "2B001", "LCK": "general", "EUR": "Kiln Works"}
IMPORTS = {
    "PERMIT-1": ("0202300000", "냉동 쇠고기 / frozen beef", "US", FOOD, (("853", "US-V-26-0117"),)),
    "PERMIT-2": ("0904210000", "건조 고추 / dried chillies", "VN", FOOD, (("851", "VN-PC-26-0042"),)),
    "PERMIT-3": ("1905901040", "크래커 / crackers", "DE", FOOD, ()),
}


def load_permits_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many requests there are then."""
    owner = demo_owner()
    if owner is None or pack().code != "kr" or CustomsDeclaration.objects.filter(reference="PERMIT-1").exists():
        return PermitRequest.objects.count()
    for reference in IMPORTS:
        _asked(_import(reference), owner, now)
    held = _licence(owner, now)
    _asked(_export("PERMIT-4", held.number, 300), owner, now)
    _asked(_export("PERMIT-5", "", 5_000), owner, now)
    _work(now)
    return PermitRequest.objects.count()


def _asked(told: Declaration, owner: Actor, now: datetime) -> None:
    one = lodge_declaration(declaration=told, channel="page", actor=owner, now=now)
    ask_permits(number=one.number, now=now)


def _said(told: dict[str, str]) -> tuple[Statement, ...]:
    return tuple(Statement(type=SAID, code=code, text=text) for code, text in told.items())


def _import(reference: str) -> Declaration:
    commodity, description, origin, said, papers = IMPORTS[reference]
    item = Item(
        sequence=1,
        commodity=commodity,
        description=description,
        origin=origin,
        net_mass=Decimal(1_200),
        quantities=(Quantity(value=Decimal(1_200), unit="KGM"),),
        price=Money(9_600_00, "USD"),
        statements=_said(said),
        documents=tuple(Document(type=kind, number=number) for kind, number in papers),
    )
    return Declaration(
        direction=Direction.IMPORT,
        reference=reference,
        items=(item,),
        seller=Trader(name="Harbour Trading", country=origin),
        export_country=origin,
        destination_country=pack().code.upper(),
        incoterm=Incoterm(code="CIF"),
        invoice_number=f"INV-{reference}",
    )


def _export(reference: str, licence: str, mass: int) -> Declaration:
    """Machining centres, which are on the list of strategic items."""
    papers = [Document(type="E811", number=f"EUS-{reference}")]
    papers += [Document(type="D811", number=licence)] if licence else []
    item = Item(
        sequence=1,
        commodity="8457100000",
        description="머시닝센터 / machining centres",
        origin=pack().code.upper(),
        net_mass=Decimal(mass),
        quantities=(Quantity(value=Decimal(1), unit="H87"),),
        price=Money(84_000_00, "USD"),
        statements=_said(EXPORT),
        documents=tuple(papers),
    )
    told = replace(_import("PERMIT-3"), direction=Direction.EXPORT, reference=reference, items=(item,), seller=None)
    buyer = Trader(name="Kiln Works", country="US")
    here = pack().code.upper()
    return replace(told, buyer=buyer, export_country=here, destination_country="US", incoterm=Incoterm(code="FOB"))


def _officer(office: str) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, name="demo", duties=(Duty(office, office, PERMITS),))


def _licence(owner: Actor, now: datetime) -> PermitLicence:
    today = timezone.localdate(now)
    if owner.party is None:
        raise ValueError("The owner of the demonstration acts for nobody.")
    return grant_licence(
        requirement="dual_use",
        office="MOTIR",
        party=owner.party,
        holder=owner.name,
        prefixes=("845710",),
        partners=("US",),
        unit="KGM",
        total=Decimal(2_000),
        valid_from=today,
        valid_until=today + timedelta(days=365),
        actor=_officer("MOTIR"),
        now=now,
    )


def _work(now: datetime) -> None:
    """Chillies are to be examined; the crackers were refused."""
    chillies = PermitRequest.objects.get(requirement="plants", commodity="0904210000")
    order = {"kind": "field", "place": "인천 보세창고 / store at Incheon", "note": "해충 / pests"}
    order_examination(number=chillies.number, **order, actor=_officer("APQA"), now=now)
    answer_request(
        number=PermitRequest.objects.get(commodity="1905901040").number,
        outcome=Outcome.REFUSED,
        reasons="허용되지 않은 색소가 들어 있습니다. / It holds a colouring that is not allowed.",
        accepted=None,
        rest=None,
        actor=_officer("MFDS"),
        now=now,
    )
