"""Goods under procedures in the demonstration, as the pack's `demo.yaml` names them (`customs_procedures`): secured by the
guarantee of the cargo room, some sent out or declared home in part, one with its term missed; authorised operators; land with
a mortgage and a paid deposit as security."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import Money, Party
from madang.systems.customs.domain.declaration import Declaration, Document, Incoterm, Item, Means, Quantity, Trader
from madang.systems.customs.domain.procedures import Ending, procedure_called
from madang.systems.customs.domain.securing import MONEY, SecuredState
from madang.systems.customs.domain.words import TransportMode
from madang.systems.customs.models import CustomsDeclaration, CustomsGuarantee, SecuredGoods
from madang.systems.customs.usecases.declarations.lodge_many import lodge_many
from madang.systems.customs.usecases.declarations.record_many import Source
from madang.systems.customs.usecases.securing.guarantees import Promise, accept_guarantee
from madang.systems.customs.usecases.securing.leave import Leaving, leaving_declaration
from madang.systems.customs.usecases.securing.operators import Authorisation, authorise_operator
from madang.systems.customs.usecases.securing.terms import watch_terms
from madang.systems.customs.usecases.tariff.load_demo import GENERATED

MACHINE = system_actor("customs.demo")
PIECES = 100
PARTNER = Trader(name="Harbour Trading", country="CN")


def load_securing_demo(*, now: datetime) -> int:
    """Load what is not there yet; how much is under procedures then."""
    rows = pack().data("demo").get("customs_procedures", ())
    business = CustomsGuarantee.objects.order_by("pk").first()
    if not rows or business is None or SecuredGoods.objects.exists():
        return SecuredGoods.objects.count()
    asked = Authorisation(party=business.party, party_name=business.party_name, sector="importer", grade="AA")
    authorise_operator(asked=asked, office=business.office_code, actor=MACHINE, now=now)
    own = _own(business, now)
    _land(business, now)
    for row in rows:
        at = now - timedelta(days=row["days_ago"])
        held = own if row.get("own") else business
        one = _lodged(_told(row, at), held, at)
        # One that chance selected for a look is not released yet.
        for goods in one.secured.filter(state=SecuredState.OPEN.value).select_related("declaration"):
            _leaves(goods, row, held, at)
    watch_terms(actor=MACHINE, now=now)
    _deposit(business, now)
    return SecuredGoods.objects.count()


def _own(held: CustomsGuarantee, now: datetime) -> CustomsGuarantee:
    """A guarantee of the resident who owns the business, who also imports in his own name."""
    row = next(one for one in pack().data("demo")["residents"] if one["login"] == "dohyun")
    minor, name = held.limit_minor // 100, f"{row['family']['native']}{row['given']['native']}"
    promise = replace(
        _paper(held, "insurance", minor), party=Party.person(row["person"]), party_name=name, paper="DEMO-G-2"
    )
    return accept_guarantee(promise=promise, office=held.office_code, actor=MACHINE, now=now)


def _land(held: CustomsGuarantee, now: datetime) -> None:
    """Land of the business, with a mortgage."""
    minor = held.limit_minor // 10
    promise = replace(
        _paper(held, "land", minor),
        issuer=f"오륙등기소 ({GENERATED})",
        paper="DEMO-L-1",
        appraised_minor=2 * minor,
        appraised_on=held.valid_from,
    )
    accept_guarantee(promise=promise, office=held.office_code, actor=MACHINE, now=now)


def _deposit(held: CustomsGuarantee, now: datetime) -> None:
    """Money of the business, paid by transfer."""
    promise = replace(_paper(held, MONEY, held.limit_minor // 20), issuer=GENERATED)
    made = accept_guarantee(promise=promise, office=held.office_code, actor=MACHINE, now=now)
    amount = Money(made.limit_minor, made.currency)
    take_transfer(number=made.deposit, amount=amount, reference=f"demo-{made.deposit}", in_suspense=False, now=now)


def _paper(held: CustomsGuarantee, kind: str, minor: int) -> Promise:
    """Another security of the holder, for the same days."""
    return Promise(
        kind=kind,
        party=held.party,
        party_name=held.party_name,
        issuer=held.issuer,
        paper="",
        limit_minor=minor,
        valid_from=held.valid_from,
        valid_until=held.valid_until,
    )


def _lodged(told: Declaration, held: CustomsGuarantee, at: datetime) -> CustomsDeclaration:
    """By the business that gave the guarantee."""
    name = held.party_name
    source = Source(party=held.party, party_name=name, by="customs.demo", by_name=name, channel="page", batch="")
    with transaction.atomic():
        (taken,) = lodge_many(declarations=[told], source=source, actor=MACHINE, now=at)
    if taken.faults:
        raise ValueError(f"The demonstration's declaration {told.reference} is faulty: {taken.faults}")
    return CustomsDeclaration.objects.get(number=taken.number)


def _told(row: Mapping[str, Any], at: datetime) -> Declaration:
    procedure = procedure_called(code=row["procedure"], on=at.date())
    if procedure is None:
        raise LookupError(f"demo.yaml names the procedure {row['procedure']}, which the pack does not have.")
    item = Item(
        sequence=1,
        commodity=row["commodity"],
        description=row["description"],
        origin="CN",
        procedure=procedure.requested,
        additional_procedures=(procedure.additional,) if procedure.additional else (),
        net_mass=Decimal(240),
        quantities=(Quantity(value=Decimal(PIECES), unit="H87"),),
        price=Money(row["minor"], pack().currency),
    )
    invoice = f"INV-{row['reference']}"
    return Declaration(
        direction=procedure.direction,
        reference=row["reference"],
        items=(item,),
        seller=PARTNER,
        border=Means(mode=TransportMode.SEA),
        export_country=PARTNER.country,
        destination_country=pack().code.upper(),
        incoterm=Incoterm(code="CIF"),
        invoice_number=invoice,
        documents=(Document(type="380", number=invoice),),
    )


def _leaves(goods: SecuredGoods, row: Mapping[str, Any], held: CustomsGuarantee, at: datetime) -> None:
    """What the row says left since, a day later."""
    for name, ending in (("out", Ending.RE_EXPORT), ("home", Ending.HOME_USE)):
        if name in row:
            leaving = Leaving(
                ending=ending, quantity=Decimal(row[name]), reference=f"{row['reference']}-{name.upper()}"
            )
            if ending is Ending.RE_EXPORT:
                leaving = replace(leaving, partner=PARTNER.name, partner_country=PARTNER.country)
            _lodged(leaving_declaration(goods=goods, leaving=leaving), held, at + timedelta(days=1))
