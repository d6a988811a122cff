"""The benefit finder: which help the law offers, and why."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui.forms import DateField
from madang.framework.ui.written import day
from madang.framework.values import Money, clock
from madang.systems.civil.domain.benefits import Answer, Disability, Facts, Home, Outcome, Work
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.check_benefits import check_benefits, offered
from madang.systems.civil.usecases.gather_facts import gather_facts
from madang.systems.civil.web.words import in_language

DATA = {
    "born_on": gettext_lazy("Date of birth"),
    "citizen": gettext_lazy("Citizen of this country"),
    "division": gettext_lazy("District"),
    "household_size": gettext_lazy("People in the household"),
    "married": gettext_lazy("Married"),
    "children": gettext_lazy("Children in the household"),
    "single_parent": gettext_lazy("Raising children alone"),
    "pregnant": gettext_lazy("Pregnant"),
    "monthly_income": gettext_lazy("Income of the household a month"),
    "assets": gettext_lazy("Wealth of the household less debts"),
    "work": gettext_lazy("Work"),
    "insured_days": gettext_lazy("Days under employment insurance in the last 18 months"),
    "dismissed": gettext_lazy("Left the last job against one's will"),
    "parental_leave": gettext_lazy("On leave to raise a child"),
    "home": gettext_lazy("Housing"),
    "lives_with_parents": gettext_lazy("Living with parents"),
    "disability": gettext_lazy("Registered disability"),
    "student": gettext_lazy("Student"),
    "care_grade": gettext_lazy("Grade of long-term care"),
    "bereaved": gettext_lazy("A family member died within a year"),
    "veteran": gettext_lazy("Person of national merit or their family"),
}
_UNKNOWN = ("", gettext_lazy("I do not say"))
_YES_NO = (_UNKNOWN, ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
_CHOICES = {
    "work": (
        _UNKNOWN,
        (Work.EMPLOYEE, gettext_lazy("Employee")),
        (Work.SELF_EMPLOYED, gettext_lazy("Self-employed")),
        (Work.UNEMPLOYED, gettext_lazy("Looking for work")),
        (Work.NONE, gettext_lazy("Not working")),
    ),
    "home": (
        _UNKNOWN,
        (Home.OWNED, gettext_lazy("Owned")),
        (Home.MONTHLY_RENT, gettext_lazy("Rented by the month")),
        (Home.DEPOSIT_RENT, gettext_lazy("Rented for a deposit")),
        (Home.FREE, gettext_lazy("Used free of charge")),
    ),
    "disability": (
        _UNKNOWN,
        (Disability.NONE, gettext_lazy("None")),
        (Disability.MILD, gettext_lazy("Not severe")),
        (Disability.SEVERE, gettext_lazy("Severe")),
    ),
}
_KINDS: dict[str, type] = {"work": Work, "home": Home, "disability": Disability}
_NUMBERS = {"household_size": 30, "insured_days": 600, "care_grade": 5}
_AMOUNTS = ("monthly_income", "assets")


class ChildrenField(forms.CharField):
    """Birth dates of children, separated by commas or spaces; `none` or 0 says that there are none."""

    def clean(self, value: Any) -> tuple[date, ...] | None:
        """The dates; None where nothing was told."""
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            return tuple(date.fromisoformat(each) for each in text.replace(",", " ").split() if each != "0")
        except ValueError:
            raise forms.ValidationError(
                _("Write each child's birth date as year-month-day, with commas between them; 0 if there are none.")
            ) from None


def facts_form(*, facts: Facts, asked: tuple[str, ...], data: Any = None) -> forms.Form:
    """A form of the facts that the country's benefits look at, filled with what is known."""
    form = forms.Form(data=data, initial=_initial(facts, asked))
    form.use_required_attribute = False
    for name in asked:
        form.fields[name] = _control(name)
    return form


def _control(name: str) -> forms.Field:
    label = DATA[name]
    if name == "born_on":
        return DateField(label=label, required=False)
    if name == "children":
        hint = gettext_lazy("Birth dates as year-month-day with commas between them; 0 if there are none.")
        return ChildrenField(label=label, required=False, max_length=200, help_text=hint)
    if name in _NUMBERS:
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=_NUMBERS[name])
    if name in _AMOUNTS:
        hint_amount = _("In {currency}").format(currency=pack().currency)
        places = pack().currency_digits
        return forms.DecimalField(
            label=label, required=False, help_text=hint_amount, max_digits=16, decimal_places=places, min_value=0
        )
    if name == "division":
        return forms.CharField(label=label, required=False, max_length=20, widget=forms.HiddenInput)
    return forms.ChoiceField(label=label, required=False, choices=_CHOICES.get(name, _YES_NO))


