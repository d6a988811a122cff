"""Exports are fulfilled by loading: within thirty days of release, longer where customs agrees, within a year at most (Customs
Act of Korea art. 251; its decree art. 255)."""

from datetime import date, timedelta

from madang.systems.customs.domain.declaration import Declaration


def load_by(*, released_on: date, days: int, extended_until: date | None = None) -> date:
    """The last day on which released goods are loaded."""
    last = released_on + timedelta(days=days)
    return max(last, extended_until) if extended_until else last


def packages_of(*, declaration: Declaration) -> int:
    """How many packages a declaration says: its total, or those of its items; 0 where it says none."""
    return declaration.total_packages or sum(one.count for item in declaration.items for one in item.packages)


def is_fulfilled(*, declared: int, loaded: int, waiting: int) -> bool:
    """Whether an export is loaded: all packages that it declares; where it declares none, all that bills name (`waiting` of
    which are not aboard)."""
    return loaded >= declared if declared else loaded > 0 and waiting == 0
