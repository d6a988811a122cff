"""Rows as templates get them: plain values, addresses made whole."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel import Locale

from madang.contracts.cases_v1 import CaseRow
from madang.contracts.documents_v1 import DocumentRow
from madang.contracts.looks_v1 import Look
from madang.contracts.money_v1 import ChargeRow
from madang.contracts.notices_v1 import Notice
from madang.contracts.overview_v1 import Task
from madang.framework.ui import written
from madang.systems.portal.domain.gathering import Gathered, Located, waits_for_applicant
from madang.systems.portal.web import wording
from madang.systems.portal.web.addresses import of_member

Plain = dict[str, Any]
# A date is promised only until the decision.
ENDED = frozenset({"decided", "closed", "withdrawn"})


def _day(value: date | None, where: Locale | None = None) -> str:
    return written.day(value, where=where) if value else ""


def cases(rows: Iterable[Located[CaseRow]]) -> list[Plain]:
    """The cases of a list."""
    where = written.locale()
    return [case(one, where=where) for one in rows]


def case(located: Located[CaseRow], *, where: Locale | None = None) -> Plain:
    """A case of a resident or of the worklist."""
    row = located.row
    return {
        "number": row.number,
        "title": row.title,
        "link": of_member(member=located.member, link=row.link),
        "state": row.state_title,
        "tone": wording.state_tone(row.state, overdue=row.overdue),
        "office": row.office,
        "filed": _day(row.filed_at, where),
        "due": "" if row.state in ENDED else _day(row.due_on, where),
        "late": row.overdue,
        "answer": waits_for_applicant(row),
        "assigned": row.assigned_to or "",
        "applicant": row.applicant_name or "",
        "steps": [(step.state, step.title, _day(step.at, where)) for step in row.steps],
    }


def charge(located: Located[ChargeRow]) -> Plain:
    """A charge."""
    row = located.row
    return {
        "number": row.number,
        "purpose": row.purpose,
        "amount": written.money(row.amount) if row.amount else "",
        "state": row.state_title,
        "open": row.paid_at is None,
        "due": _day(row.due_on),
        "charged": _day(row.charged_at),
        "paid": _day(row.paid_at),
        "link": of_member(member=located.member, link=row.link),
    }


def document(located: Located[DocumentRow], *, verify: str) -> Plain:
    """A document of the wallet; `verify` is the address of the verification page."""
    row = located.row
    return {
        "number": row.number,
        "title": row.title,
        "issuer": row.issuer,
        "status": wording.document_status(row.status),
        "tone": wording.document_tone(row.status),
        "issued": _day(row.issued_at),
        "until": _day(row.valid_until),
        "link": of_member(member=located.member, link=row.link),
        "verify": f"{verify}?number={row.number}",
    }


def look(located: Located[Look]) -> Plain:
    """A look at someone's data."""
    row = located.row
    return {
        "sentence": wording.look_sentence(row),
        "reason": wording.look_reason(row),
        "office": row.asked_by or "",
        "at": written.moment(row.at) if row.at else "",
        "entry": row.entry,
    }


def notice(located: Located[Notice]) -> Plain:
    """A message."""
    row = located.row
    return {
        "title": row.title,
        "text": row.text,
        "at": written.moment(row.at) if row.at else "",
        "unread": not row.read,
        "link": of_member(member=located.member, link=row.link),
    }


def silent(*lists: Gathered[Any]) -> str:
    """The sentence about members that did not answer one of these lists."""
    return wording.silence(dict.fromkeys(member for one in lists for member in one.silent))


def task(located: Located[Task]) -> Plain:
    """Something that waits for the person's signature."""
    row = located.row
    return {
        "title": row.title,
        "sender": row.sender or "",
        "due": written.moment(row.due_at) if row.due_at else "",
        "link": of_member(member=located.member, link=row.link),
    }
