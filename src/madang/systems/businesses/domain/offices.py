"""Which office is competent for a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFacts:
    """An office and the division it is for."""

    code: str
    region: str


def competent(*, offices: Sequence[OfficeFacts], division: str, parents: Mapping[str, str]) -> str:
    """The office of the division, else of the nearest division around it, else the first one; empty without any office."""
    by_region = {office.region: office.code for office in reversed(offices)}
    place = division
    while place:
        if place in by_region:
            return by_region[place]
        place = parents.get(place, "")
    return offices[0].code if offices else ""
