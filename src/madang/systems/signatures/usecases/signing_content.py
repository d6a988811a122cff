"""Which format signs a request's document, and what there is to see of it."""

from dataclasses import dataclass

from madang.framework.storage import storing
from madang.systems.signatures.formats.cades import Cades
from madang.systems.signatures.formats.jades import Jades, payload
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.formats.sources import Format
from madang.systems.signatures.formats.xades import Xades
from madang.systems.signatures.models import SigningRequest

ENDINGS = {"PAdES": ".pdf", "XAdES": ".xml", "JAdES": ".json", "CAdES": ".p7s"}
MEDIA_TYPES = {
    "PAdES": "application/pdf",
    "XAdES": "application/xml",
    "JAdES": "application/json",
    "CAdES": "application/pkcs7-signature",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """The format, what its next signature is added to, and the files that stand apart where they do."""

    form: Format
    data: bytes
    apart: tuple[SignedFile, ...] = ()


def content_of(*, request: SigningRequest) -> Content:
    """The document with its signatures so far."""
    current = storing.read_blob(request.current_id)
    if request.form == "CAdES":
        original = storing.read_blob(request.original_id)
        begun = request.current_id != request.original_id
        apart = (SignedFile(name=request.file_name, data=original),)
        return Content(form=Cades(content=original), data=current if begun else b"", apart=apart)
    return Content(form=form_named(request.form, original=b""), data=current)


def form_named(name: str, *, original: bytes) -> Format:
    """A format by its name; `original` is what a detached one signs."""
    if name == "PAdES":
        # pyHanko takes half a second to read in, which every start would wait for.
        from madang.systems.signatures.formats.pades import Pades

        return Pades()
    if name == "CAdES":
        return Cades(content=original)
    return Xades() if name == "XAdES" else Jades()


def is_signed(*, request: SigningRequest) -> bool:
    """Whether the current file carries a signature."""
    return request.current_id != request.original_id


def name_of_result(*, request: SigningRequest) -> str:
    """The file's name once it is signed."""
    ending = ENDINGS[request.form]
    if request.form == "CAdES":
        return request.file_name + ending
    return request.file_name.rpartition(".")[0] + "-signed" + ending


def seen(*, request: SigningRequest) -> tuple[str, bytes]:
    """What a signer must see, and its kind: `pdf`, `text`, or `file` where no page can show it."""
    current = storing.read_blob(request.current_id)
    if request.form == "PAdES":
        return "pdf", current
    if request.form == "XAdES":
        return "text", current
    original = storing.read_blob(request.original_id)
    if request.form == "JAdES":
        return "text", payload(signed=current) if is_signed(request=request) else original
    readable = request.original.media_type.startswith("text/")
    return ("text" if readable else "file"), original
