"""The country of origin where an agreement's rates differ by party: Regional Comprehensive Economic Partnership, art. 2.6."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What is known of goods that originate in the area, sent from one of its parties.

    `acquired_there`: they got their origin in the exporting party. `only_materials`: they are made of originating materials
    alone; then `worked` tells whether more than minor operations were done there. `listed`: the importing party's appendix
    names them; then `domestic_share`, the percentage of value added in the exporting party, must reach what is asked for.
    `contributions`: the value of originating materials by party.
    """

    exporter: str
    acquired_there: bool = True
    only_materials: bool = False
    worked: bool = True
    listed: bool = False
    domestic_share: Decimal = Decimal(0)
    contributions: Mapping[str, Decimal]


def country_of_origin(*, sent: Sent, asked_share: Decimal) -> str:
    """The party whose rate applies: the exporting one where it made the goods so (art. 2.6 (1) to (3)), else the one that gave
    the highest value of originating materials (art. 2.6 (4)); of equals the first by its code."""
    made_there = sent.worked if sent.only_materials else sent.acquired_there
    if made_there and (not sent.listed or sent.domestic_share >= asked_share):
        return sent.exporter
    if not sent.contributions:
        return sent.exporter
    return min(sent.contributions, key=lambda party: (-sent.contributions[party], party))
