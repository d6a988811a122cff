"""Who sells and who buys, as the business register knows them: nothing of it is typed."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop, override

from madang.contracts.businesses_v1 import Business, BusinessStatus, GetBusiness
from madang.contracts.population_v1 import FindPerson
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.law import pack
from madang.framework.protect.encryption import mask
from madang.framework.values import Party, PartyKind
from madang.systems.tax.domain.einvoicing import BuyerKind, Draft, Wrong
from madang.systems.tax.domain.invoice import Trader
from madang.systems.tax.usecases.invoices.refusals import InvoiceRefused, NoBusiness, faults
from madang.systems.tax.usecases.name import SYSTEM

PURPOSE = declare(gettext_noop("Issuing a tax invoice"))
LONGEST_NUMBER = 20


def business_of(*, actor: Actor) -> str:
    """The number of the business for which somebody acts. Raises NoBusiness."""
    party = actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        raise NoBusiness
    return party.key


def bare(*, number: str) -> str:
    """A registration number without what people write between."""
    return "".join(sign for sign in number if sign.isalnum()).upper()[: LONGEST_NUMBER + 1]


def find_trader(*, number: str, actor: Actor, place: str = "buyer") -> Trader | Wrong:
    """The business as a party of an invoice, or why it cannot be one."""
    if not number or len(number) > LONGEST_NUMBER or not number.isascii():
        return Wrong(place=place, code="no_business", value=number[:LONGEST_NUMBER])
    asking = Asking(
        system=SYSTEM,
        actor=actor,
        purpose=PURPOSE,
        basis=legal_basis(asker=SYSTEM, question=GetBusiness, purpose=PURPOSE),
        subject=Party.business(number),
    )
    # What stands on an invoice stands there in the country's language, whoever looks it up.
    with override(pack().languages[0]):
        entry = ask(GetBusiness(number=number), asking)
    if not entry.number or not entry.name:
        return Wrong(place=place, code="no_business", value=number)
    if entry.status is BusinessStatus.CLOSED:
        return Wrong(place=place, code="closed", value=entry.name)
    return _trader(entry)


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Who buys: as the invoice shows them, by which key they find it, and the number that is kept sealed."""

    trader: Trader
    kind: BuyerKind = BuyerKind.BUSINESS
    key: str = ""
    number: str = ""


def find_buyer(*, draft: Draft, actor: Actor) -> Buyer | Wrong:
    """The buyer of a draft as its register knows them, or why it cannot be one."""
    if draft.buyer_kind is BuyerKind.PERSON:
        return _person(draft.buyer)
    if draft.buyer_kind is BuyerKind.FOREIGNER:
        trader = Trader(
            name=draft.buyer_name.strip()[:140], legal_number=mask(draft.buyer), country=pack().code.upper()
        )
        return Buyer(trader=trader, kind=BuyerKind.FOREIGNER, number=draft.buyer)
    found = find_trader(number=draft.buyer, actor=actor)
    return found if isinstance(found, Wrong) else Buyer(trader=found, key=found.legal_number)


def _person(number: str) -> Buyer | Wrong:
    """Whom a resident number names; the number is looked up once and kept with the invoice alone, sealed."""
    asking = Asking(
        system=SYSTEM,
        actor=system_actor(SYSTEM),
        purpose=PURPOSE,
        basis=legal_basis(asker=SYSTEM, question=FindPerson, purpose=PURPOSE),
    )
    people = ask(FindPerson(resident_number=number, limit=1), asking).people if number else ()
    if not people or not people[0].key or not people[0].name:
        return Wrong(place="buyer", code="no_person")
    found = people[0]
    shown = found.masked_number or mask(number)
    trader = Trader(name=str(found.name)[:140], legal_number=shown, country=pack().code.upper())
    return Buyer(trader=trader, kind=BuyerKind.PERSON, key=str(found.key), number=number)


def right_buyer(*, number: str, seller: str, actor: Actor) -> Trader:
    """The business that an amended invoice names as its buyer. Raises InvoiceRefused."""
    found = Wrong(place="buyer", code="own_number") if number == seller else find_trader(number=number, actor=actor)
    if isinstance(found, Wrong):
        raise InvoiceRefused(faults=faults(found=[found]))
    return found


def _trader(entry: Business) -> Trader:
    country = pack().code.upper()
    return Trader(
        name=(entry.name or "")[:140],
        vat_number=f"{country}{entry.number}",
        legal_number=entry.number or "",
        street=((entry.address.text or "") if entry.address else "")[:150],
        postcode=(entry.address.postcode or "") if entry.address else "",
        country=country,
        representative=", ".join(name for name in entry.representative_names if name)[:60],
        business_type=(entry.sector_title or "")[:40],
    )