def _initial(facts: Facts, asked: tuple[str, ...]) -> dict[str, Any]:
    start: dict[str, Any] = {}
    for name in asked:
        value = getattr(facts, name)
        if isinstance(value, bool):
            start[name] = "yes" if value else "no"
        elif isinstance(value, tuple):
            start[name] = ", ".join(each.isoformat() for each in value) or "0"
        elif value is not None and not isinstance(value, Money):
            start[name] = value
    return start


def told_facts(*, facts: Facts, cleaned: dict[str, Any]) -> Facts:
    """The facts as the form leaves them: an answer replaces what was known, an emptied one takes it away."""
    changes = {name: _fact(name, value) for name, value in cleaned.items()}
    return replace(facts, **changes)


def _fact(name: str, value: Any) -> Any:
    if value in {None, ""} if not isinstance(value, tuple) else False:
        return None
    if name in _AMOUNTS:
        return Money(int(value.scaleb(pack().currency_digits)), pack().currency)
    if name in _KINDS:
        return _KINDS[name](value)
    if name in _NUMBERS or name in {"born_on", "children", "division"}:
        return value
    return value == "yes"


@open_to(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def benefits(request: ActorRequest) -> HttpResponse:
    """What the register knows, a few questions, and every benefit answered with its reasons."""
    now = clock.now()
    gathered = gather_facts(actor=request.actor, now=now)
    asked = _asked(gathered.facts)
    posted = request.method == "POST"
    form = facts_form(facts=gathered.facts, asked=asked, data=request.POST if posted else None)
    values: dict[str, Any] = {
        "form": form,
        "known": [
            (DATA[name], _shown(name, getattr(gathered.facts, name))) for name in gathered.sources if name in asked
        ],
        "silences": gathered.silences,
        "none": not asked,
    }
    if posted and form.is_valid():
        answers = check_benefits(facts=told_facts(facts=gathered.facts, cleaned=form.cleaned_data), now=now)
        values["answers"] = [_row(each) for each in answers]
        values["counts"] = {outcome.value: sum(1 for each in answers if each.outcome is outcome) for outcome in Outcome}
    return render(request, "civil/benefits.html", values, status=422 if posted and form.errors else 200)


def _asked(facts: Facts) -> tuple[str, ...]:
    """The data that some benefit of the country looks at, in the order of the form."""
    looked_at = {datum for each in offered(facts=facts) for condition in each.conditions for datum in condition.data}
    return tuple(name for name in DATA if name in looked_at)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(day(each) for each in value) or _("None")
    if name == "division":
        found = pack().division_by_code.get(value)
        return in_language({"ko": found.native, "en": found.latin}) if found else value
    return str(value)


_BADGES = {
    Outcome.LIKELY: ("success", gettext_lazy("Likely yours")),
    Outcome.OPEN: ("warning", gettext_lazy("Something is missing")),
    Outcome.NO: ("gray", gettext_lazy("Not for you now")),
}


def _row(answer: Answer) -> dict[str, Any]:
    benefit = answer.benefit
    tone, title = _BADGES[answer.outcome]
    services = catalogue.current().services
    return {
        "title": in_language(benefit.title),
        "summary": in_language(benefit.summary),
        "agency": in_language(benefit.agency),
        "cite": benefit.cite,
        "tone": tone,
        "outcome": title,
        "amount": answer.amount,
        "amount_note": in_language(benefit.amount_note),
        "decided_by": DATA.get(answer.decided_by, ""),
        "missing": [DATA[name] for name in answer.missing],
        "reasons": [
            {
                "mark": {True: "yes", False: "no", None: "open"}[each.holds],
                "says": in_language(each.says) if each.holds is not None else "",
                "datum": DATA[each.datum],
                "cite": each.cite,
            }
            for each in answer.reasons
        ],
        "service": benefit.service if benefit.service in services else "",
    }
