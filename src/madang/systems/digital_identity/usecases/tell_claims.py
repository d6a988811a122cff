"""The userinfo endpoint: what the person allowed, fresh from the register, each look in the log."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.contracts.envelope import consent as on_consent
from madang.contracts.population_v1 import GetPerson, Person
from madang.exchange import Asking, ask
from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Account
from madang.framework.values import Party, Refusal
from madang.systems.digital_identity.domain.claims import claims_for, needs_register
from madang.systems.digital_identity.models import Token
from madang.systems.digital_identity.usecases.end_grants import grant_lives
from madang.systems.digital_identity.usecases.name import SYSTEM
from madang.systems.digital_identity.usecases.server import hashed


class TokenRefused(Refusal):
    """The access token is unknown, too old, or what it belongs to has ended."""

    code = "digital_identity.token"
    says = _("The access token is not valid any more.")
    status = 401


def tell_claims(*, token: str, now: datetime) -> dict[str, object]:
    """The claims of an access token's scopes. Raises TokenRefused, and the exchange's refusals."""
    found = (
        Token.objects.select_related("grant__account", "grant__session", "grant__consent", "grant__relying_party")
        .filter(token_hash=hashed(token), kind=Token.ACCESS, expires_at__gt=now)
        .first()
    )
    if found is None or not grant_lives(grant=found.grant, now=now):
        raise TokenRefused
    grant, scopes = found.grant, [one for one in found.scopes if one in found.grant.consent.scopes]
    told: dict[str, object] = {"sub": grant.subject}
    if not needs_register(scopes=scopes):
        return told
    person = _person(found) if grant.account.person else Person(name=grant.account.name)
    address = person.address.text if person.address and person.address.text else ""
    return told | claims_for(scopes=scopes, name=person.name or "", birth_on=person.birth_on, address=address)


def _person(token: Token) -> Person:
    """Asks the register by the person's consent. The purpose that the person reads names the relying party."""
    grant = token.grant
    subject = Party.person(str(grant.account.person))
    asking = Asking(
        system=SYSTEM,
        actor=system_actor(SYSTEM),
        purpose=_in_their_language(grant.account, grant.relying_party.name),
        basis=on_consent(grant.consent.reference),
        subject=subject,
    )
    return ask(GetPerson(person=subject.key), asking)


def _in_their_language(account: Account, name: str) -> str:
    # The relying party's machine asks, but the person reads it.
    with translation.override(account.language or settings.LANGUAGE_CODE):
        return str(_("Signing in at {name}")).format(name=name)
