"""Trustees shuffle ranked ballots, one after another; when as many did as have to decrypt, nobody shuffles any more."""

import json
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.mixnet import check_shuffle
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.shuffle_wire import merged
from madang.systems.elections.domain.belenios.tally import EncryptedTally
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import BoardData, BoardEvent, Election, Trustee
from madang.systems.elections.usecases.append_to_board import append, lock_board
from madang.systems.elections.usecases.counting.add_up import is_added_up
from madang.systems.elections.usecases.counting.trustees_parts import LARGEST, append_part, owners, part_in
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


def hand_in_shuffle(*, trustee: Trustee, text: str, actor: Actor, now: datetime) -> Election:
    """Check the trustee's shuffle of what the one before left, and append it; the election as it stands then.

    Raises Forbidden, NoShuffleNow, ShuffleUnfit.
    """
    require(actor, "elections.manage", trustee.election.office)
    part = part_in(text=text)
    if len(part) > LARGEST:
        raise ShuffleUnfit(says=_("it is larger than any."))
    with transaction.atomic():
        # The election before its board, in the order in which every step holds them.
        held = Election.objects.select_for_update(no_key=True).get(pk=trustee.election_id)
        did = owners(election=held, kind=Kind.SHUFFLE)
        waiting = is_added_up(election=held) and to_be_shuffled(election=held)
        if not waiting or trustee.position in did:
            raise NoShuffleNow
        public, tally = public_election(uuid=held.uuid), shuffled_tally(election=held)
        try:
            check_shuffle(election=public, tally=tally.json, shuffled=part)
        except TrusteeRefused as refused:
            raise ShuffleUnfit(says=TRUSTEE[refused.check]) from refused
        board = lock_board(election=held)
        append_part(board=board, kind=Kind.SHUFFLE, trustee=trustee, part=part, now=now)
        if len(did) + 1 >= (held.threshold or held.trustees.count()):
            append(board=board, kind=Kind.END_SHUFFLES, texts=(), now=now)
        detail = {"trustee": trustee.position}
        record(actor=actor, action="elections.shuffle", target=f"election:{held.uuid}", detail=detail, now=now)
    return held


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
