"""A person allows a relying party to be told something, and takes it back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.contracts.message import contract_name
from madang.contracts.population_v1 import GetPerson
from madang.exchange.consent import give_consent, withdraw_consent
from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.who import local_day, own_account
from madang.framework.values import Party, Refusal
from madang.systems.digital_identity.domain.claims import needs_register
from madang.systems.digital_identity.domain.lifetimes import CONSENT_YEARS
from madang.systems.digital_identity.models import Consent, Grant, RelyingParty
from madang.systems.digital_identity.usecases.end_grants import end_all
from madang.systems.digital_identity.usecases.name import SYSTEM


class NoSuchConsent(Refusal):
    """The consent is not the actor's, or was withdrawn."""

    code = "digital_identity.consent.unknown"
    says = gettext_lazy("There is no such consent among yours. It may have been withdrawn already.")
    status = 404


def standing_consent(*, account_id: int, party: RelyingParty, now: datetime) -> Consent | None:
    """What the account allows the party today."""
    return Consent.objects.filter(
        account_id=account_id, relying_party=party, withdrawn_at=None, until_on__gt=local_day(now)
    ).first()


def _a_year_on(day: date) -> date:
    try:
        return day.replace(year=day.year + CONSENT_YEARS)
    except ValueError:
        return day.replace(year=day.year + CONSENT_YEARS, day=28)


def allow(*, party: RelyingParty, scopes: tuple[str, ...], actor: Actor, now: datetime) -> Consent:
    """Record the person's consent; an earlier, narrower or older one gives way to it."""
    account = own_account(actor)
    until_on = _a_year_on(local_day(now))
    with transaction.atomic():
        standing = Consent.objects.select_for_update().filter(
            account_id=account, relying_party=party, withdrawn_at=None
        )
        earlier = list(standing)
        for one in earlier:
            scopes = (*scopes, *(scope for scope in one.scopes if scope not in scopes))
            _end(consent=one, actor=actor, now=now)
        reference = ""
        if needs_register(scopes=scopes) and actor.person:
            reference = give_consent(
                subject=Party.person(actor.person),
                asker=SYSTEM,
                contract=contract_name(GetPerson),
                purpose=_("Signing in at {name}").format(name=party.name),
                until_on=until_on,
                now=now,
            ).reference
        consent = Consent.objects.create(
            account_id=account,
            relying_party=party,
            scopes=list(scopes),
            reference=reference,
            given_at=now,
            until_on=until_on,
        )
        detail = {"relying_party": party.client_id, "scopes": list(scopes)}
        target = f"account:{account}"
        audit.record(actor=actor, action="digital_identity.allow", target=target, detail=detail, now=now)
        # What was given under the earlier consent lives on under this one.
        Grant.objects.filter(consent__in=[one.pk for one in earlier], ended_at=None).update(consent=consent)
    return consent


@transaction.atomic
def withdraw(*, consent_id: int, actor: Actor, now: datetime) -> None:
    """The party is told nothing from this instant; its tokens end. Raises NoSuchConsent."""
    own = Consent.objects.select_for_update().filter(pk=consent_id, account_id=own_account(actor), withdrawn_at=None)
    consent = own.first()
    if consent is None:
        raise NoSuchConsent
    _end(consent=consent, actor=actor, now=now)
    grants = Grant.objects.select_related("relying_party").filter(consent=consent, ended_at=None)
    end_all(grants=grants, because="withdrawn", now=now)
    detail = {"relying_party": consent.relying_party.client_id}
    target = f"account:{consent.account_id}"
    audit.record(actor=actor, action="digital_identity.withdraw", target=target, detail=detail, now=now)


def _end(*, consent: Consent, actor: Actor, now: datetime) -> None:
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    if consent.reference and actor.person:
        withdraw_consent(reference=consent.reference, subject=Party.person(actor.person), now=now)
