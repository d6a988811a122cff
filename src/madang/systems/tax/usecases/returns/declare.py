"""What this room makes known at start-up."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.framework import documents
from madang.framework.bulk import kinds
from madang.framework.cases import procedures
from madang.framework.documents import DocumentKind
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.framework.values import Party
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases.permissions import OFFICER
from madang.systems.tax.usecases.returns import claim_correction, dispute_report, take_reports
from madang.systems.tax.usecases.returns.seal_receipt import FILED, KIND


def declare() -> None:
    """Procedures, messages, and work that waits."""
    documents.register(
        DocumentKind(
            code=KIND,
            title=_("Receipt of a tax return"),
            template="tax/returns/receipt.typ",
            office=_office,
            certifies=_(
                "We certify that this return was filed with the tax office on the day and with the figures stated."
            ),
            readers=(OFFICER,),
        )
    )
    kinds.register(take_reports.kind())
    procedures.register(claim_correction.procedure())
    procedures.register(dispute_report.procedure())
    catalogue.register(
        Template(
            FILED,
            _("Return filed: {tax} {period}"),
            _(
                "Your return {number} for {tax}, {period}, was filed. Its sealed receipt {receipt} is among your documents."
            ),
        ),
        Template(
            dispute_report.DISPUTED,
            _("A report of yours is disputed: {kind} {year}"),
            _(
                "A person says that the amount in your report {report} is wrong. Check it; where it is wrong, report it anew."
            ),
        ),
    )


def _office(party: Party, content: Mapping[str, Any]) -> str:
    return Taxpayer.objects.get(party_kind=party.kind.value, party_key=party.key).office_code
