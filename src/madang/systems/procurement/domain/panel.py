"""What binds evaluators: their declaration, and scores sealed before anybody sees another's.

Korea: State Contracts Act Enforcement Decree art. 43 (evaluation of proposals), Contract Rule on contracts by negotiation
(panel,
exclusion of those with an interest).
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

from madang.systems.procurement.domain.ranking import Points

Sheet = Mapping[str, Mapping[str, int]]
"""An evaluator's scores of a lot: by bid, by criterion."""


def sheet_faults(*, sheet: Sheet, bids: Collection[str], criteria: Sequence[Points]) -> tuple[str, ...]:
    """The places (`BID CRITERION`) where a sheet lacks whole points from 0 to the criterion's most, or says what nobody
    asked.
    """
    scored = {one.code: one.most for one in criteria if not one.by_formula}
    wanted = {f"{bid} {code}": most for bid in bids for code, most in scored.items()}
    given = {f"{bid} {code}": points for bid, scores in sheet.items() for code, points in scores.items()}
    wrong = [place for place, most in wanted.items() if not _fits(given.get(place), most)]
    return tuple(sorted([*wrong, *(place for place in given if place not in wanted)]))


def _fits(points: object, most: int) -> bool:
    return type(points) is int and 0 <= points <= most


def sealed_as(*, nonce: str, sheet: Sheet) -> str:
    """What is published of a sheet until all are in: SHA-256 over the nonce, a newline and the scores as JSON with sorted names
    and no blanks.
    """
    text = nonce + "\n" + json.dumps(sheet, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
