"""Services a system offers to the one counter. `offer` stands in a system's `exchange.py`; the law (agency, statute, fee,
days, texts) stands in the pack, `countries/<code>/<system>/services.yaml`, under the service's code.

`ListServices`, `PrefillApplication` and `IssueCertificate` are answered here for every system of the process.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from madang.contracts.envelope import Envelope
from madang.contracts.services_v1 import (
    Certificate,
    FormField,
    IssueCertificate,
    ListServices,
    Prefill,
    PrefillApplication,
    ServiceDeclaration,
    ServiceKind,
    Services,
)
from madang.exchange.catalogue import declaration
from madang.exchange.refusals import NotAnsweredHere
from madang.exchange.registry import answers
from madang.framework.documents.models import Document
from madang.framework.law import pack
from madang.framework.values import Party, clock

Issue = Callable[[IssueCertificate, Envelope, datetime], Document]
Prefiller = Callable[[Party, Envelope, datetime], Prefill]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A service of this process. `issue` makes the certificate; a matter's owner listens to `ApplicationFiled` instead."""

    code: str
    kind: ServiceKind
    fields: tuple[FormField, ...] = ()
    issue: Issue | None = None
    prefill: Prefiller | None = None

    @property
    def system(self) -> str:
        """The owner."""
        return self.code.partition(".")[0]


_offers: dict[str, Offer] = {}


def offer(
    code: str,
    *,
    kind: ServiceKind,
    fields: tuple[FormField, ...] = (),
    issue: Issue | None = None,
    prefill: Prefiller | None = None,
) -> None:
    """Offer a service. The pack describes it; a country whose pack does not describe it does not offer it."""
    if kind is ServiceKind.CERTIFICATE and issue is None:
        raise TypeError(f"{code} is a certificate: say how it is issued.")
    _offers[code] = Offer(code=code, kind=kind, fields=fields, issue=issue, prefill=prefill)


def offered(code: str) -> Offer | None:
    """The offer of this process with this code."""
    return _offers.get(code)


def declarations(*, now: datetime) -> tuple[ServiceDeclaration, ...]:
    """Every offer that the active country describes, in the order of offering."""
    found = (declaration(offer=offer, pack=pack(), now=now) for offer in _offers.values())
    return tuple(each for each in found if each is not None)


@answers(ListServices)
def list_services(query: ListServices, envelope: Envelope) -> Services:
    """What people can get from this member."""
    return Services(services=declarations(now=clock.now()))


def _own(code: str, envelope: Envelope) -> Offer:
    found = _offers.get(code)
    if found is None:
        raise NotAnsweredHere(question=code, member=envelope.recipient)
    return found


@answers(PrefillApplication)
def prefill_application(query: PrefillApplication, envelope: Envelope) -> Prefill:
    """What the owner knows already."""
    own = _own(query.service, envelope)
    return own.prefill(query.party, envelope, clock.now()) if own.prefill else Prefill()


@answers(IssueCertificate)
def issue_certificate(query: IssueCertificate, envelope: Envelope) -> Certificate:
    """What the owner issued."""
    own = _own(query.service, envelope)
    if own.issue is None:
        raise NotAnsweredHere(question=query.service, member=envelope.recipient)
    document = own.issue(query, envelope, clock.now())
    return Certificate(
        number=document.number,
        title=document.title,
        sha256=document.sha256,
        issued_at=document.issued_at,
        valid_until=document.valid_until,
        link=f"/documents/{document.number}/",
    )
