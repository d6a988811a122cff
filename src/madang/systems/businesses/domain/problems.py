"""What stands against an entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why something cannot be entered: a permanent code, the datum it concerns, and what its sentence needs."""

    code: str
    place: str
    values: Mapping[str, object] = field(default_factory=dict)
