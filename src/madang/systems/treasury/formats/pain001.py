"""Customer credit transfer initiation: ISO 20022 pain.001.001.09, written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One credit transfer. `account` is an IBAN, or the bank's own number where `iban` is false."""

    end_to_end: str
    minor: int
    name: str
    account: str
    iban: bool
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiation:
    """A batch of transfers from one account in one currency."""

    message: str
    created_at: datetime
    due_on: date
    debtor: str
    account: str
    iban: bool
    currency: str
    digits: int
    transfers: Sequence[Transfer]


def _add(parent: etree._Element, path: str, text: str | None = None) -> etree._Element:
    for name in path.split("/"):
        parent = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text is not None:
        parent.text = text
    return parent


def amount(*, minor: int, digits: int) -> str:
    """Minor units as ISO 20022 writes an amount."""
    return f"{minor // 10**digits}.{minor % 10**digits:0{digits}d}" if digits else str(minor)


def _account(parent: etree._Element, name: str, number: str, *, iban: bool) -> None:
    _add(parent, f"{name}/Id/IBAN" if iban else f"{name}/Id/Othr/Id", number)


def write(*, initiation: Initiation) -> bytes:
    """The message as UTF-8."""
    root = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    body = _add(root, "CstmrCdtTrfInitn")
    total = amount(minor=sum(one.minor for one in initiation.transfers), digits=initiation.digits)
    head = _add(body, "GrpHdr")
    _add(head, "MsgId", initiation.message)
    _add(head, "CreDtTm", initiation.created_at.isoformat(timespec="seconds"))
    _add(head, "NbOfTxs", str(len(initiation.transfers)))
    _add(head, "CtrlSum", total)
    _add(head, "InitgPty/Nm", initiation.debtor[:140])
    block = _add(body, "PmtInf")
    _add(block, "PmtInfId", initiation.message)
    _add(block, "PmtMtd", "TRF")
    _add(block, "NbOfTxs", str(len(initiation.transfers)))
    _add(block, "CtrlSum", total)
    _add(block, "ReqdExctnDt/Dt", initiation.due_on.isoformat())
    _add(block, "Dbtr/Nm", initiation.debtor[:140])
    _account(block, "DbtrAcct", initiation.account, iban=initiation.iban)
    _add(block, "DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED")
    for one in initiation.transfers:
        _transfer(block, one, initiation)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _transfer(block: etree._Element, one: Transfer, initiation: Initiation) -> None:
    part = _add(block, "CdtTrfTxInf")
    _add(part, "PmtId/EndToEndId", one.end_to_end)
    value = _add(part, "Amt/InstdAmt", amount(minor=one.minor, digits=initiation.digits))
    value.set("Ccy", initiation.currency)
    _add(part, "Cdtr/Nm", one.name[:140])
    _account(part, "CdtrAcct", one.account, iban=one.iban)
    _add(part, "RmtInf/Ustrd", one.purpose[:140])
