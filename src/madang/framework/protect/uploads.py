"""Upload limits: a request that carries more than any page takes is stopped while it arrives."""

from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal

DEFAULT = 50 * 1024 * 1024


class UploadTooLarge(Refusal):
    """More bytes than this place takes."""

    code = "protect.upload_too_large"
    says = _("What you sent is too large: {limit} MB are allowed here. Send a smaller file.")
    status = 413


def request_limit() -> int:
    """The bytes of all files of one request together (`MADANG_UPLOAD_LIMIT`)."""
    return int(getattr(settings, "MADANG_UPLOAD_LIMIT", DEFAULT))


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Stops reading once the request's files exceed the limit, instead of filling the disk with them."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Count, then write on."""
        self.received += len(raw_data)
        if self.received > request_limit():
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)


def read_upload(*, file: "File[bytes]", limit: int) -> bytes:
    """The bytes of an uploaded file; raises UploadTooLarge before reading one that says it is larger, or proves to be."""
    data = b"" if (file.size or 0) > limit else file.read(limit + 1)
    if (file.size or 0) > limit or len(data) > limit:
        raise UploadTooLarge(limit=limit // (1024 * 1024))
    return data
