"""What happens to a ballot that is voted by post: sent out, come back once, or handed back unused."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import POSTAL_STATION, Channel, State
from madang.systems.elections.models import Election, PollingRecord, PostalVoter, Voter


class NoPostalVoter(Refusal):
    """The roll's number does not vote by post."""

    code = "elections.no_postal_voter"
    says = _("Nothing was recorded: number {number} of the roll does not vote by post.")
    status = 404


class EnvelopeRefused(Refusal):
    """The envelope does not go into the box."""

    code = "elections.envelope_refused"
    says = _("Keep the envelope closed and apart, it is not counted: {says}")


class PostalOver(Refusal):
    """Sent or voted already, or not the time."""

    code = "elections.postal_over"
    says = _("Nothing was recorded: the ballot of number {number} was sent, came back or was handed back before.")


def post_ballot(*, election: Election, number: int, actor: Actor, now: datetime) -> PostalVoter:
    """Record that the ballot was posted to the voter. Raises Forbidden, NoPostalVoter, PostalOver."""
    require(actor, "elections.serve_station", election.office)
    with transaction.atomic():
        _voter, postal = _held(election, number)
        if postal.posted_at or postal.handed_back_at or now >= election.closes_at:
            raise PostalOver(number=number)
        postal.posted_at = now
        postal.save(update_fields=["posted_at"])
        _note("elections.post_ballot", election, number, actor, now)
    return postal


def take_envelope(*, election: Election, number: int, actor: Actor, now: datetime) -> PostalVoter:
    """An envelope came back: the voter has voted, and it goes unopened into the box of the postal ballots. Once, and before the
    end of voting (in Korea: Public Official Election Act art. 155 (5)).

    Raises Forbidden, NoPostalVoter, EnvelopeRefused.
    """
    require(actor, "elections.serve_station", election.office)
    with transaction.atomic():
        voter, postal = _held(election, number)
        if now >= election.closes_at or Election.objects.get(pk=election.pk).state != State.READY:
            raise EnvelopeRefused(says=_("it came before the board began or after {at}.").format(at=_end(election)))
        if postal.handed_back_at or postal.posted_at is None:
            raise EnvelopeRefused(says=_("the ballot was not posted, or was handed back unused."))
        if voter.channel:
            raise EnvelopeRefused(says=_("this voter has voted before; the first vote stands."))
        postal.returned_at = now
        postal.save(update_fields=["returned_at"])
        voter.channel, voter.voted_at = Channel.POST.value, now
        voter.save(update_fields=["channel", "voted_at"])
        PollingRecord.objects.create(voter=voter, station=POSTAL_STATION, official=officer(actor), at=now)
        _note("elections.take_envelope", election, number, actor, now)
    return postal


def hand_back(*, election: Election, number: int, actor: Actor, now: datetime) -> PostalVoter:
    """The voter came with the unused ballot: it is destroyed, and the voter votes as everybody does.

    Raises Forbidden, NoPostalVoter, PostalOver.
    """
    require(actor, "elections.serve_station", election.office)
    with transaction.atomic():
        _voter, postal = _held(election, number)
        if postal.returned_at or postal.handed_back_at:
            raise PostalOver(number=number)
        postal.handed_back_at = now
        postal.save(update_fields=["handed_back_at"])
        _note("elections.hand_back", election, number, actor, now)
    return postal


def _held(election: Election, number: int) -> tuple[Voter, PostalVoter]:
    """The entry of the roll, held, with its admission."""
    voter = Voter.objects.select_for_update().filter(election=election, number=number).first()
    postal = PostalVoter.objects.filter(voter=voter).first() if voter else None
    if voter is None or postal is None:
        raise NoPostalVoter(number=number)
    return voter, postal


def _end(election: Election) -> str:
    return written.moment(election.closes_at)


def _note(action: str, election: Election, number: int, actor: Actor, now: datetime) -> None:
    record(actor=actor, action=action, target=f"election:{election.uuid}", detail={"number": number}, now=now)
