"""Exports are fulfilled by loading: within thirty days of release, longer where customs agrees, within a year at most (Customs
Act of Korea art. 251; its decree art. 255)."""

from datetime import date, timedelta


def load_by(*, released_on: date, days: int, extended_until: date | None = None) -> date:
    """The last day on which released goods are loaded."""
    last = released_on + timedelta(days=days)
    return max(last, extended_until) if extended_until else last
