"""Find budget lines by the codes that stand on their pages."""

from collections.abc import Iterable

from madang.systems.treasury.models import BudgetLine


def lines_by_code(*, codes: Iterable[str]) -> dict[str, BudgetLine]:
    """Those of the codes that are a line's, with their lines. A code's last part is the line's key."""
    asked = set(codes)
    keys = {code.rpartition("/")[2] for code in asked}
    found = BudgetLine.objects.filter(
        pk__in=[int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 15]
    )
    return {line.code: line for line in found if line.code in asked}
