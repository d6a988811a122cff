"""Trustees shuffle ranked ballots, one after another. What one hands in is kept at once, and a job checks it."""

import json
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.shuffle_wire import merged, read_shuffle
from madang.systems.elections.domain.belenios.tally import EncryptedTally
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import BoardData, BoardEvent, Election, ShuffleToCheck, Trustee
from madang.systems.elections.usecases import queue
from madang.systems.elections.usecases.counting.add_up import is_added_up
from madang.systems.elections.usecases.counting.trustees_parts import owners, part_in
from madang.systems.elections.usecases.group_of_election import group_of_election
from madang.systems.elections.usecases.refused_in_words import TRUSTEE
from madang.systems.elections.usecases.voting.public_election import public_election


class ShuffleUnfit(Refusal):
    """Its proof does not hold."""

    code = "elections.shuffle_unfit"
    says = _("The shuffle was not taken: {says} Take the archive as it stands now and shuffle anew.")
    status = 422


class NoShuffleNow(Refusal):
    """There is nothing to shuffle, or it was done."""

    code = "elections.no_shuffle_now"
    says = _("Nothing was taken: no ranked ballots wait to be shuffled, or this trustee shuffled them already.")


class AnotherIsChecked(Refusal):
    """Each shuffle is of what the one before left: they are handed in one after another."""

    code = "elections.shuffle_being_checked"
    says = _(
        "Nothing was taken: the shuffle of {trustee} is being checked. When it is done, take the archive as it stands then and "
        "shuffle that."
    )


def hand_in_shuffle(*, trustee: Trustee, text: str, actor: Actor, now: datetime) -> ShuffleToCheck:
    """Keep the trustee's shuffle of what the one before left, for a job to check. The same once more is no second one.

    Raises Forbidden, NoShuffleNow, AnotherIsChecked, and ShuffleUnfit where the file is none that holds a shuffle.
    """
    part = part_in(trustee=trustee, text=text, actor=actor, unfit=ShuffleUnfit)
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=trustee.election_id)
        waiting = is_added_up(election=held) and to_be_shuffled(election=held)
        if not waiting or trustee.position in owners(election=held, kind=Kind.SHUFFLE):
            raise NoShuffleNow
        checked = ShuffleToCheck.objects.filter(election=held, refused="").select_related("trustee").first()
        if checked is not None:
            if (checked.trustee_id, checked.text) == (trustee.pk, part):
                return checked
            raise AnotherIsChecked(trustee=checked.trustee.name)
        try:
            read_shuffle(group=group_of_election(election=held), raw=part)
        except TrusteeRefused as refused:
            raise ShuffleUnfit(says=TRUSTEE[refused.check]) from refused
        ShuffleToCheck.objects.filter(trustee=trustee).delete()
        kept = ShuffleToCheck.objects.create(election=held, trustee=trustee, text=part, handed_in_at=now)
        queue.check_shuffle(shuffle=kept.pk)
        detail = {"trustee": trustee.position}
        record(actor=actor, action="elections.hand_in_shuffle", target=f"election:{held.uuid}", detail=detail, now=now)
    return kept


def to_be_shuffled(*, election: Election) -> bool:
    """Whether trustees have to shuffle before anything is decrypted."""
    if election.state != State.CLOSED or not group_of_election(election=election).embeds:
        return False
    return not BoardEvent.objects.filter(election=election, kind=Kind.END_SHUFFLES.value).exists()


def tally_of(*, election: Election) -> EncryptedTally:
    """The encrypted sums and rankings as the closing put them on the board."""
    rows = BoardData.objects.filter(event__election=election, event__kind=Kind.ENCRYPTED_TALLY.value)
    tally, sized = rows.order_by("position").values_list("text", flat=True)
    said = json.loads(sized)
    return EncryptedTally(json=tally, sized=sized, count=int(said["num_tallied"]), weight=int(said["total_weight"]))


def shuffled_tally(*, election: Election) -> EncryptedTally:
    """The same as the last shuffle left it: what is shuffled next, and in the end decrypted."""
    tally = tally_of(election=election)
    rows = BoardData.objects.filter(event__election=election, event__kind=Kind.SHUFFLE.value, position=0)
    last = rows.order_by("-event__height").values_list("text", flat=True).first()
    if last is None:
        return tally
    return replace(tally, json=merged(election=public_election(uuid=election.uuid), tally=tally.json, shuffled=last))
