"""A shuffle that a trustee handed in is checked by a job: it comes to the board whole, or is refused whole."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.systems.elections.domain.belenios import mixnet
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.refused import TrusteeRefused
from madang.systems.elections.models import Election, ShuffleToCheck
from madang.systems.elections.usecases.append_to_board import append, lock_board
from madang.systems.elections.usecases.counting.hand_in_shuffle import ShuffleUnfit, shuffled_tally
from madang.systems.elections.usecases.counting.trustees_parts import append_part, owners
from madang.systems.elections.usecases.refused_in_words import TRUSTEE
from madang.systems.elections.usecases.voting.public_election import public_election


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """A trustee's shuffle that is not on the board: it is being checked, `done` of `steps` (0: no worker began yet), or
    `refused` says in a sentence why not.
    """

    done: int
    steps: int
    refused: str


def check_handed_in(*, shuffle: int, actor: Actor, now: datetime) -> None:
    """Check it and append it; when as many trustees shuffled as have to decrypt, nobody shuffles any more. Or refuse it.

    Nothing is held while it is checked. A worker that was killed begins anew, and whoever comes second finds it done.
    """
    waiting = ShuffleToCheck.objects.filter(pk=shuffle, refused="").select_related("election", "trustee").first()
    if waiting is None:
        return
    refused = _refused(waiting)
    with transaction.atomic():
        # The election before its board, in the order in which every step holds them.
        held = Election.objects.select_for_update(no_key=True).get(pk=waiting.election_id)
        undecided = ShuffleToCheck.objects.filter(pk=shuffle, refused="")
        if not undecided.exists():
            return
        detail: dict[str, object] = {"trustee": waiting.trustee.position}
        if refused:
            undecided.update(refused=refused, text="")
            action, detail = "elections.refuse_shuffle", detail | {"check": refused}
        else:
            _to_board(held, waiting, now)
            action = "elections.shuffle"
        record(actor=actor, action=action, target=f"election:{held.uuid}", detail=detail, now=now)


def _refused(waiting: ShuffleToCheck) -> str:
    """The check that fails; empty if none does."""

    def told(done: int, steps: int) -> None:
        ShuffleToCheck.objects.filter(pk=waiting.pk, refused="").update(done=done, steps=steps)

    public, tally = public_election(uuid=waiting.election.uuid), shuffled_tally(election=waiting.election)
    try:
        mixnet.check_shuffle(election=public, tally=tally.json, shuffled=waiting.text, progress=told)
    except TrusteeRefused as refused:
        return refused.check
    return ""


def _to_board(held: Election, waiting: ShuffleToCheck, now: datetime) -> None:
    board = lock_board(election=held)
    append_part(board=board, kind=Kind.SHUFFLE, trustee=waiting.trustee, part=waiting.text, now=now)
    waiting.delete()
    if len(owners(election=held, kind=Kind.SHUFFLE)) >= (held.threshold or held.trustees.count()):
        append(board=board, kind=Kind.END_SHUFFLES, texts=(), now=now)
        ShuffleToCheck.objects.filter(election=held).delete()


def shuffles_handed_in(*, election: Election) -> dict[int, HandedIn]:
    """What is being checked or was refused, by the positions of the trustees."""
    rows = ShuffleToCheck.objects.filter(election=election).defer("text").select_related("trustee")
    return {one.trustee.position: HandedIn(done=one.done, steps=one.steps, refused=_words(one.refused)) for one in rows}


def _words(check: str) -> str:
    return str(ShuffleUnfit(says=TRUSTEE[check])) if check else ""
