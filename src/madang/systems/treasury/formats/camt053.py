"""Bank to customer statement: ISO 20022 camt.053.001.08, read and (for the demonstration's bank) written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from lxml import etree

from madang.framework.bulk.safe_xml import Element, read
from madang.systems.treasury.formats import schemas
from madang.systems.treasury.formats.pain001 import amount

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,5})?")
LARGEST = 10**15


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A booked movement of the account: positive came in, negative went out. `returned`: a transfer of ours came back, and
    `reason` says why (ExternalReturnReason1Code). `party` is who paid, or was paid; `party_account` their account.
    """

    reference: str
    booked_on: date
    minor: int
    currency: str
    end_to_end: str = ""
    text: str = ""
    returned: bool = False
    reason: str = ""
    party: str = ""
    party_account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement of one account, with the booked balances it opens and closes with, where it tells them."""

    number: str
    account: str
    entries: tuple[Entry, ...]
    opening: int | None = None
    closing: int | None = None
    closed_on: date | None = None


class StatementFaulty(ValueError):
    """The file is no statement that can be booked; `faults` names the place and the fault of each."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


@cache
def _whole(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))


def _text(element: Element, path: str) -> str:
    found = element.find(_whole(path))
    return (found.text or "").strip() if found is not None else ""


def parse(*, data: bytes, digits: int) -> tuple[Statement, ...]:
    """The statements of a file. Raises XmlRefused, StatementFaulty with every fault."""
    root = read(data=data)
    if root.tag != f"{{{NAMESPACE}}}Document":
        raise StatementFaulty([("Document", "the file is not a camt.053.001.08")])
    faults = schemas.faults(root=root)
    parts = list(root.iterfind(f"{{{NAMESPACE}}}BkToCstmrStmt/{{{NAMESPACE}}}Stmt"))
    statements = [_statement(part, f"Stmt[{place}]", digits, faults) for place, part in enumerate(parts, 1)]
    if not statements:
        faults.append(("Document", "there is no statement in the file"))
    if faults:
        raise StatementFaulty(faults)
    return tuple(statements)


def _statement(part: Element, name: str, digits: int, faults: list[tuple[str, str]]) -> Statement:
    before = len(faults)
    account = _text(part, "Acct/Id/IBAN") or _text(part, "Acct/Id/Othr/Id")
    number = _text(part, "Id")
    faults += [(name, f"{what} is missing") for what, value in (("Id", number), ("Acct", account)) if not value]
    faults += [(name, f"{what} is too long") for what, value in (("Id", number), ("Acct", account)) if len(value) > 35]
    found: list[Entry] = []
    for index, one in enumerate(part.findall(f"{{{NAMESPACE}}}Ntry"), 1):
        found += _entries(one, f"{name}/Ntry[{index}]", digits, faults)
    opening, _day_before = _balance(part, ("OPBD", "PRCD"), name, digits, faults)
    closing, closed_on = _balance(part, ("CLBD",), name, digits, faults)
    total = sum(one.minor for one in found)
    if len(faults) == before and opening is not None and closing is not None and opening + total != closing:
        faults.append((name, "the entries do not lead from the opening to the closing balance"))
    return Statement(
        number=number, account=account, entries=tuple(found), opening=opening, closing=closing, closed_on=closed_on
    )


def _balance(
    part: Element, codes: Sequence[str], name: str, digits: int, faults: list[tuple[str, str]]
) -> tuple[int | None, date | None]:
    """The first booked balance of these types, and its day; None where the statement does not tell it."""
    for one in part.findall(f"{{{NAMESPACE}}}Bal"):
        if _text(one, "Tp/CdOrPrtry/Cd") not in codes:
            continue
        written = _text(one, "Amt")
        minor = 0 if written.strip("0.") == "" and written else _minor(written, digits)
        if minor is None or _text(one, "CdtDbtInd") not in ("CRDT", "DBIT"):
            faults.append((name, "a balance is no amount of this currency"))
            return None, None
        return minor if _text(one, "CdtDbtInd") == "CRDT" else -minor, _day(_text(one, "Dt/Dt"))
    return None, None


def _entries(part: Element, place: str, digits: int, faults: list[tuple[str, str]]) -> list[Entry]:
    """An entry; one that the bank booked for several transfers at once is given transfer by transfer."""
    whole = _entry(part, place, digits, faults)
    if whole is None:
        return []
    details = part.findall(f"{{{NAMESPACE}}}NtryDtls/{{{NAMESPACE}}}TxDtls")
    if len(details) < 2:
        return [_detailed(whole, details[0])] if details else [whole]
    sign = 1 if whole.minor > 0 else -1
    amounts = [_minor(_text(one, "Amt"), digits) for one in details]
    if None in amounts or sum(one or 0 for one in amounts) * sign != whole.minor:
        faults.append((place, "the transfers do not add up to the entry"))
        return []
    return [
        _detailed(replace(whole, reference=f"{whole.reference}/{index}", minor=(minor or 0) * sign), one)
        for index, (one, minor) in enumerate(zip(details, amounts, strict=True), 1)
    ]


def _detailed(entry: Entry, details: Element) -> Entry:
    other = "Dbtr" if entry.minor > 0 else "Cdtr"
    account = f"RltdPties/{other}Acct/Id"
    return replace(
        entry,
        end_to_end=_text(details, "Refs/EndToEndId")[:35],
        text=_text(details, "RmtInf/Ustrd")[:140],
        returned=details.find(f"{{{NAMESPACE}}}RtrInf") is not None,
        reason=(_text(details, "RtrInf/Rsn/Cd") or _text(details, "RtrInf/Rsn/Prtry"))[:35],
        party=(_text(details, f"RltdPties/{other}/Pty/Nm") or _text(details, f"RltdPties/{other}/Nm"))[:140],
        party_account=(_text(details, f"{account}/IBAN") or _text(details, f"{account}/Othr/Id"))[:34],
    )


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
    signed = minor if direction == "CRDT" else -minor
    return Entry(reference=reference, booked_on=day, minor=signed, currency=currency)


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
    if one.party or one.party_account:
        parties, other = _add(details, "RltdPties"), "Dbtr" if one.minor > 0 else "Cdtr"
        if one.party:
            _add(parties, f"{other}/Pty/Nm", one.party)
        if one.party_account:
            _add(parties, f"{other}Acct/Id/Othr/Id", one.party_account)
    if one.text:
        _add(details, "RmtInf/Ustrd", one.text)
    if one.returned:
        _add(details, "RtrInf/Rsn/Cd", one.reason or "AC04")
