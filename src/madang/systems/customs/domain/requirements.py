"""Which acts ask for a permit before goods are released (Customs Act of Korea art. 226), by the first digits of the code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.words import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One act that asks something of goods. `office` decides; `documents` are the codes of the papers that prove it;
    `titles` are by language."""

    code: str
    prefixes: tuple[str, ...]
    direction: Direction
    office: str
    documents: tuple[str, ...]
    titles: Mapping[str, str]
    cite: str
    since: date
    except_prefixes: tuple[str, ...] = ()

    def asks(self, *, commodity: str) -> bool:
        """Whether goods of this commodity need it."""
        return commodity.startswith(self.prefixes) and not (
            self.except_prefixes and commodity.startswith(self.except_prefixes)
        )


def read_requirements(*, data: Iterable[Mapping[str, Any]]) -> tuple[Requirement, ...]:
    """The requirements as a pack writes them."""
    return tuple(
        Requirement(
            code=row["code"],
            prefixes=tuple(str(one) for one in row["prefixes"]),
            direction=Direction(row["direction"]),
            office=row["office"],
            documents=tuple(row.get("documents", ())),
            titles=row["titles"],
            cite=row["cite"],
            since=row["since"],
            except_prefixes=tuple(str(one) for one in row.get("except", ())),
        )
        for row in data
    )


def needed(
    *, declaration: Declaration, requirements: Iterable[Requirement], on: date
) -> tuple[tuple[int, Requirement], ...]:
    """Each item's sequence with each requirement that its commodity brings on that day."""
    known = tuple(one for one in requirements if one.direction is declaration.direction and one.since <= on)
    return tuple(
        (item.sequence, one) for item in declaration.items for one in known if one.asks(commodity=item.commodity)
    )
