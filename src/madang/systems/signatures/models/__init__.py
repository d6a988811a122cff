"""What signatures keep."""

from madang.systems.signatures.models.entry import Entry

__all__ = ["Entry"]
