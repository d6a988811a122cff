"""Certificates of the duty that was paid for materials bought at home, and of a month's average.

Korea: 환급특례법 arts. 9 (2), 11, 12, its Decree arts. 9, 10, 12, 13.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from madang.framework.values.months import add_months
from madang.systems.customs.domain.drawback import ImportLine


class CertificateKind(StrEnum):
    """What was sold, or certified."""

    PROCESSED = "processed"  # art. 12 (1): made of imported materials, then sold
    AS_IMPORTED = "as_imported"  # art. 12 (1): sold as it came in
    AVERAGE = "average"  # art. 11: what one imported in a month, by its average


class CertificateState(StrEnum):
    """Where it stands."""

    FILED = "filed"
    ISSUED = "issued"
    REFUSED = "refused"


def counts_from(*, kind: CertificateKind, lines: Iterable[ImportLine], sold_on: date, years: int) -> date:
    """The day from which the materials' term runs: the first of the month for an average (art. 11 (1)); the sale where what was
    made of them is sold within `years` of the import or of the sale before (art. 9 (2), Decree art. 10); else the import."""
    first = min(line.imported_on for line in lines)
    if kind is CertificateKind.AVERAGE:
        return first.replace(day=1)
    if kind is CertificateKind.PROCESSED and sold_on <= add_months(day=first, months=12 * years):
        return sold_on
    return first
