"""Customer payment status report: ISO 20022 pain.002.001.03 (and .10, which tells the same in the same places), read;
.03 is written, too, for the demonstration's bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from madang.framework.bulk.safe_xml import Element, read
from madang.systems.treasury.formats import schemas

_URN = "urn:iso:std:iso:20022:tech:xsd:pain.002.001."
NAMESPACE = f"{_URN}03"
READ = (NAMESPACE, f"{_URN}10")
# ISO 20022 external code set, ExternalPaymentTransactionStatus1Code and ExternalPaymentGroupStatus1Code.
REJECTED = "RJCT"
ACCEPTED = frozenset({"ACCP", "ACSC", "ACSP", "ACTC", "ACWC", "ACWP", "ACCC", "ACFC"})
PENDING = frozenset({"PDNG", "RCVD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the bank says of one transfer: its status, and why it was refused (ExternalStatusReason1Code, e.g. AC01)."""

    end_to_end: str
    status: str
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A status report on one initiation. `status` and `reason` speak of all its transfers; `told` of single ones."""

    message: str
    original: str
    status: str = ""
    reason: str = ""
    text: str = ""
    told: tuple[Told, ...] = ()


class ReportFaulty(ValueError):
    """The file is no status report that can be acted on; `faults` names the place and the fault of each."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


def parse(*, data: bytes) -> Report:
    """The report of a file. Raises XmlRefused, ReportFaulty with every fault."""
    root = read(data=data)
    space = etree.QName(root).namespace or ""
    if space not in READ or etree.QName(root).localname != "Document":
        raise ReportFaulty([("Document", "the file is not a pain.002.001.03 or pain.002.001.10")])
    faults = schemas.faults(root=root)
    body = _Part(root, space).part("CstmrPmtStsRpt")
    group = body.part("OrgnlGrpInfAndSts")
    whole = (group.text("GrpSts"), *_why(group))
    told = [
        _told(one, f"OrgnlPmtInfAndSts[{block_place}]/TxInfAndSts[{place}]", faults)
        for block_place, block in enumerate(body.parts("OrgnlPmtInfAndSts"), 1)
        for place, one in enumerate(block.parts("TxInfAndSts"), 1)
    ]
    blocks = [block for block in body.parts("OrgnlPmtInfAndSts") if block.text("PmtInfSts") == REJECTED]
    if blocks and whole[0] != REJECTED and not told:
        # One payment block is all that our initiations have.
        whole = (REJECTED, *_why(blocks[0]))
    report = Report(
        message=body.part("GrpHdr").text("MsgId"),
        original=group.text("OrgnlMsgId"),
        status=whole[0],
        reason=whole[1],
        text=whole[2],
        told=tuple(told),
    )
    faults += [
        (place, f"{place} is missing")
        for place, value in (("MsgId", report.message), ("OrgnlMsgId", report.original))
        if not value
    ]
    if not report.status and not told:
        faults.append(("OrgnlGrpInfAndSts", "the report tells the status of nothing"))
    if faults:
        raise ReportFaulty(faults)
    return report


class _Part:
    """An element that may be missing, read by the names of its own namespace."""

    def __init__(self, element: Element | None, space: str) -> None:
        self.element, self.space = element, space

    def _path(self, path: str) -> str:
        return "/".join(f"{{{self.space}}}{name}" for name in path.split("/"))

    def part(self, path: str) -> "_Part":
        found = self.element.find(self._path(path)) if self.element is not None else None
        return _Part(found, self.space)

    def parts(self, path: str) -> "list[_Part]":
        return (
            [_Part(one, self.space) for one in self.element.findall(self._path(path))]
            if self.element is not None
            else []
        )

    def text(self, path: str) -> str:
        found = self.part(path).element
        return (found.text or "").strip() if found is not None else ""


def _why(part: _Part) -> tuple[str, str]:
    code = part.text("StsRsnInf/Rsn/Cd") or part.text("StsRsnInf/Rsn/Prtry")
    return code[:35], part.text("StsRsnInf/AddtlInf")[:105]


def _told(part: _Part, place: str, faults: list[tuple[str, str]]) -> Told:
    reason, text = _why(part)
    one = Told(end_to_end=part.text("OrgnlEndToEndId")[:35], status=part.text("TxSts"), reason=reason, text=text)
    if not one.end_to_end:
        faults.append((place, "OrgnlEndToEndId is missing, so nobody knows which transfer is meant"))
    if one.status not in ACCEPTED | PENDING | {REJECTED}:
        faults.append((place, f"TxSts is no status that we know: {one.status[:10]}"))
    return one


def write(*, report: Report, created_at: datetime) -> bytes:
    """The report as the demonstration's bank sends it, pain.002.001.03."""
    root = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    body = _add(root, "CstmrPmtStsRpt")
    head = _add(body, "GrpHdr")
    _add(head, "MsgId", report.message)
    _add(head, "CreDtTm", created_at.isoformat(timespec="seconds"))
    group = _add(body, "OrgnlGrpInfAndSts")
    _add(group, "OrgnlMsgId", report.original)
    _add(group, "OrgnlMsgNmId", "pain.001.001.09")
    if report.status:
        _add(group, "GrpSts", report.status)
    if report.reason:
        _add(group, "StsRsnInf/Rsn/Cd", report.reason)
    if report.told:
        block = _add(body, "OrgnlPmtInfAndSts")
        _add(block, "OrgnlPmtInfId", report.original)
        for one in report.told:
            part = _add(block, "TxInfAndSts")
            _add(part, "OrgnlEndToEndId", one.end_to_end)
            _add(part, "TxSts", one.status)
            if one.reason:
                why = _add(part, "StsRsnInf")
                _add(why, "Rsn/Cd", one.reason)
                if one.text:
                    _add(why, "AddtlInf", one.text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: Element, path: str, text: str | None = None) -> Element:
    for name in path.split("/"):
        parent = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    parent.text = text
    return parent
