"""What this room makes known at start-up."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.cases import procedures
from madang.framework.cases.models import Case
from madang.framework.cases.procedures import Procedure
from madang.systems.tax.domain.risk_words import PickReason
from madang.systems.tax.usecases.permissions import INSPECTOR

DAYS = 20
REASONS = {PickReason.RULE.value: _("Chosen by the rules"), PickReason.CHANCE.value: _("Drawn by chance")}


def declare() -> None:
    """The procedure of an audit."""
    # Imported so that the rule of attachments is known wherever files are read.
    from madang.systems.tax.usecases.compliance import select_for_audit, tips

    assert tips.OWNER  # noqa: S101
    procedures.register(
        Procedure(
            code=select_for_audit.PROCEDURE,
            title=_("Tax audit"),
            decided_by=INSPECTOR,
            days=DAYS,
            describe=_described,
            legal_text="Framework Act on National Taxes arts. 81-6, 81-7, 81-8",
            may_withdraw=False,
        )
    )


def _described(case: Case) -> Iterable[tuple[object, object]]:
    yield pgettext_lazy("tax", "Business"), case.subject_key
    yield _("Selection"), case.data["selection"]
    yield _("Why"), REASONS[case.data["reason"]]
    yield _("Score"), case.data["score"]
