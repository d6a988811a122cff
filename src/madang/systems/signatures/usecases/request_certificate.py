"""A resident, a business or an office asks for a certificate; a registration officer decides."""

import base64
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.contracts.businesses_v1 import GetBusiness
from madang.contracts.envelope import own_request
from madang.contracts.population_v1 import GetPerson
from madang.exchange import Asking, ask
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.open_case import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault, Party, PartyKind
from madang.systems.signatures.formats.signing_requests import UnfitRequest, key_of_request
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.usecases.change_status import find_certificate
from madang.systems.signatures.usecases.issue_certificate import Wanted, faults_of
from madang.systems.signatures.usecases.refusals import NoSuchCertificate, RequestRefused
from madang.systems.signatures.usecases.service_names import trust_services

PROCEDURE = "signatures.certificate"
PROFILE_OF = {PartyKind.PERSON: "person", PartyKind.BUSINESS: "organisation", PartyKind.OFFICE: "seal"}
SAYS = {
    "too_large": gettext_lazy("The request is too large for a signing request. Send the file that your program made."),
    "unreadable": gettext_lazy("This is no certificate signing request. Paste it whole, with its first and last line."),
    "not_proven": gettext_lazy("The request is not signed with its own key. Make it anew with your program."),
    "weak_key": gettext_lazy("The key is too weak. Use P-256, P-384, or RSA of at least 2048 bits."),
}


def request_certificate(
    *, actor: Actor, now: datetime, signing_request: bytes = b"", renews: str = "", key: str = ""
) -> Case:
    """Open the case. Without a signing request the trust service keeps the key. `key` names one sending of the form.

    Raises Forbidden, RequestRefused, NoSuchCertificate, and what the exchange refuses.
    """
    party = actor.party
    require(actor, "signatures.request", PROCEDURE)
    if party is None:
        raise NoSuchCertificate
    public_key = _public_key(signing_request)
    if renews:
        _own(serial=renews, party=party)
    name = _registered_name(party=party, actor=actor)
    profile = PROFILE_OF[party.kind]
    faults = faults_of(wanted=Wanted(profile=profile, party=party, name=name), now=now)
    if faults:
        raise RequestRefused(faults=faults)

    data = {
        "profile": profile,
        "name": name,
        "public_key": base64.b64encode(public_key).decode() if public_key else "",
        "renews": renews,
    }
    return open_case(
        procedure=PROCEDURE,
        applicant=party,
        subject=party,
        office=str(trust_services()["office"]),
        data=data,
        actor=actor,
        now=now,
        application=f"signatures-{key}" if key else "",
    )


def _public_key(signing_request: bytes) -> bytes | None:
    if not signing_request.strip():
        return None
    try:
        return key_of_request(data=signing_request)
    except UnfitRequest as unfit:
        fault = Fault("signing_request", str(SAYS[str(unfit)]), f"signatures.{unfit}")
        raise RequestRefused(faults=(fault,)) from None


def _own(*, serial: str, party: Party) -> Certificate:
    found = find_certificate(serial=serial)
    if found.party != str(party):
        raise NoSuchCertificate
    return found


def _registered_name(*, party: Party, actor: Actor) -> str:
    """The name as the register of residents or of businesses has it now: nobody types a name for a certificate."""
    asking = Asking(
        system="signatures", actor=actor, purpose="Issuing a certificate", basis=own_request(), subject=party
    )
    if party.kind is PartyKind.PERSON:
        name = ask(GetPerson(person=party.key), asking).name
    else:
        name = ask(GetBusiness(number=party.key), asking).name
    if not name:
        says = _("The register has no name for you. Ask the office that keeps your entry.")
        raise RequestRefused(faults=(Fault("name", says, "signatures.no_name"),))
    return name[:64]
