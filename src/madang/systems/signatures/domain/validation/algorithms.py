"""Until when an algorithm may be trusted: dated, as ETSI TS 119 312 asks; `algorithms.yaml` cites each line.

A country or a test may hand in another table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from madang.systems.signatures.domain.validation.evidence import Algorithm

_NEVER = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class AlgorithmPolicy:
    """Which algorithms hold until when; None means: no end known. Of a kind of key the most bits stand first."""

    digests: Mapping[str, datetime | None]
    keys: Mapping[str, tuple[tuple[int, datetime | None], ...]]

    def ends(self, *, algorithm: Algorithm) -> datetime | None:
        """The instant at which trust in it ends; long ago for what is not known."""
        if not algorithm.bits and algorithm.name not in self.keys:
            return self.digests.get(algorithm.name, _NEVER)
        for least, until in self.keys.get(algorithm.name, ()):
            if algorithm.bits >= least:
                return until
        return _NEVER

    def weakest(self, *, algorithms: Iterable[Algorithm], at: datetime) -> Algorithm | None:
        """The first algorithm that no longer held at `at`."""
        for one in algorithms:
            end = self.ends(algorithm=one)
            if end is not None and at >= end:
                return one
        return None


def read_policy(*, table: Mapping[str, Any]) -> AlgorithmPolicy:
    """The policy of a table that is laid out as `algorithms.yaml`."""
    keys = {
        name: tuple((int(row["least_bits"]), _instant(row["until"])) for row in rows)
        for name, rows in table["keys"].items()
    }
    return AlgorithmPolicy(
        digests={name: _instant(row["until"]) for name, row in table["digests"].items()},
        keys={name: tuple(sorted(rows, key=lambda row: -row[0])) for name, rows in keys.items()},
    )


def _instant(until: date | None) -> datetime | None:
    return None if until is None else datetime.combine(until, time(), tzinfo=UTC)


STANDARD = read_policy(table=yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))
