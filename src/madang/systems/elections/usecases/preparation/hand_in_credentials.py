"""The credential authority hands in the public parts of the voters' credentials, sends the secrets, and replaces lost ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.notify import notify
from madang.framework.values import Party, Refusal
from madang.systems.elections.domain.belenios.credentials import CredentialMistyped, public_credential
from madang.systems.elections.domain.belenios.group import Group, hash_hex
from madang.systems.elections.domain.belenios.group import number as as_number
from madang.systems.elections.domain.roll import HEAVIEST
from madang.systems.elections.domain.words import Channel, State
from madang.systems.elections.models import Credential, Election, Voter
from madang.systems.elections.usecases.group_of_election import group_of_election

TEMPLATE = "elections/credential"
MOST_DIGITS = 617


class CredentialsUnfit(Refusal):
    """The list does not fit the roll."""

    code = "elections.credentials_unfit"
    says = _("No credential was taken: {says}")
    status = 422


class NoCredentialsNow(Refusal):
    """The roll is not frozen, or the board began."""

    code = "elections.no_credentials_now"
    says = _("No credential was taken: the list is handed in after the roll is frozen and before the board begins.")


class CannotReplace(Refusal):
    """A lost credential stays."""

    code = "elections.cannot_replace"
    says = _("The credential was not replaced: {says}")


@dataclass(frozen=True, kw_only=True)
class PublicPart:
    """The public part for the roll's `number`, or a spare one (0) for who loses theirs, of the weight it stands for."""

    number: int
    public: str
    weight: int = 1


def hand_in_credentials(*, election: Election, parts: Sequence[PublicPart], actor: Actor, now: datetime) -> int:
    """Keep the whole list, in place of one that was handed in before; how many. Raises Forbidden, NoCredentialsNow,
    CredentialsUnfit.
    """
    require(actor, "elections.give_credentials", election.office)
    voters = {one.number: one for one in Voter.objects.filter(election=election)}
    _require_fit(voters, parts, group_of_election(election=election))
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        if held.state != State.ROLL_FROZEN:
            raise NoCredentialsNow
        Credential.objects.filter(election=held).delete()
        Credential.objects.bulk_create(
            (
                Credential(
                    election=held,
                    public=one.public,
                    fingerprint=hash_hex(one.public),
                    weight=voters[one.number].weight if one.number else one.weight,
                    voter=voters[one.number] if one.number else None,
                    given_at=now if one.number else None,
                )
                for one in sorted(parts, key=lambda part: part.public)
            ),
            batch_size=1000,
        )
        detail = {"credentials": len(parts)}
        record(
            actor=actor, action="elections.hand_in_credentials", target=f"election:{held.uuid}", detail=detail, now=now
        )
    return len(parts)


def _require_fit(voters: Mapping[int, Voter], parts: Sequence[PublicPart], group: Group) -> None:
    numbers = [one.number for one in parts if one.number]
    if len({one.public for one in parts}) != len(parts):
        raise CredentialsUnfit(says=_("Two of the list are the same."))
    if sorted(numbers) != sorted(voters):
        raise CredentialsUnfit(says=_("It has not exactly one for each number of the roll."))
    if any(not 1 <= one.weight <= HEAVIEST for one in parts):
        raise CredentialsUnfit(says=_("A vote counts between once and a million times."))
    weights = {voters[one.number].weight if one.number else one.weight for one in parts}
    if group.embeds and weights != {1}:
        raise CredentialsUnfit(says=_("Rankings and grades are opened ballot by ballot, so every vote counts once."))
    for one in parts:
        digits = one.public
        known = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS and not digits.startswith("0")
        if not known or not group.in_group(element=as_number(digits)):
            raise CredentialsUnfit(says=_("One of the list is no public credential."))


def send_secrets(*, election: Election, secrets: Mapping[int, str], actor: Actor, now: datetime) -> int:
    """Send each voter the secret as a message; how many were sent. In the sandbox alone: the message stays in the voter's inbox
    here, so where it matters the authority sends them by a way of its own.

    Raises Forbidden, CredentialsUnfit where one does not fit its public part.
    """
    require(actor, "elections.give_credentials", election.office)
    standing = Credential.objects.select_related("voter").filter(election=election, voter__isnull=False, voided_at=None)
    given = {one.voter.number: (one.voter, one.public) for one in standing if one.voter is not None}
    for number, secret in secrets.items():
        if number not in given or given[number][1] != _public_of(election, secret):
            raise CredentialsUnfit(
                says=_("The secret for number {number} does not fit its public part.").format(number=number)
            )
    with transaction.atomic():
        for number, secret in secrets.items():
            _send(election, given[number][0], secret, now)
        detail = {"sent": len(secrets)}
        record(actor=actor, action="elections.send_secrets", target=f"election:{election.uuid}", detail=detail, now=now)
    return len(secrets)


def _public_of(election: Election, secret: str) -> str:
    try:
        return public_credential(uuid=election.uuid, secret=secret, group=group_of_election(election=election))
    except CredentialMistyped:
        return ""


def _send(election: Election, voter: Voter, secret: str, now: datetime) -> None:
    notify(
        party=Party.person(voter.person),
        template=TEMPLATE,
        values={"election": election.title, "secret": secret, "opens": election.opens_at, "closes": election.closes_at},
        link=reverse("elections:election", args=[election.uuid]),
        now=now,
    )


def replace_credential(*, election: Election, number: int, secret: str, actor: Actor, now: datetime) -> Credential:
    """The voter `number` lost the credential: void it and give the spare whose secret this is. Once a ballot was cast with the
    lost one it stays, for that ballot counts and a second credential would be a second vote.

    Raises Forbidden, CannotReplace.
    """
    require(actor, "elections.give_credentials", election.office)
    if election.state not in {State.ROLL_FROZEN, State.READY} or now >= election.closes_at:
        raise CannotReplace(says=_("the election takes no ballots any more, or not yet a list."))
    with transaction.atomic():
        voter = Voter.objects.select_for_update().filter(election=election, number=number).first()
        if voter is None:
            raise CannotReplace(says=_("the roll has no such number."))
        if voter.channel:
            way = _("a ballot was cast with it.") if voter.channel == Channel.ONLINE else _("the voter voted on paper.")
            raise CannotReplace(says=way)
        spare = (
            Credential.objects.select_for_update()
            .filter(election=election, fingerprint=hash_hex(_public_of(election, secret)), voter=None, voided_at=None)
            .first()
        )
        if spare is None or spare.weight != voter.weight:
            raise CannotReplace(says=_("this is the secret of no spare credential of the voter's weight."))
        Credential.objects.filter(voter=voter, voided_at=None).update(voided_at=now)
        spare.voter, spare.given_at = voter, now
        spare.save(update_fields=["voter", "given_at"])
        _send(election, voter, secret, now)
        detail = {"number": number}
        record(
            actor=actor,
            action="elections.replace_credential",
            target=f"election:{election.uuid}",
            detail=detail,
            now=now,
        )
    return spare
