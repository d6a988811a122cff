"""What a rule finds wrong: a permanent code, the place it lies in, and the values its sentence needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one place of what was reported. The sentence to a code stands beside the use cases."""

    code: str
    place: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
