"""What can be wrong with a pack; all of it is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LawFault:
    """One mistake: the file, the place in it, and a sentence."""

    file: str
    place: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.says}" if self.place else f"{self.file}: {self.says}"


class PackFaulty(Exception):
    """The pack cannot be used; `faults` lists every mistake found."""

    def __init__(self, *, code: str, faults: Sequence[LawFault]) -> None:
        self.code = code
        self.faults = tuple(faults)
        lines = "\n".join(f"  - {fault}" for fault in self.faults)
        super().__init__(f"The country pack '{code}' has {len(self.faults)} fault(s):\n{lines}")
