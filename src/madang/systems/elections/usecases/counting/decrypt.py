"""Trustees' partial decryptions come to the board; with the last one needed, the result does."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.domain.belenios.tally import check_partial_decryption, result
from madang.systems.elections.domain.belenios.trustees import read_trustees
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election, Trustee
from madang.systems.elections.usecases.append_to_board import append, lock_board
from madang.systems.elections.usecases.counting.add_up import is_added_up
from madang.systems.elections.usecases.counting.hand_in_shuffle import shuffled_tally, to_be_shuffled
from madang.systems.elections.usecases.counting.trustees_parts import append_part, part_in, parts
from madang.systems.elections.usecases.refused_in_words import TRUSTEE
from madang.systems.elections.usecases.voting.public_election import public_election, setup_text


class DecryptionUnfit(Refusal):
    """A proof does not hold."""

    code = "elections.decryption_unfit"
    says = _("The partial decryption was not taken: {says}")
    status = 422


class NoDecryptionNow(Refusal):
    """The sums are not on the board, or not shuffled yet; or the result is there, or this trustee did it."""

    code = "elections.no_decryption_now"
    says = _("Nothing was taken: the election is not being decrypted, or this trustee's part is on the board already.")


def hand_in_decryption(*, trustee: Trustee, text: str, actor: Actor, now: datetime) -> Election:
    """Check the trustee's part and append it; the election as it stands then.

    Raises Forbidden, NoDecryptionNow, DecryptionUnfit.
    """
    part = part_in(trustee=trustee, text=text, actor=actor, unfit=DecryptionUnfit)
    with transaction.atomic():
        # The election before its board, in the order in which every step holds them.
        held = Election.objects.select_for_update(no_key=True).get(pk=trustee.election_id)
        handed_in = parts(election=held, kind=Kind.PARTIAL_DECRYPTION)
        waiting = held.state == State.CLOSED and is_added_up(election=held) and not to_be_shuffled(election=held)
        if not waiting or trustee.position in handed_in:
            raise NoDecryptionNow
        public, tally = public_election(uuid=held.uuid), shuffled_tally(election=held)
        trustees = read_trustees(raw=setup_text(uuid=held.uuid, what="trustees"), group=public.group)
        try:
            key = trustees.keys[trustee.position - 1]
            check_partial_decryption(election=public, tally=tally.json, public_key=key, decryption=part)
        except TrusteeRefused as refused:
            raise DecryptionUnfit(says=TRUSTEE[refused.check]) from refused
        board = lock_board(election=held)
        append_part(board=board, kind=Kind.PARTIAL_DECRYPTION, trustee=trustee, part=part, now=now)
        handed_in[trustee.position] = part
        if len(handed_in) >= (held.threshold or len(trustees.keys)):
            counted = result(election=public, trustees=trustees, tally=tally, decryptions=handed_in)
            append(board=board, kind=Kind.RESULT, texts=(counted.json,), now=now)
            held.state = State.COUNTED.value
            held.save(update_fields=["state"])
        detail = {"trustee": trustee.position}
        record(actor=actor, action="elections.decrypt", target=f"election:{held.uuid}", detail=detail, now=now)
    return held
