"""A relying party applies; an official decides; granted, it is registered. An official suspends it at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework import audit
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.usecases.open_case import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, require
from madang.framework.identity.mode import demo_is_on
from madang.framework.law import pack
from madang.framework.values import Fault
from madang.framework.values.identifiers import new_key
from madang.systems.digital_identity.domain.registration import (
    Problem,
    Registration,
    problems_of,
    read_keys,
    registration_of,
    sector_of,
)
from madang.systems.digital_identity.models import Grant, RelyingParty
from madang.systems.digital_identity.usecases.end_grants import end_all
from madang.systems.digital_identity.usecases.permissions import REGISTRAR

PROCEDURE = "digital_identity.relying_party"
_SAYS = {
    "name": gettext_lazy("Write the service's name in 2 to 80 letters."),
    "purpose": gettext_lazy("Write in 10 to 300 letters what residents do at the service; they will read it."),
    "redirect_uris": gettext_lazy("Write one to ten addresses, one a line."),
    "redirect_hosts": gettext_lazy("All addresses after sign-in must be at one host."),
    "address.form": gettext_lazy("“{value}” is no complete web address. Wildcards and user names are not allowed."),
    "address.fragment": gettext_lazy("“{value}” has a part after #. Leave it out."),
    "address.https": gettext_lazy("“{value}” must begin with https://."),
    "address.private": gettext_lazy("“{value}” is not reachable from the internet."),
    "scopes": gettext_lazy("Choose from the list what the service is to be told."),
    "level": gettext_lazy("Choose one of the three levels."),
    "jwks.form": gettext_lazy("This is no JWK set with one to five public keys."),
    "jwks.private": gettext_lazy(
        "A private key is among these. Keep it, make a new pair, and send the public half only."
    ),
    "jwks.kind": gettext_lazy("Keys must be EC P-256, or RSA of at least 2048 bits."),
}


def spoken(*, problem: Problem) -> str:
    """The problem as a sentence."""
    return str(_SAYS[problem.code]).format(value=problem.value)


def check_registration(data: Mapping[str, Any]) -> Iterable[Fault]:
    """The procedure's check: every fault of an application."""
    for problem in problems_of(asked=registration_of(data=data), loopback=demo_is_on()):
        yield Fault(problem.place, spoken(problem=problem), f"digital_identity.registration.{problem.code}")


def office_in_charge() -> str:
    """The office that the pack names for relying parties, else its first."""
    offices = pack().data("offices") or []
    named = (one["code"] for one in offices if REGISTRAR in (one.get("duties") or ()))
    return str(next(named, offices[0]["code"] if offices else ""))


def apply_for_registration(*, asked: Registration, actor: Actor, now: datetime) -> Case:
    """Open the case. Raises Forbidden, and CaseRefused with every fault."""
    require(actor, "digital_identity.apply", None)
    if actor.party is None:
        raise Forbidden
    data = {
        "name": asked.name.strip(),
        "purpose": asked.purpose.strip(),
        "redirect_uris": list(asked.redirect_uris),
        "post_logout_uris": list(asked.post_logout_uris),
        "logout_uri": asked.logout_uri,
        "scopes": list(asked.scopes),
        "level": asked.level,
        "jwks": asked.jwks,
        "language": actor.language,
    }
    return open_case(
        procedure=PROCEDURE,
        applicant=actor.party,
        subject=actor.party,
        office=office_in_charge(),
        data=data,
        actor=actor,
        now=now,
    )


def decide_registration(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Granted, the party is registered in the decision's transaction."""
    if decision.outcome != Outcome.GRANTED:
        return
    require(actor, "digital_identity.register", None)
    asked = registration_of(data=case.data)
    party = RelyingParty.objects.create(
        client_id=new_key(),
        name=asked.name,
        purpose=asked.purpose,
        owner_kind=case.applicant_kind,
        owner_key=case.applicant_key,
        redirect_uris=list(asked.redirect_uris),
        post_logout_uris=list(asked.post_logout_uris),
        logout_uri=asked.logout_uri,
        sector=sector_of(redirect_uris=asked.redirect_uris),
        scopes=list(asked.scopes),
        level=asked.level,
        keys=read_keys(text=asked.jwks),
        case=case.number,
        registered_at=now,
    )
    # The decision saves the case in this transaction.
    case.data["client_id"] = party.client_id
    target = f"relying_party:{party.client_id}"
    audit.record(actor=actor, action="digital_identity.register", target=target, detail={"case": case.number}, now=now)


@transaction.atomic
def suspend_party(*, client_id: str, reason: str, actor: Actor, now: datetime) -> None:
    """Nobody signs in there any more, and what it was given ends. Suspending it again changes nothing."""
    require(actor, "digital_identity.register", None)
    party = RelyingParty.objects.select_for_update().get(client_id=client_id)
    if party.suspended_at is not None:
        return
    party.suspended_at = now
    party.save(update_fields=["suspended_at"])
    grants = Grant.objects.select_related("relying_party").filter(relying_party=party, ended_at=None)
    end_all(grants=grants, because="suspended", now=now)
    detail = {"reason": reason[:200].replace("\x00", "")}
    target = f"relying_party:{client_id}"
    audit.record(actor=actor, action="digital_identity.suspend", target=target, detail=detail, now=now)


def describe_registration(case: Case) -> Iterable[tuple[object, object]]:
    """What the official sees."""
    from madang.systems.digital_identity.usecases.words import key_title, level_title, scope_title

    asked = registration_of(data=case.data)
    yield _("Service"), asked.name
    yield _("What residents do there"), asked.purpose
    yield _("Addresses after sign-in"), ", ".join(asked.redirect_uris)
    if asked.post_logout_uris:
        yield _("Addresses after sign-out"), ", ".join(asked.post_logout_uris)
    if asked.logout_uri:
        yield _("Address that is told of a sign-out"), asked.logout_uri
    yield _("Is told"), ", ".join(str(scope_title(scope=one)) for one in asked.scopes)
    yield _("Least level"), str(level_title(level=asked.level))
    yield _("Public keys"), ", ".join(key_title(key=one) for one in read_keys(text=asked.jwks))
    if case.data.get("client_id"):
        yield _("Client identifier"), case.data["client_id"]
