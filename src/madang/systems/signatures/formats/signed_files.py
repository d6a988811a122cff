"""Files that stand apart from the signature over them, and how a signature names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

# More than any honest bundle; each is looked up and digested for every signature that names it.
MOST_FILES = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedFile:
    """A file beside the signature; `name` as it is called now."""

    name: str
    data: bytes


def find_file(*, uri: str, files: Sequence[SignedFile], only: bool) -> SignedFile | None:
    """The file that a reference names, by its name; nothing is ever fetched.

    Where the signature names one file alone (`only`) and one was given, it is that one, whatever it is called now.
    """
    if only and len(files) == 1:
        return files[0]
    named = [one for one in files if one.name and one.name in _names(uri)]
    return named[0] if len(named) == 1 else None


def _names(uri: str) -> tuple[str, str]:
    try:
        path = unquote(urlsplit(uri).path)
    except ValueError:
        path = ""
    return uri, path.rpartition("/")[2]


def uri_of(*, file: SignedFile) -> str:
    """A reference to the file beside the signature (RFC 3986, 4.2)."""
    return quote(file.name, safe="")
