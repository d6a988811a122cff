"""The sealed receipt of a return, drawn after filing."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.framework.audit.spoken import spoken
from madang.framework.documents import issue
from madang.framework.documents.wording import long_date
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.notify import notify
from madang.framework.notify.amounts import written
from madang.framework.values import Money
from madang.systems.tax.domain.filing import fact_names
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Return
from madang.systems.tax.usecases.returns.words import KINDS, TAXES, fact_title, step_title

KIND = "tax.return_receipt"
FILED = "tax/return_filed"


def seal_receipt(*, number: str, now: datetime) -> str:
    """Draw, seal and keep the receipt, tell the taxpayer; the receipt's number. Once a return, however often it is called."""
    one = Return.objects.select_related("taxpayer").get(number=number)
    if one.receipt:
        return one.receipt
    language = pack().languages[0]
    with override(language):
        content, facts = _content(one, language), _facts(one, language)
    made = issue(
        kind=KIND,
        party=one.taxpayer.party,
        content=content,
        facts=facts,
        language=language,
        actor=system_actor("tax.seal_receipt"),
        now=now,
        idempotency_key=f"tax:return:{one.number}",
        holder=one.taxpayer.name,
    )
    with transaction.atomic():
        if Return.objects.filter(pk=one.pk, receipt="").update(receipt=made.number):
            notify(
                party=one.taxpayer.party,
                template=FILED,
                values={"tax": TAXES[one.tax], "period": one.period, "number": one.number, "receipt": made.number},
                link=reverse("tax:filed_return", args=[one.number]),
                now=now,
            )
    return str(made.number)


def _facts(one: Return, language: str) -> dict[str, str]:
    return {
        _("Number of the return"): one.number,
        _("Tax and period"): f"{TAXES[one.tax]} {one.period}",
        _("Filed with the office on"): long_date(day=timezone.localdate(one.filed_at), language=language),
        _result_title(one): _money(one, abs(one.payable_minor)),
    }


def _content(one: Return, language: str) -> dict[str, object]:
    return {
        "rows": [
            [_("Number of the return"), one.number],
            [_("Taxpayer"), one.taxpayer.name],
            [_("Tax and period"), f"{TAXES[one.tax]} {one.period}"],
            [_("Kind"), str(KINDS[one.kind])],
            [_("Filed at"), f"{timezone.localtime(one.filed_at):%Y-%m-%d %H:%M:%S}"],
            [_("Tax of the period"), _money(one, one.tax_minor)],
            [_("Withheld and prepaid"), _money(one, one.prepaid_minor)],
            [_result_title(one), _money(one, abs(one.payable_minor))],
        ],
        "facts_title": _("Figures of the return"),
        "facts_head": [_("Figure"), _("Amount")],
        "facts": [
            [fact_title(name), f"{one.facts[name]:,}"] for name in fact_names(tax=Tax(one.tax)) if name in one.facts
        ],
        "steps_title": _("How the tax was computed"),
        "steps_head": [_("Step"), _("Law"), _("Amount")],
        "steps": [
            [step_title(step["code"]), spoken(step["cite"]), f"{step['minor']:,}"]
            for step in one.steps
            if step["minor"]
        ],
        "amounts": _("Amounts in smallest units of {currency}; people are counted.").format(currency=one.currency),
    }


def _result_title(one: Return) -> str:
    return _("To be refunded") if one.payable_minor < 0 else _("Payable")


def _money(one: Return, minor: int) -> str:
    return written(Money(minor, one.currency))
