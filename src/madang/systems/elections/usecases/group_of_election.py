"""In which group an election is encrypted: known from its draft on."""

from madang.systems.elections.domain.belenios.group import Group, group_for
from madang.systems.elections.domain.words import RANKED
from madang.systems.elections.models import Election


def group_of_election(*, election: Election) -> Group:
    """RFC-3526-2048 where a question is ranked, else BELENIOS-2048 (section 5)."""
    return group_for(ranked=election.questions.filter(kind__in=[one.value for one in RANKED]).exists())
