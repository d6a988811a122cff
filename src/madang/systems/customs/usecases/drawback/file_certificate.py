"""A seller asks for a certificate of what was paid for materials it sold, or of an average (환급특례법 arts. 11, 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.notify import notify
from madang.framework.values import Fault, Party
from madang.framework.values.identifiers import random_symbols
from madang.framework.values.months import add_months
from madang.systems.customs.domain.drawback import ImportLine, Misuse
from madang.systems.customs.domain.material_certificate import CertificateKind, CertificateState, counts_from
from madang.systems.customs.models import MaterialCertificate
from madang.systems.customs.usecases.declarations.lodge_declaration import declarant_name
from madang.systems.customs.usecases.declarations.offices import office_for
from madang.systems.customs.usecases.declarations.open_case_of import open_case_of
from madang.systems.customs.usecases.drawback.find_lines import lines_left
from madang.systems.customs.usecases.drawback.law import drawback_law
from madang.systems.customs.usecases.drawback.materials import SAYS, Material, Sound, judge_materials, use_up
from madang.systems.customs.usecases.drawback.refusals import CertificateUnfit, MaterialsUnfit, NothingBack

CERTIFICATE = "customs.material_certificate"
LONGEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """What was sold, to whom and when, under which line of the tariff."""

    kind: CertificateKind
    buyer: Party
    buyer_name: str
    sold_on: date
    commodity: str
    description: str
    quantity: Decimal
    unit: str


def file_certificate(*, sold: Sold, materials: Sequence[Material], actor: Actor, now: datetime) -> MaterialCertificate:
    """Ask for it; an officer decides. What it certifies is used up at once, whether it came of an import or of another
    certificate, which is so divided. Raises Forbidden, CertificateUnfit, MaterialsUnfit, NothingBack."""
    party = _seller(actor)
    today = timezone.localdate(now)
    faults = tuple(_faults(sold, party, today))
    if faults:
        raise CertificateUnfit(faults=faults)
    try:
        with transaction.atomic():
            since = add_months(day=sold.sold_on, months=-12 * drawback_law(on=today).import_years)
            found = judge_materials(
                party=party, materials=materials, exported={1: sold.quantity}, since=since, on=today
            )
            if not found.amounts:
                raise NothingBack
            return _recorded(sold, found, party, actor, now)
    except IntegrityError:
        # Somebody else used the same line up in this very moment.
        fault = Fault("materials", str(SAYS[Misuse.USED_UP]), MaterialsUnfit.code)
        raise MaterialsUnfit(faults=(fault,)) from None


def file_average(*, commodity: str, month: date, actor: Actor, now: datetime) -> MaterialCertificate:
    """Ask for the average of all that is left of a line imported or bought in a month, once the month is over (art. 11, Decree
    art. 12 (2), (4)). Raises what `file_certificate` raises."""
    party = _seller(actor)
    first = month.replace(day=1)
    last = add_months(day=first, months=1) - timedelta(days=1)
    lines = [
        line
        for line in lines_left(party=party, since=first)
        if line.commodity == commodity and first <= line.imported_on <= last
    ]
    if timezone.localdate(now) <= last or not lines or len({line.measure.unit for line in lines}) > 1:
        says = _("Nothing that was imported in that month is left of this line, or the month is not over.")
        raise CertificateUnfit(faults=(Fault("month", says, "customs.certificate.month"),))
    name = declarant_name(actor=actor)
    sold = Sold(
        kind=CertificateKind.AVERAGE,
        buyer=party,
        buyer_name=name,
        sold_on=last,
        commodity=commodity,
        description=f"{first:%Y-%m}",
        quantity=sum((line.left for line in lines), Decimal(0)),
        unit=lines[0].measure.unit,
    )
    return file_certificate(sold=sold, materials=[_whole(line) for line in lines], actor=actor, now=now)


def _whole(line: ImportLine) -> Material:
    return Material(declaration=line.declaration, item=line.item, per_unit=Decimal(1), quantity=line.left)


def _seller(actor: Actor) -> Party:
    party = actor.party
    if party is None:
        raise Forbidden
    require(actor, "customs.declare", str(party))
    return party


def _faults(sold: Sold, party: Party, today: date) -> list[Fault]:
    found = []
    own = sold.kind is CertificateKind.AVERAGE
    if (sold.buyer == party) is not own or not sold.buyer_name.strip():
        found.append(Fault("buyer", _("Name the business that bought them."), "customs.certificate.buyer"))
    if sold.sold_on > today:
        found.append(Fault("sold_on", _("Goods are certified once they are sold."), "customs.certificate.day"))
    if sold.quantity <= 0 or not sold.unit.strip():
        found.append(Fault("quantity", _("Say how much was sold, in which unit."), "customs.certificate.quantity"))
    if not sold.commodity.isdigit() or len(sold.commodity) > LONGEST or not sold.description.strip():
        found.append(
            Fault("commodity", _("Say under which line of the tariff the goods are."), "customs.certificate.line")
        )
    return found


def _recorded(sold: Sold, found: Sound, party: Party, actor: Actor, now: datetime) -> MaterialCertificate:
    years = drawback_law(on=timezone.localdate(now)).sale_years
    lines = [use.line for use in found.uses]
    made = MaterialCertificate.objects.create(
        number=f"K{now:%Y}-{random_symbols(count=8)}",
        kind=sold.kind.value,
        state=CertificateState.FILED.value,
        party_kind=party.kind.value,
        party_key=party.key,
        party_name=declarant_name(actor=actor)[:200],
        buyer_kind=sold.buyer.kind.value,
        buyer_key=sold.buyer.key,
        buyer_name=sold.buyer_name.strip()[:200],
        office_code=office_for(code=""),
        sold_on=sold.sold_on,
        commodity=sold.commodity,
        description=sold.description.strip()[:200],
        quantity=sold.quantity,
        unit=sold.unit.strip().upper()[:3],
        amounts=found.amounts,
        currency=pack().currency,
        counts_from=counts_from(kind=sold.kind, lines=lines, sold_on=sold.sold_on, years=years),
        filed_at=now,
        filed_by=officer(actor),
    )
    use_up(found=found, certificate=made)
    _wait_for_official(made, actor, now)
    return made


def _wait_for_official(made: MaterialCertificate, actor: Actor, now: datetime) -> None:
    case = open_case_of(
        one=made,
        procedure=CERTIFICATE,
        data={"certificate": made.number},
        application=f"certificate:{made.number}",
        actor=actor,
        now=now,
    )
    made.case = case.number
    made.save(update_fields=["case"])
    detail = {"kind": made.kind, "minor": made.amount.minor, "case": case.number}
    record(actor=actor, action="customs.file_certificate", target=f"certificate:{made.number}", detail=detail, now=now)
    values = {"number": made.number, "amount": made.amount}
    notify(party=made.party, template="customs/certificate_asked", values=values, link=made.link, now=now)
