"""What officials type about budgets."""

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.models import Office
from madang.framework.ui.forms import AmountField, DateField
from madang.systems.treasury.domain.classification import Dimension, parent_of
from madang.systems.treasury.domain.transfers import GROUNDS, Kind
from madang.systems.treasury.models import BudgetLine
from madang.systems.treasury.usecases import wording
from madang.systems.treasury.usecases.classify import spendable, titles_of


class ChangeForm(forms.Form):
    """A change of an item: an amount that may be negative, and the reason."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: Any = "", help_text: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"amount": AmountField(label=label or _("Amount"), help_text=help_text), **self.fields}


class AmendmentForm(ChangeForm):
    """Parliament's change, with its motion and the government's consent."""

    motion = forms.CharField(label=_("Motion or article"), max_length=200)
    consent = forms.CharField(
        label=_("The government's consent"),
        max_length=200,
        required=False,
        help_text=_("Needed where an item is raised or made anew: which letter, of which day."),
    )


def codes_form(*, year: int, offices: tuple[str, ...]) -> type[forms.Form]:
    """The codes of an item, of the fiscal year's own classification."""
    named = {office.code: office.name_in(get_language() or "en") for office in Office.objects.filter(code__in=offices)}
    fields: dict[str, forms.Field] = {
        "office": forms.ChoiceField(label=pgettext_lazy("budget", "Office"), choices=sorted(named.items())),
        "activity": forms.ChoiceField(label=_("Activity"), choices=_choices(Dimension.PROGRAMME, year)),
        "economic": forms.ChoiceField(label=_("Economic class"), choices=_choices(Dimension.ECONOMIC, year)),
        "function": forms.ChoiceField(label=_("Function"), choices=_choices(Dimension.FUNCTION, year)),
        "fund": forms.ChoiceField(label=_("Fund"), choices=_choices(Dimension.FUND, year), required=False),
    }
    return type("CodesForm", (forms.Form,), fields)


def _choices(dimension: Dimension, year: int) -> list[tuple[str, str]]:
    allowed = spendable(dimension=dimension, year=year)
    titles = titles_of(dimension=dimension, year=year)
    found = []
    for code, spoken in sorted(titles.items()):
        if code in allowed:
            above = titles.get(parent_of(code=code), {}) if dimension is Dimension.PROGRAMME else {}
            before = f"{wording.title_in(titles=above, otherwise='')} › " if above else ""
            found.append((code, f"{code} {before}{wording.title_in(titles=spoken, otherwise=code)}".strip()))
    return found


class TransferForm(forms.Form):
    """Where money goes, how much, on what ground, and why."""

    target = forms.ChoiceField(label=_("To which line"))
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        choices=[("", "–"), *((one, wording.GROUNDS[one]) for one in GROUNDS[Kind.BETWEEN])],
        help_text=_("Only between programmes or offices."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, line: BudgetLine, **options: Any) -> None:
        super().__init__(*args, **options)
        target = self.fields["target"]
        assert isinstance(target, forms.ChoiceField)  # noqa: S101
        target.choices = targets_of(line)
        self.fields = {"target": target, "amount": AmountField(label=_("Amount"), min_value=0), **self.fields}


def targets_of(line: BudgetLine) -> list[tuple[str, str]]:
    """The lines of the same year and fund, the own programme's first."""
    others = BudgetLine.objects.filter(year=line.year, fund=line.fund).exclude(pk=line.pk)
    ordered = sorted(others, key=lambda one: (one.office != line.office, one.programme != line.programme, one.pk))
    return [
        (str(one.pk), f"{wording.line_title(line=one)} · {one.economic} · {one.office} {one.region}") for one in ordered
    ]


class CarryOverForm(forms.Form):
    """What goes over into the next year."""

    ground = forms.ChoiceField(
        label=_("Ground"), choices=[(one, wording.GROUNDS[one]) for one in GROUNDS[Kind.CARRY_OVER]]
    )
    commitment = forms.CharField(
        label=_("Number of the commitment"),
        required=False,
        max_length=32,
        help_text=_("Only where a promise goes over with its money."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"amount": AmountField(label=_("Amount"), min_value=0), **self.fields}


class OpenForm(forms.Form):
    """A new budget."""

    year = forms.IntegerField(label=_("Fiscal year"), min_value=2000, max_value=2100)
    cause = forms.CharField(
        label=_("Cause"),
        required=False,
        max_length=2000,
        help_text=_("Only of a supplementary budget: what makes it necessary."),
    )


class ProposeForm(forms.Form):
    """What goes to parliament beside the figures."""

    provisions = forms.CharField(
        label=_("General provisions"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    transfers_between = forms.BooleanField(label=_("Asks for leave to transfer between programmes"), required=False)


class VoteForm(forms.Form):
    """Parliament's vote."""

    outcome = forms.ChoiceField(
        label=_("Vote"), choices=[("enacted", _("enacted")), ("rejected", _("rejected"))], widget=forms.RadioSelect
    )
    act = forms.CharField(label=_("Bill number and day of the vote"), max_length=200)


class ExtendForm(forms.Form):
    """A later day for requests."""

    until = DateField(label=_("Requests are taken until"))
    reason = forms.CharField(label=_("Reason"), max_length=500)


class CeilingForm(forms.Form):
    """A ceiling for an office, or one of its programmes, in a year of the plan."""

    office = forms.ChoiceField(label=pgettext_lazy("budget", "Office"))
    programme = forms.CharField(
        label=_("Programme"), required=False, max_length=32, help_text=_("Empty: for all of the office's programmes.")
    )

    def __init__(self, *args: Any, years: list[int], offices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        office = self.fields["office"]
        assert isinstance(office, forms.ChoiceField)  # noqa: S101
        office.choices = offices
        for year in years:
            self.fields[f"year{year}"] = AmountField(label=str(year), min_value=0, required=False)


class PlanForm(forms.Form):
    """How the rest of a line is let go."""

    rhythm = forms.ChoiceField(
        label=_("Let go"),
        widget=forms.RadioSelect,
        choices=[("quarters", _("by quarter")), ("months", _("by month"))],
        initial="quarters",
    )


class FreezeForm(ChangeForm):
    """What is held back, or set free."""


class UploadForm(forms.Form):
    """A list of codes."""

    file = forms.FileField(label=_("List of codes"), help_text=_("CSV in UTF-8, at most 2 MB."))
