"""Budgets and lines as pages show them."""

from decimal import Decimal
from typing import Any

from babel.numbers import format_compact_currency
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from madang.framework.identity.models import Office
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.treasury.models import BudgetLine


def money(minor: int) -> Money:
    """An amount in the country's currency."""
    return Money(minor, pack().currency)


def short(minor: int) -> str:
    """An amount in few signs, as people speak of a state's money: so many million million."""
    digits = pack().currency_digits
    amount = Decimal(minor).scaleb(-digits)
    return format_compact_currency(amount, pack().currency, fraction_digits=1, locale=written.locale())


def region_name(code: str) -> str:
    """A region in the reader's language; nothing for the whole country."""
    known = pack().division_by_code.get(code)
    if known is None:
        return code
    return known.native if (get_language() or "en")[:2] == pack().languages[0] else known.latin


def office_names() -> dict[str, str]:
    """The name of each office in the reader's language."""
    language = get_language() or "en"
    return {office.code: office.name_in(language) for office in Office.objects.all()}


def bar(line: BudgetLine) -> SafeString:
    """What of a line is let go, promised and paid, as a bar; its words are for those who do not see it."""
    parts = ((_("allotted"), line.allotted, 1), (_("committed"), line.committed, 3), (_("paid"), line.paid, 4))
    shares = [
        (title, min(100 * minor // line.budget, 100) if line.budget > 0 else 0, tone) for title, minor, tone in parts
    ]
    label = ", ".join(f"{title} {share} %" for title, share, _tone in shares)
    boxes = format_html_join(
        "", '<rect class="m-k{}" width="{}" height="8"/>', ((tone, share) for _t, share, tone in shares)
    )
    return format_html(
        '<svg class="m-meter" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="m-k0" width="100" height="8"/>{}</svg>',
        label,
        boxes,
    )


def stage_title(stage: str) -> str:
    """A stage of a line as people read it."""
    titles = {
        "appropriation": _("Appropriation"),
        "transfer": pgettext("budget", "Transfer"),
        "carry_over": _("Carry-over"),
        "allotment": _("Allotment"),
        "freeze": _("Frozen"),
        "commitment": _("Commitment"),
        "obligation": _("Verified claim"),
        "order": _("Payment order"),
        "payment": _("Payment"),
    }
    return titles.get(stage, stage)


def amounts_of(line: BudgetLine) -> list[tuple[str, str]]:
    """The line's amounts, label by label; those that are nothing but tell nothing are left out."""
    told = (
        (_("Appropriated"), line.appropriated, True),
        (_("Transferred"), line.transferred, False),
        (_("Carried over"), line.carried, False),
        (_("Budget of the year"), line.budget, True),
        (_("Allotted"), line.allotted, True),
        (_("Frozen"), line.frozen, False),
        (_("Committed"), line.committed, True),
        (pgettext("budget", "Paid"), line.paid, True),
    )
    return [(label, written.money(money(minor))) for label, minor, always in told if always or minor]


def form_page(
    request: ActorRequest, *, form: Any, title: str, lead: str, button: str, back: str, **more: Any
) -> HttpResponse:
    """A page with one form; faults are answered as unprocessable."""
    values = {"form": form, "title": title, "lead": lead, "button": button, "back": back, **more}
    return render(request, "treasury/form.html", values, status=422 if form.errors else 200)
