"""The papers of the room: the notice of an assessment and the letter that demands what is overdue."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from madang.framework.documents import Document, DocumentKind, issue, register
from madang.framework.documents.wording import long_date
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.notify import notify
from madang.framework.notify.amounts import written
from madang.framework.values import Money, Party
from madang.systems.tax.domain.disputes import DisputeKind
from madang.systems.tax.models import Assessment, Demand, Due
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues.dispute_assessment import until
from madang.systems.tax.usecases.dues.wording import due_title, titles_of
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.offices import office_for, office_name

NOTICE = "tax.notice"
DEMAND = "tax.demand"
READERS = (permissions.OFFICER, permissions.REVIEWER, permissions.COLLECTOR)


def register_documents() -> None:
    """Make both kinds known."""
    kinds = {NOTICE: gettext_lazy("Tax notice"), DEMAND: gettext_lazy("Demand for an overdue tax")}
    for code, title in kinds.items():
        register(
            DocumentKind(
                code=code,
                title=title,
                template="tax/dues/paper.typ",
                office=office_of,
                certifies=gettext_lazy("The tax office states what stands above."),
                readers=READERS,
            )
        )


def office_of(party: Party, content: Mapping[str, Any]) -> str:
    """The taxpayer's office, which the content names."""
    return str(content.get("office") or office_for(division=""))


def issue_notice(*, assessment: str, now: datetime) -> Document:
    """Draw and seal the notice, once, and tell the taxpayer. Outside a transaction."""
    held = Assessment.objects.select_related("taxpayer", "due").get(number=assessment)
    due, language = held.due, pack().languages[0]
    if due is None:
        raise ValueError("Only an assessment in force has a notice.")
    last = until(assessment=held, kind=DisputeKind.OBJECTION)
    with override(language):
        title = due_title(tax=due.tax, period=due.period, reason=due.reason)
        amount = written(Money(due.minor, due.currency))
        rows = [
            [pgettext("tax", "Taxpayer"), held.taxpayer.titled],
            [pgettext("tax", "For"), title],
            [pgettext("tax", "Amount"), amount],
            [pgettext("tax", "To be paid by"), long_date(day=due.due_on, language=language)],
            [_("Number of the due"), due.number],
            [pgettext("tax", "Tax office"), office_name(code=held.taxpayer.office_code, language=language)],
            [pgettext("tax", "Facts"), held.facts],
            [pgettext("tax", "Reasons"), held.reasons],
            [pgettext("tax", "Law"), held.law],
        ]
        notes = [
            _("You can pay by card or transfer on the pages of your taxes."),
            _("You can object until {day}, or appeal to the commissioner or the tax tribunal in the same time.").format(
                day=long_date(day=last, language=language)
            ),
        ]
        facts = {
            pgettext("tax", "For"): title,
            pgettext("tax", "Amount"): amount,
            pgettext("tax", "To be paid by"): due.due_on.isoformat(),
        }
    paper = _issue(NOTICE, held.taxpayer, rows, notes, facts, now, f"notice:{held.number}")
    if not held.notice:
        Assessment.objects.filter(pk=held.pk).update(notice=paper.number)
        values = _values(due) | {"due_on": due.due_on, "until": last}
        notify(party=held.taxpayer.party, template="tax/notice", values=values, link="/tax/dues/", now=now)
    return paper


def issue_demand(*, due: str, now: datetime) -> Document:
    """Draw and seal the demand, once, and tell the taxpayer. Outside a transaction."""
    held = Demand.objects.select_related("due__taxpayer").get(due__number=due)
    owed, language = held.due, pack().languages[0]
    with override(language):
        title = due_title(tax=owed.tax, period=owed.period, reason=owed.reason)
        amount = written(Money(owed.minor, owed.currency))
        rows = [
            [pgettext("tax", "Taxpayer"), owed.taxpayer.titled],
            [pgettext("tax", "For"), title],
            [pgettext("tax", "Amount"), amount],
            [_("Was to be paid by"), long_date(day=owed.pay_by, language=language)],
            [pgettext("tax", "Pay by"), long_date(day=held.pay_by, language=language)],
            [_("Number of the due"), owed.number],
            [pgettext("tax", "Tax office"), office_name(code=owed.taxpayer.office_code, language=language)],
        ]
        notes = [
            _(
                "What comes on top for paying late is counted by the day until you pay. "
                "After the last day your property may be seized."
            )
        ]
        facts = {
            pgettext("tax", "For"): title,
            pgettext("tax", "Amount"): amount,
            pgettext("tax", "Pay by"): held.pay_by.isoformat(),
        }
    paper = _issue(DEMAND, owed.taxpayer, rows, notes, facts, now, f"demand:{owed.number}")
    if not held.letter:
        Demand.objects.filter(pk=held.pk).update(letter=paper.number)
        values = _values(owed) | {"due_on": owed.pay_by, "pay_by": held.pay_by}
        notify(party=owed.taxpayer.party, template="tax/demand", values=values, link="/tax/dues/", now=now)
    return paper


def _issue(
    kind: str, taxpayer: Any, rows: list[list[str]], notes: list[str], facts: dict[str, str], now: datetime, key: str
) -> Document:
    return issue(
        kind=kind,
        party=taxpayer.party,
        content={"rows": rows, "notes": notes, "office": taxpayer.office_code},
        facts=facts,
        language=pack().languages[0],
        actor=system_actor(SYSTEM),
        now=now,
        idempotency_key=f"tax:{key}",
        holder=taxpayer.name,
    )


def _values(due: Due) -> dict[str, Any]:
    titles = titles_of(tax=due.tax, period=due.period, reason=due.reason)
    return {"title": titles[pack().languages[0]], "titles": titles, "amount": Money(due.minor, due.currency)}
