"""Bank to customer statement: ISO 20022 camt.053.001.08, read and (for the demonstration's bank) written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from madang.systems.treasury.formats.pain001 import amount
from madang.systems.treasury.formats.safe_xml import Element, read

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,5})?")
LARGEST = 10**15


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A booked movement of the account: positive came in, negative went out. `returned`: a transfer of ours came back."""

    reference: str
    booked_on: date
    minor: int
    currency: str
    end_to_end: str = ""
    text: str = ""
    returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement of one account."""

    number: str
    account: str
    entries: tuple[Entry, ...]


class StatementFaulty(ValueError):
    """The file is no statement that can be booked; `faults` names the place and the fault of each."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


def _text(element: Element, path: str) -> str:
    found = element.find("/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/")))
    return (found.text or "").strip() if found is not None else ""


def parse(*, data: bytes, digits: int) -> tuple[Statement, ...]:
    """The statements of a file. Raises XmlRefused, StatementFaulty with every fault."""
    root = read(data=data)
    faults: list[tuple[str, str]] = []
    if root.tag != f"{{{NAMESPACE}}}Document":
        raise StatementFaulty([("Document", "the file is not a camt.053.001.08")])
    statements = []
    for place, part in enumerate(root.iter(f"{{{NAMESPACE}}}Stmt"), 1):
        name = f"Stmt[{place}]"
        account = _text(part, "Acct/Id/IBAN") or _text(part, "Acct/Id/Othr/Id")
        number = _text(part, "Id")
        faults += [(name, f"{what} is missing") for what, value in (("Id", number), ("Acct", account)) if not value]
        found = [
            _entry(one, f"{name}/Ntry[{index}]", digits, faults)
            for index, one in enumerate(part.findall(f"{{{NAMESPACE}}}Ntry"), 1)
        ]
        statements.append(Statement(number=number, account=account, entries=tuple(one for one in found if one)))
    if not statements:
        faults.append(("Document", "there is no statement in the file"))
    if faults:
        raise StatementFaulty(faults)
    return tuple(statements)


def _entry(part: Element, place: str, digits: int, faults: list[tuple[str, str]]) -> Entry | None:
    before = len(faults)
    if _text(part, "Sts/Cd") != "BOOK":
        # Pending and informational entries move no money.
        return None
    value = part.find(f"{{{NAMESPACE}}}Amt")
    minor = _minor((value.text or "").strip() if value is not None else "", digits)
    currency = value.get("Ccy", "") if value is not None else ""
    direction = _text(part, "CdtDbtInd")
    day = _day(_text(part, "BookgDt/Dt") or _text(part, "BookgDt/DtTm")[:10])
    reference = _text(part, "AcctSvcrRef")
    checks = (
        (minor is None, "Amt is no amount of this currency"),
        (len(currency) != 3, "Ccy is missing"),
        (direction not in ("CRDT", "DBIT"), "CdtDbtInd is neither CRDT nor DBIT"),
        (day is None, "BookgDt is no day"),
        (not 0 < len(reference) <= 35, "AcctSvcrRef is missing, so the entry could be booked twice"),
    )
    faults += [(place, says) for wrong, says in checks if wrong]
    if len(faults) > before or minor is None or day is None:
        return None
    details = "NtryDtls/TxDtls"
    returned = part.find(f".//{{{NAMESPACE}}}RtrInf") is not None
    return Entry(
        reference=reference,
        booked_on=day,
        minor=minor if direction == "CRDT" else -minor,
        currency=currency,
        end_to_end=_text(part, f"{details}/Refs/EndToEndId")[:35],
        text=_text(part, f"{details}/RmtInf/Ustrd")[:140],
        returned=returned,
    )


def _minor(written: str, digits: int) -> int | None:
    if not _NUMBER.fullmatch(written):
        return None
    whole, _point, rest = written.partition(".")
    if rest[digits:].strip("0"):
        return None
    minor = int(whole) * 10**digits + int((rest[:digits]).ljust(digits, "0") or "0")
    return minor if 0 < minor <= LARGEST else None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _add(parent: Element, path: str, text: str | None = None) -> Element:
    for name in path.split("/"):
        parent = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    parent.text = text
    return parent


def _money(parent: Element, *, minor: int, currency: str, digits: int) -> None:
    _add(parent, "Amt", amount(minor=abs(minor), digits=digits)).set("Ccy", currency)
    _add(parent, "CdtDbtInd", "CRDT" if minor >= 0 else "DBIT")


def write(*, statement: Statement, created_at: datetime, opening: int, currency: str, iban: bool, digits: int) -> bytes:
    """The statement as the demonstration's bank sends it; balances are in the account's `currency`."""
    root = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    body = _add(root, "BkToCstmrStmt")
    head = _add(body, "GrpHdr")
    _add(head, "MsgId", statement.number)
    _add(head, "CreDtTm", created_at.isoformat(timespec="seconds"))
    part = _add(body, "Stmt")
    _add(part, "Id", statement.number)
    _add(part, "Acct/Id/IBAN" if iban else "Acct/Id/Othr/Id", statement.account)
    closing = opening + sum(one.minor for one in statement.entries)
    for code, minor in (("OPBD", opening), ("CLBD", closing)):
        balance = _add(part, "Bal")
        _add(balance, "Tp/CdOrPrtry/Cd", code)
        _money(balance, minor=minor, currency=currency, digits=digits)
        _add(balance, "Dt/Dt", created_at.date().isoformat())
    for one in statement.entries:
        _write_entry(part, one, digits)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write_entry(part: Element, one: Entry, digits: int) -> None:
    line = _add(part, "Ntry")
    _money(line, minor=one.minor, currency=one.currency, digits=digits)
    _add(line, "Sts/Cd", "BOOK")
    _add(line, "BookgDt/Dt", one.booked_on.isoformat())
    _add(line, "AcctSvcrRef", one.reference)
    _add(line, "BkTxCd/Prtry/Cd", "TRF")
    details = _add(line, "NtryDtls/TxDtls")
    if one.end_to_end:
        _add(details, "Refs/EndToEndId", one.end_to_end)
    if one.text:
        _add(details, "RmtInf/Ustrd", one.text)
    if one.returned:
        _add(details, "RtrInf/Rsn/Cd", "AC04")
