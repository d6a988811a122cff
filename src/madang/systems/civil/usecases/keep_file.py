"""Keep a file that an applicant adds, until the application that names it is sent."""

from dataclasses import dataclass

from madang.framework.storage import store

ALLOWED = frozenset({"application/pdf", "image/jpeg", "image/png"})
LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A stored file, as an application names it."""

    field: str
    name: str
    sha256: str
    media_type: str
    size: int


def keep_file(*, field: str, name: str, data: bytes) -> KeptFile:
    """The file, stored by its content. Raises what storage refuses: too large, another type than allowed, a finding."""
    blob = store(data, name=name, allowed=ALLOWED, limit=LIMIT)
    return KeptFile(field=field, name=name[:200], sha256=blob.sha256, media_type=blob.media_type, size=blob.size)
