"""How the state says no: a sentence for people, a permanent code for machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one place of an input: `place` is a field name or a row, `says` a whole sentence."""

    place: str
    says: str
    code: str = ""


class Refusal(Exception):
    """A use case's no. Subclasses stand beside the use case and carry `code` (permanent) and `says` (translated lazily).

    `says` may hold `{names}` filled from the keyword arguments. `faults` lists every fault of a bad input, so that the
    sender corrects all of them at once. `status` is the HTTP status of the RFC 9457 problem document.
    """

    code: ClassVar[str] = "madang.refused"
    says: ClassVar[object] = "The request was refused."
    status: ClassVar[int] = 409

    def __init__(self, *, faults: tuple[Fault, ...] = (), **values: object) -> None:
        super().__init__(self.code)
        self.faults = faults
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return str(self.says).format(**self.values)
