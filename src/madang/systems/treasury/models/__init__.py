"""What treasury keep."""

from madang.systems.treasury.models.entry import Entry

__all__ = ["Entry"]
