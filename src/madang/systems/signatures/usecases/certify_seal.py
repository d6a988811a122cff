"""Certify the key of an agency's seal, which an office's member made and keeps."""

from datetime import datetime

from django.utils.translation import gettext as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Office
from madang.framework.values import Fault, Party
from madang.systems.signatures.formats.signing_requests import UnfitRequest, key_of_request
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate
from madang.systems.signatures.usecases.refusals import RequestRefused


def certify_seal(*, office: str, request: bytes, actor: Actor, now: datetime) -> Certificate:
    """A certificate of the profile agency seal. The name is the office register's; only the key is the request's.

    Raises Forbidden, RequestRefused, NoAuthority, AuthorityExpired.
    """
    registered = Office.objects.filter(code=office).first()
    if registered is None:
        raise RequestRefused(faults=(Fault("office", _("This office is not registered."), "signatures.office"),))
    key = key_asked_for(request=request)
    party = Party.office(office)
    latest = Certificate.objects.filter(profile="seal", party=str(party)).order_by("-issued_at", "-id").first()
    wanted = Wanted(
        profile="seal",
        party=party,
        name=registered.name[:64],
        organisation=(registered.agency or registered.name)[:64],
        public_key=key,
        renews=latest,
    )
    return issue_certificate(wanted=wanted, actor=actor, now=now)


def key_asked_for(*, request: bytes) -> bytes:
    """The key (SubjectPublicKeyInfo, DER) of a request that came over the exchange. Raises RequestRefused."""
    try:
        return key_of_request(data=request)
    except UnfitRequest:
        fault = Fault("request", _("The signing request cannot be used."), "signatures.unfit_request")
        raise RequestRefused(faults=(fault,)) from None
