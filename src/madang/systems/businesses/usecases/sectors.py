"""The active country's sectors of business."""

from functools import lru_cache

from madang.framework.law import load_pack, pack
from madang.systems.businesses.domain.sectors import Sectors, read_sectors


def sectors() -> Sectors:
    """The classification of the active country."""
    return _read(pack().code)


@lru_cache(maxsize=8)
def _read(country: str) -> Sectors:
    return read_sectors(rows=load_pack(country).table("businesses/sectors"))
