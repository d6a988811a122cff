"""The tender market of the demonstration without a browser: sealed bids, a lottery computed again, open contracting."""

from collections.abc import Iterator
from pathlib import Path

from madang.systems.procurement.usecases.award.write_award_files import write_award_files
from madang.systems.procurement.usecases.bidding.write_bid_files import write_bid_files
from madang.systems.procurement.usecases.disclosure.write_files import write_disclosure_files


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; what was made stays in `out`."""
    yield from write_bid_files(out=out)
    yield from write_award_files(out=out)
    yield from write_disclosure_files(out=out)
