"""Gathering lists from every member, one question a member."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.contracts.cases_v1 import CaseRow, ListCases, ListWork
from madang.contracts.documents_v1 import DocumentRow, ListDocuments, Verification, VerifyDocument
from madang.contracts.envelope import own_request
from madang.contracts.looks_v1 import ListLooks, Look
from madang.contracts.money_v1 import ChargeRow, ListCharges
from madang.contracts.notices_v1 import Notice
from madang.contracts.overview_v1 import GetOverview, Overview, Task
from madang.exchange import Answer, Asking, Silence, ask_all
from madang.exchange.grants import legal_basis
from madang.exchange.members import roads
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.values import Party
from madang.systems.portal.domain.gathering import APPLICANT, NEVER, Gathered, Part, merged, window, work_order

Row = TypeVar("Row")
SYSTEM = "portal"
# A page must come even when a neighbour hangs: it is then named as silent.
PATIENCE = 2.0
OWN_PAGE = declare(gettext_noop("Showing you your own page"))
WORKLIST = declare(gettext_noop("Showing an official the cases of their office"))


def _own(actor: Actor, party: Party) -> Asking:
    """The party, or its representative, looks at what is its own."""
    return Asking(
        system=SYSTEM,
        actor=actor,
        purpose=_(OWN_PAGE),
        basis=own_request(),
        subject=party,
        timeout=PATIENCE,
    )


def _parts(
    answers: tuple[Answer | Silence, ...], rows: Callable[[Any], tuple[Row, ...]], total: Callable[[Any], int]
) -> tuple[list[Part[Row]], list[str]]:
    parts = [
        Part(member=one.member, rows=rows(one.reply), total=total(one.reply))
        for one in answers
        if isinstance(one, Answer)
    ]
    return parts, [one.member for one in answers if isinstance(one, Silence)]


def _span(offset: int, limit: int) -> dict[str, int]:
    first, count = window(members=1 + len(roads()), offset=offset, limit=limit)
    return {"offset": first, "limit": count}


def _filed(row: CaseRow) -> Any:
    """Newest first, but what waits for the applicant before all."""
    return (row.waits_for == APPLICANT, row.filed_at or NEVER)


def _charged(row: ChargeRow) -> Any:
    """What is to pay first, then newest."""
    return (row.paid_at is None, row.charged_at or NEVER)


def gather_cases(*, party: Party, actor: Actor, offset: int = 0, limit: int = 50) -> Gathered[CaseRow]:
    """The party's cases at all members, newest first."""
    answers = ask_all(ListCases(party=party, **_span(offset, limit)), _own(actor, party))
    parts, silent = _parts(answers, lambda reply: reply.cases, lambda reply: reply.total)
    return merged(parts=parts, silent=silent, order=_filed, offset=offset, limit=limit)


def gather_charges(*, party: Party, actor: Actor, offset: int = 0, limit: int = 50) -> Gathered[ChargeRow]:
    """The party's charges at all members, open ones first, then newest."""
    answers = ask_all(ListCharges(party=party, **_span(offset, limit)), _own(actor, party))
    parts, silent = _parts(answers, lambda reply: reply.charges, lambda reply: reply.total)
    return merged(parts=parts, silent=silent, order=_charged, offset=offset, limit=limit)


def gather_documents(*, party: Party, actor: Actor, offset: int = 0, limit: int = 50) -> Gathered[DocumentRow]:
    """The party's documents at all members, newest first."""
    answers = ask_all(ListDocuments(party=party, **_span(offset, limit)), _own(actor, party))
    parts, silent = _parts(answers, lambda reply: reply.documents, lambda reply: reply.total)
    return merged(parts=parts, silent=silent, order=lambda row: row.issued_at or NEVER, offset=offset, limit=limit)


def gather_looks(*, party: Party, actor: Actor, offset: int = 0, limit: int = 50) -> Gathered[Look]:
    """The looks at the party's data at all members, newest first."""
    answers = ask_all(ListLooks(party=party, **_span(offset, limit)), _own(actor, party))
    parts, silent = _parts(answers, lambda reply: reply.looks, lambda reply: reply.total)
    return merged(parts=parts, silent=silent, order=lambda row: row.at or NEVER, offset=offset, limit=limit)


