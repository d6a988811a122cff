"""Make the budget's procedures known to the worklist."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.cases.models import Case
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.models import Office
from madang.framework.law import citation
from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.treasury.domain.transfers import report_due
from madang.systems.treasury.models import BudgetLine, Transfer
from madang.systems.treasury.usecases.execute_transfer import decide_transfer, room_of
from madang.systems.treasury.usecases.permissions import BUDGET
from madang.systems.treasury.usecases.wording import GROUNDS, KINDS, line_title

# A service standard of ours; no law sets the term.
DAYS = 10
# Each procedure's title, and the parameter from whose article its decisions stand.
KNOWN = {
    "treasury.transfer": (_("Transfer of budget"), "treasury.transfers.own_percent"),
    "treasury.contingency": (_("Use of the contingency"), "treasury.budget.contingency_percent"),
    "treasury.carry_over": (_("Carry-over into the next year"), "treasury.transfers.carry_over_by"),
}


def register_procedures() -> None:
    """Transfers, uses of the contingency and carry-overs, decided by the budget office."""
    for code, (title, _parameter) in KNOWN.items():
        procedures.register(
            Procedure(
                code=code,
                title=title,
                decided_by=BUDGET,
                days=DAYS,
                describe=facts_of,
                legal_text=law_of,
                on_decision=decide_transfer,
                may_withdraw=False,
            )
        )


def law_of(case: Case) -> str:
    """The articles the decision stands on."""
    return citation(KNOWN[case.procedure][1], on=timezone.localdate(case.filed_at))


def facts_of(case: Case) -> Iterable[tuple[object, object]]:
    """What the budget office must know to decide."""
    held = Transfer.objects.select_related("source", "target").get(number=case.data["transfer"])
    source = held.source
    yield _("Kind"), KINDS[held.kind]
    yield _("Amount"), written.money(Money(held.minor, source.currency))
    yield _("From"), _told(source)
    yield _("Free to move there"), written.money(Money(room_of(line=source), source.currency))
    if held.target is not None:
        yield _("To"), _told(held.target)
    if held.commitment:
        yield _("Commitment"), held.commitment
    if held.ground:
        yield _("Ground"), GROUNDS[held.ground]
    yield _("Reason"), held.reason
    if held.kind != "carry_over":
        yield _("To be reported to parliament by"), written.day(report_due(on=held.asked_at.date()))


def _told(line: BudgetLine) -> str:
    office = Office.objects.filter(code=line.office).first()
    named = office.name if office else line.office
    return f"{named} · {line_title(line=line)} · {line.economic} ({line.code})"
