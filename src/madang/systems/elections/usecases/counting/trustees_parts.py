"""What trustees hand in once the board is closed, shuffles and partial decryptions: on the board, each with its owner."""

import json
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.board import Kind, owned_json
from madang.systems.elections.models import Board, BoardData, Election, Trustee
from madang.systems.elections.usecases.append_to_board import append

LARGEST = 30_000_000


def part_in(*, trustee: Trustee, text: str, actor: Actor, unfit: type[Refusal]) -> str:
    """The part in the file that a manager hands in for a trustee: belenios-tool writes whose it is into a second line.

    Raises Forbidden, and `unfit` where it is too large.
    """
    require(actor, "elections.manage", trustee.election.office)
    part = text.strip().partition("\n")[0]
    if len(part) > LARGEST:
        raise unfit(says=_("it is larger than any."))
    return part


def append_part(*, board: Board, kind: Kind, trustee: Trustee, part: str, now: datetime) -> None:
    """Append a part that was checked; `board` is held."""
    append(board=board, kind=kind, texts=(part, owned_json(owner=trustee.position, payload=part)), now=now)


def owners(*, election: Election, kind: Kind) -> list[int]:
    """The positions of the trustees whose parts of this kind are on the board, in their order."""
    rows = BoardData.objects.filter(event__election=election, event__kind=kind.value, position=1)
    return [int(json.loads(text)["owner"]) for text in rows.order_by("event__height").values_list("text", flat=True)]


def parts(*, election: Election, kind: Kind) -> dict[int, str]:
    """The parts of this kind, by their trustees' positions in the board's order."""
    rows = BoardData.objects.filter(event__election=election, event__kind=kind.value, position=0)
    texts = rows.order_by("event__height").values_list("text", flat=True)
    return dict(zip(owners(election=election, kind=kind), texts, strict=True))