@dataclass(frozen=True, kw_only=True)
class Glance:
    """The top of each of the party's lists, over all members. A list holds one row more than asked for if there are more."""

    cases: Gathered[CaseRow]
    charges: Gathered[ChargeRow]
    documents: Gathered[DocumentRow]
    looks: Gathered[Look]
    notices: Gathered[Notice]
    tasks: Gathered[Task]
    silent: tuple[str, ...]


def gather_overview(
    *,
    party: Party,
    actor: Actor,
    cases: int,
    charges: int,
    documents: int = 0,
    looks: int = 0,
    notices: int = 0,
    tasks: int = 0,
) -> Glance:
    """The top rows of each list in one question a member, so that a slow neighbour is waited for once."""
    question = GetOverview(
        party=party, cases=cases, charges=charges, documents=documents, looks=looks, notices=notices, tasks=tasks
    )
    found = ask_all(question, _own(actor, party))
    answers = [one for one in found if isinstance(one, Answer)]
    silent = tuple(one.member for one in found if isinstance(one, Silence))

    def top(pick: Callable[[Overview], tuple[Any, ...]], order: Callable[[Any], Any], limit: int) -> Gathered[Any]:
        parts = [Part(member=one.member, rows=pick(one.reply), total=len(pick(one.reply))) for one in answers]
        return merged(parts=parts, silent=silent, order=order, offset=0, limit=limit)

    return Glance(
        cases=top(lambda reply: reply.cases.cases, _filed, cases),
        charges=top(lambda reply: reply.charges.charges, _charged, charges),
        documents=top(lambda reply: reply.documents.documents, lambda row: row.issued_at or NEVER, documents),
        looks=top(lambda reply: reply.looks.looks, lambda row: row.at or NEVER, looks),
        notices=top(lambda reply: reply.notices.notices, lambda row: row.at or NEVER, notices),
        tasks=merged(
            parts=[Part(member=one.member, rows=one.reply.tasks, total=len(one.reply.tasks)) for one in answers],
            silent=silent,
            order=lambda row: row.due_at or NEVER,
            offset=0,
            limit=tasks,
            newest_first=False,
        ),
        silent=silent,
    )


@dataclass(frozen=True, kw_only=True)
class WorkFilter:
    """Which open cases an official wants to see."""

    mine: bool = False
    state: str = ""
    text: str = ""
    sort: str = ""


@dataclass(frozen=True, kw_only=True)
class Work:
    """A page of the worklist and how many of all are overdue."""

    cases: Gathered[CaseRow]
    overdue: int


def gather_work(*, actor: Actor, wanted: WorkFilter, offset: int = 0, limit: int = 50) -> Work:
    """The open cases of the actor's duties at all members, overdue first."""
    span = _span(offset, limit)
    question = ListWork(
        duties=tuple(f"{duty.code}@{duty.office_code}" for duty in actor.duties),
        account=actor.account_id,
        mine=wanted.mine,
        state=wanted.state,
        text=wanted.text,
        sort=wanted.sort,
        offset=span["offset"],
        limit=span["limit"],
    )
    asking = Asking(
        system=SYSTEM,
        actor=actor,
        purpose=_(WORKLIST),
        basis=legal_basis(asker=SYSTEM, question=ListWork),
        timeout=PATIENCE,
    )
    answers = ask_all(question, asking)
    parts, silent = _parts(answers, lambda reply: reply.cases, lambda reply: reply.total)
    cases = merged(
        parts=parts, silent=silent, order=work_order(wanted.sort), offset=offset, limit=limit, newest_first=False
    )
    return Work(cases=cases, overdue=sum(one.reply.overdue for one in answers if isinstance(one, Answer)))


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the members' books say of a document number; `silent` members may have issued it."""

    verification: Verification | None
    silent: tuple[str, ...] = ()


def check_number(*, number: str, actor: Actor, sha256: str = "") -> Checked:
    """Asks every member for the document; the first that knows the number answers for it."""
    asking = Asking(
        system=SYSTEM,
        actor=actor,
        purpose=_("Verifying a document"),
        basis=legal_basis(asker=SYSTEM, question=VerifyDocument),
        timeout=PATIENCE,
    )
    answers = ask_all(VerifyDocument(number=number, sha256=sha256), asking)
    found = [one.reply for one in answers if isinstance(one, Answer)]
    known = [reply for reply in found if reply.outcome not in {None, "unknown"}]
    silent = tuple(one.member for one in answers if isinstance(one, Silence))
    return Checked(verification=next(iter(known or found), None), silent=silent)
