"""What the room keeps."""

from madang.framework.documents.models.document import Document, Status
from madang.framework.documents.models.share import Share

__all__ = ["Document", "Share", "Status"]
