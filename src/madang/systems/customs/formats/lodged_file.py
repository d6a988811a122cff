"""A file of declarations as a program sends it: an interchange of CUSDEC, one WCO declaration, or an archive of such; each
message read apart, so that one that is wrong holds up no other."""

import io
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum

from madang.framework.values import Fault
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.words import Function
from madang.systems.customs.formats import wco
from madang.systems.customs.formats.edifact import cusdec
from madang.systems.customs.formats.edifact.cusres import Problem, item_at, problem_of
from madang.systems.customs.formats.edifact.received import Received, Result
from madang.systems.customs.formats.edifact.syntax import LARGEST

MOST_FILES = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
LONGEST_NAME = 200
NO_ARCHIVE = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError)


class Form(StrEnum):
    """In which form declarations come."""

    CUSDEC = "cusdec"
    WCO = "wco"


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgedMessage:
    """One message: what it declares, or every fault. `syntax` says that it could not be read, of which CONTRL tells."""

    name: str
    reference: str = ""
    declaration: Declaration | None = None
    faults: tuple[Fault, ...] = ()
    problems: tuple[Problem, ...] = ()
    syntax: bool = False

    @property
    def changes(self) -> bool:
        """Whether it amends or withdraws what was declared before."""
        return self.declaration is not None and self.declaration.function is not Function.ORIGINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgedFile:
    """The messages in their order; `faults` are those of the file as a whole, for which none of it is taken."""

    form: Form
    messages: tuple[LodgedMessage, ...] = ()
    faults: tuple[Fault, ...] = ()
    received: Received[Declaration] | None = field(default=None, compare=False)
    """The interchange, where it is one."""


def read_lodged_file(*, data: bytes, name: str) -> LodgedFile:
    """What the file holds. Never raises on bad input."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return LodgedFile(form=Form.WCO, messages=(_wco(data, name),))
    return _interchange(data)


def _interchange(data: bytes) -> LodgedFile:
    received = cusdec.read_all(data=data)
    if received.faults:
        faults = tuple(fault.as_fault() for fault in received.faults)
        return LodgedFile(form=Form.CUSDEC, faults=faults, received=received)
    messages = tuple(_message(result) for result in received.results)
    return LodgedFile(form=Form.CUSDEC, messages=messages, received=received)


def _message(result: Result[Declaration]) -> LodgedMessage:
    wrong = result.syntax or result.faults
    problems = (problem_of(fault=fault, item=item_at(result.message, fault.segment)) for fault in result.faults)
    return LodgedMessage(
        name=result.message.reference[:LONGEST_NAME],
        reference=result.document,
        declaration=result.content,
        faults=tuple(fault.as_fault() for fault in wrong),
        problems=() if result.syntax else tuple(problems),
        syntax=bool(result.syntax),
    )


def _archive(data: bytes) -> LodgedFile:
    """Every file in it is a message, in the order of their names."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = sorted((one for one in archive.infolist() if not one.is_dir()), key=lambda one: one.filename)
            if fault := _unfit(inside):
                return LodgedFile(form=Form.WCO, faults=(fault,))
            return LodgedFile(form=Form.WCO, messages=tuple(_wco(archive.read(one), one.filename) for one in inside))
    except NO_ARCHIVE as error:
        says = f"The archive cannot be unpacked: {str(error)[:100]}"
        return LodgedFile(form=Form.WCO, faults=(Fault("file", says, "customs.archive_unfit"),))


def _unfit(inside: list[zipfile.ZipInfo]) -> Fault | None:
    if not inside:
        return Fault("file", "The archive is empty.", "customs.archive_unfit")
    if len(inside) > MOST_FILES:
        return Fault("file", f"The archive holds more than {MOST_FILES} files.", "customs.archive_unfit")
    if any(one.file_size > LARGEST for one in inside) or sum(one.file_size for one in inside) > MOST_UNPACKED:
        says = f"The archive holds more than {MOST_UNPACKED // 2**20} MB."
        return Fault("file", says, "customs.archive_unfit")
    return None


def _wco(data: bytes, name: str) -> LodgedMessage:
    told = "".join(sign for sign in name if sign.isprintable())[-LONGEST_NAME:] or "declaration.xml"
    try:
        found = wco.read(data=data)
    except wco.NotADeclaration as refused:
        return LodgedMessage(name=told, faults=tuple(refused.faults))
    return LodgedMessage(name=told, reference=found.reference[:35], declaration=found)
