"""What digital identity keep."""

from madang.systems.digital_identity.models.entry import Entry

__all__ = ["Entry"]
