"""The election as the board published it: what every ballot is checked against."""

from functools import lru_cache

from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.election import Election as PublicElection
from madang.systems.elections.domain.belenios.election import read_election
from madang.systems.elections.models import BoardData

SETUP_ORDER = ("election", "trustees", "credentials", "setup")
"""In what order the texts of `Setup` stand."""


def setup_text(*, uuid: str, what: str) -> str:
    """One of the texts with which the board began."""
    place = SETUP_ORDER.index(what)
    rows = BoardData.objects.filter(event__election__uuid=uuid, event__kind=Kind.SETUP.value, position=place)
    return rows.values_list("text", flat=True).get()


@lru_cache(maxsize=32)
def public_election(*, uuid: str) -> PublicElection:
    """Read once in a process: what stands on the board does not change."""
    return read_election(raw=setup_text(uuid=uuid, what="election"))
