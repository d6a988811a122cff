"""Pages on the bank's side: its files, what stands in suspense, cash by day, and receipts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.bulk.safe_xml import LARGEST
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.protect.uploads import read_upload
from madang.framework.ui import charts, written
from madang.framework.ui.forms import AmountField, DateField, add_refusal
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Fault, Refusal, clock
from madang.systems.treasury.domain.suspense_return import OVER
from madang.systems.treasury.models import BankEntry, BankStatement, Clearing, ReportedCharge
from madang.systems.treasury.usecases.cash import forecast, set_ceiling
from madang.systems.treasury.usecases.import_statement import import_statement
from madang.systems.treasury.usecases.import_status import import_status
from madang.systems.treasury.usecases.permissions import APPROVER, OFFICER
from madang.systems.treasury.usecases.reconcile import accept, explain, refuse, suggestions, unexplained
from madang.systems.treasury.web.sending_back import ASKS, ReturnForm, act_on_return, return_values
from madang.systems.treasury.web.showing import money
from madang.systems.treasury.web.words import EFFECTS, REASONS, RETURN_STATES


class BankFileForm(forms.Form):
    """A file of the bank."""

    file = forms.FileField(label=gettext_lazy("File of the bank"), help_text=gettext_lazy("camt.053 or pain.002, XML"))


class RevenueForm(forms.Form):
    """Revenue that no charge explains."""

    target = forms.ChoiceField(label=gettext_lazy("Class of revenue"))
    why = forms.CharField(label=gettext_lazy("How you know"), max_length=200)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        language = (get_language() or "en")[:2]
        receipts = pack().data("treasury/revenue")["receipts"].items()
        chosen = self.fields["target"]
        chosen.choices = [(code, f"{code} {titles.get(language, titles['en'])}") for code, titles in receipts]  # type: ignore[attr-defined]


class CeilingForm(forms.Form):
    """How much may leave on a day."""

    day = DateField(label=gettext_lazy("Day"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["minor"] = AmountField(label=gettext_lazy("At most"), min_value=0)


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: ActorRequest) -> HttpResponseBase:
    """Upload a file of the bank; what it did, or every fault of it. Below, the statements with what is missing between."""
    form = BankFileForm(data=request.POST if request.method == "POST" else None, files=request.FILES or None)
    effects: list[tuple[Any, int]] = []
    if request.method == "POST" and form.is_valid():
        data = read_upload(file=form.cleaned_data["file"], limit=LARGEST)
        try:
            done = _take(data, request)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            add_refusal(form=form, refusal=_placed(refusal))
        else:
            effects = [(EFFECTS[name], count) for name, count in done.items()]
            form = BankFileForm()
    source = BankStatement.objects.annotate(lines=Count("entries")).order_by("-id")
    table = Table(request=request, columns=_statement_columns(), source=source, caption=_("Statements"))
    values = {"form": form, "effects": effects, "table": table, "empty": not source.exists()}
    status = 422 if form.errors else 200
    return table.file(name="statements") or render(request, "treasury/bank.html", values, status=status)


def _take(data: bytes, request: ActorRequest) -> dict[str, int]:
    account = str(pack().data("treasury/bank_accounts")["single_account"])
    if b"pain.002.001." in data[:2000]:
        return import_status(data=data, actor=request.actor, now=clock.now())
    return import_statement(data=data, account=account, actor=request.actor, now=clock.now())


def _placed(refusal: Refusal) -> Refusal:
    """The same refusal, each fault told with its place in the file."""
    refusal.faults = tuple(Fault("", f"{fault.place}: {fault.says}", fault.code) for fault in refusal.faults)
    return refusal


def _statement_columns() -> tuple[Column, ...]:
    def amount(name: str) -> Any:
        return lambda one: None if getattr(one, name) is None else money(getattr(one, name))

    return (
        Column(name="number", title=_("Number")),
        Column(name="closed_on", title=_("Day"), kind="day", sort="closed_on"),
        Column(name="lines", title=_("Entries"), kind="number"),
        Column(name="opening", title=_("Opening balance"), kind="money", value=amount("opening")),
        Column(name="closing", title=_("Closing balance"), kind="money", value=amount("closing")),
        Column(name="gap", title=_("Missing before it"), kind="money", value=amount("gap")),
    )


@open_to(officials(OFFICER))
@require_safe
def suspense(request: ActorRequest) -> HttpResponseBase:
    """Entries of the bank that nothing explains yet."""
    source = BankEntry.objects.filter(effect="suspense").select_related("clearing").order_by("booked_on", "pk")
    source = source.prefetch_related("returns")
    table = Table(request=request, columns=_entry_columns(), source=source, caption=_("To be explained"))
    values = {"table": table, "empty": not source.exists()}
    return table.file(name="suspense") or render(request, "treasury/suspense.html", values)


def _entry_columns() -> tuple[Column, ...]:
    return (
        Column(name="reference", title=_("Bank's number"), link=lambda one: reverse("treasury:entry", args=[one.pk])),
        Column(name="booked_on", title=_("Day"), kind="day", sort="booked_on"),
        Column(name="minor", title=_("Amount"), kind="money", sort="minor", value=lambda one: money(one.minor)),
        Column(name="party", title=_("From or to"), sort="party"),
        Column(name="text", title=_("Words")),
        Column(
            name="waits",
            title=_("State"),
            value=_suspense_state,
        ),
    )


def _suspense_state(one: BankEntry) -> str:
    if hasattr(one, "clearing"):
        return _("Waits for a second officer")
    living = [each for each in one.returns.all() if each.state not in OVER]
    return f"{_('Goes back')}: {RETURN_STATES[living[0].state]}" if living else _("Unexplained")


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: ActorRequest, key: int) -> HttpResponse:
    """One entry: what it may be and why, said by an officer, accepted by a second where the sum is large; or its way back."""
    found = get_object_or_404(BankEntry, pk=key)
    waiting = Clearing.objects.filter(entry=found).first()
    asked = request.POST.get("do", "")
    form = RevenueForm(data=request.POST if asked == "revenue" else None)
    back = ReturnForm(entry=found, data=request.POST if asked == "return" else None)
    if asked in ASKS:
        done = act_on_return(request=request, entry=found, form=back)
        if done is not None:
            return done
    if waiting is not None and asked in ("accept", "refuse"):
        (accept if asked == "accept" else refuse)(clearing=waiting, actor=request.actor, now=clock.now())
        return _done(request)
    if asked in ("charge", "order"):
        target, why = request.POST.get("target", "")[:64], _("chosen from the suggestions")
        explain(entry=found, kind=asked, target=target, why=why, actor=request.actor, now=clock.now())
        return _done(request)
    if asked == "revenue" and form.is_valid():
        explain(entry=found, kind="revenue", **form.cleaned_data, actor=request.actor, now=clock.now())
        return _done(request)
    values = _entry_values(found, waiting, form) | return_values(request=request, entry=found, form=back)
    return render(request, "treasury/entry.html", values, status=422 if form.errors or back.errors else 200)


def _entry_values(found: BankEntry, waiting: Clearing | None, form: RevenueForm) -> dict[str, Any]:
    open_still = unexplained(entry=found)
    return {
        "reference": found.reference,
        "facts": _entry_facts(found),
        "waiting": waiting is not None and waiting.accepted_at is None,
        "said": waiting and f"{waiting.target} ({waiting.why}), {officer_name(waiting.proposed_by)}",
        "open": open_still,
        "revenue": form if open_still and found.minor > 0 else None,
        "suggestions": [
            {
                "kind": one.candidate.kind,
                "target": one.candidate.target,
                "party": one.candidate.party,
                "on": one.candidate.on,
                "score": one.score,
                "reasons": ", ".join(str(REASONS[reason]) for reason in one.reasons),
            }
            for one in (suggestions(entry=found) if open_still else ())
        ],
    }


def _done(request: ActorRequest) -> HttpResponse:
    messages.success(
        request, _("Recorded. What is explained has left suspense; a large sum waits for a second officer.")
    )
    return redirect("treasury:suspense")


def _entry_facts(found: BankEntry) -> list[tuple[str, object]]:
    return [
        (_("Amount"), written.money(money(found.minor))),
        (_("Day"), written.day(found.booked_on)),
        (_("From or to"), found.party or "–"),
        (_("Its account"), found.party_account or _("the bank does not say")),
        (_("Words"), found.text or "–"),
        (_("End-to-end number"), found.end_to_end or "–"),
    ]


@open_to(officials(OFFICER, APPROVER))
@require_http_methods(["GET", "HEAD", "POST"])
def cash(request: ActorRequest) -> HttpResponse:
    """What is expected to leave and to come in thirty days, and the ceilings of days."""
    form = CeilingForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        set_ceiling(**form.cleaned_data, actor=request.actor, now=clock.now())
        messages.success(request, _("The ceiling is set."))
        return redirect("treasury:cash")
    told = forecast(now=clock.now())
    chart = charts.bar(
        title=_("Expected by day, in whole currency units"),
        labels=[f"{one.day:%m-%d}" for one in told.days],
        series=(
            charts.Series(title=_("Goes out"), values=tuple(_major(one.out) for one in told.days)),
            charts.Series(title=_("Comes in"), values=tuple(_major(one.comes) for one in told.days)),
            charts.Series(
                title=_("Ceiling"),
                values=tuple(None if one.ceiling is None else _major(one.ceiling) for one in told.days),
            ),
        ),
    )
    values = {
        "chart": chart,
        "form": form if request.actor.has_duty(APPROVER) else None,
        "facts": [
            (_("Last balance the bank told"), "–" if told.balance is None else written.money(money(told.balance))),
            (_("Owed without a day"), written.money(money(told.undated_out))),
            (_("Open charges of all systems"), written.money(money(told.open_charges))),
        ],
    }
    return render(request, "treasury/cash.html", values, status=422 if form.errors else 200)


def _major(minor: int) -> float:
    return float(minor) / float(10 ** int(pack().currency_digits))


@open_to(officials(OFFICER, APPROVER))
@require_safe
def receipts(request: ActorRequest) -> HttpResponseBase:
    """Charges of every system as their members report them, by class of revenue; no person is named here."""
    language = (get_language() or "en")[:2]
    titles = pack().data("treasury/revenue")["receipts"]
    sums = (
        ReportedCharge.objects.filter(state="paid")
        .exclude(revenue="")
        .values_list("revenue")
        .annotate(total=Sum("minor"))
        .order_by("revenue")
    )
    table = Table(
        request=request, columns=_charge_columns(), source=ReportedCharge.objects.order_by("-id"), caption=_("Charges")
    )
    named = [(titles.get(code, {}).get(language) or code, written.money(money(total))) for code, total in sums]
    values = {"table": table, "sums": named, "empty": not ReportedCharge.objects.exists()}
    return table.file(name="receipts") or render(request, "treasury/receipts.html", values)


def _charge_columns() -> tuple[Column, ...]:
    states = {
        "open": _("To pay"),
        "paid": _("Paid"),
        "dropped": _("Waived or cancelled"),
        "refunded": _("Given back"),
    }
    return (
        Column(name="number", title=_("Number")),
        Column(name="system", title=_("System"), sort="system"),
        Column(name="service", title=_("Service"), sort="service"),
        Column(name="revenue", title=_("Class of revenue"), sort="revenue"),
        Column(name="amount", title=_("Amount"), kind="money", sort="minor"),
        Column(name="state", title=_("State"), sort="state", value=lambda one: states.get(one.state, one.state)),
        Column(name="paid_at", title=_("Paid"), kind="moment", sort="paid_at"),
    )
