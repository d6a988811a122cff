"""What buyers and suppliers type about tenders."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.framework.audit.spoken import spoken
from madang.framework.ui.forms import AmountField, MomentField
from madang.systems.procurement.domain.units import UNITS, unit_title
from madang.systems.procurement.usecases.market.law import classes, grounds, urgencies
from madang.systems.procurement.usecases.market.wording import AWARDS_BY, KINDS, METHODS, title_in

LONG = forms.Textarea(attrs={"rows": 5})
Choices = list[tuple[str, Any]]


def class_choices(*, empty: Any) -> Choices:
    """The classes (the last two digits are zero) to choose from."""
    found = [(code, f"{code} {title_in(titles=row, otherwise='')}") for code, row in classes().items()]
    return [("", empty), *((code, title) for code, title in found if not code.endswith("0000"))]


def unit_choices() -> Choices:
    """Units by their titles."""
    language = get_language() or "en"
    return sorted(
        ((code, f"{unit_title(code=code, language=language)} ({code})") for code in UNITS), key=lambda one: one[1]
    )


class WhatForm(forms.Form):
    """What is bought."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(one.value, title) for one, title in KINDS.items()])
    description = forms.CharField(
        label=_("Description"), help_text=_("What is bought, and on which terms."), widget=LONG, max_length=20000
    )
    budget_line = forms.CharField(label=_("Budget line"), required=False, max_length=64)


class LotForm(forms.Form):
    """A lot; its items follow on the draft's page."""

    title = forms.CharField(label=_("What the lot is"), max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["estimated"] = AmountField(label=_("Estimated price"), min_value=1, help_text=_("Without tax."))
        self.fields["base_price"] = AmountField(
            label=_("Base amount"),
            required=False,
            min_value=1,
            help_text=_("Where a reserve price is drawn: what the preliminary prices lie around."),
        )


class HowForm(forms.Form):
    """By which method, and how it is awarded."""

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [
            (code, f"{METHODS[one.method]}: {title_in(titles=one.titles, otherwise=code)} ({spoken(one.cite)})")
            for code, one in grounds(on=on).items()
        ]
        urgent = [(code, title_in(titles=titles, otherwise=code)) for code, titles in urgencies(on=on).items()]
        self.fields["ground"] = forms.ChoiceField(
            label=_("Method and its legal ground"),
            choices=known,
            help_text=_("Open competition is the rule; the others need their ground, which is published."),
        )
        awards = [(one.value, title) for one, title in AWARDS_BY.items()]
        self.fields["award_by"] = forms.ChoiceField(label=_("Award by"), choices=awards)
        self.fields["urgency"] = forms.ChoiceField(
            label=_("Urgent because"), choices=[("", _("It is not urgent")), *urgent], required=False
        )
        self.fields["category"] = forms.ChoiceField(
            label=_("Bidders must be registered in"), choices=class_choices(empty=_("Any category")), required=False
        )


class DatesForm(forms.Form):
    """When."""

    questions_until = MomentField(label=_("Questions until"))
    closes_at = MomentField(label=_("Bids close"))
    opens_at = MomentField(label=_("Bids are opened"))
    briefing_at = MomentField(label=_("Site briefing"), required=False, help_text=_("For works, where one is held."))


class ItemForm(forms.Form):
    """One thing of a lot."""

    def __init__(self, *args: Any, lots: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lot"] = forms.TypedChoiceField(
            label=_("Lot"), choices=[(str(place), f"{place}. {title}") for place, title in lots], coerce=int
        )
        self.fields["title"] = forms.CharField(label=_("What it is"), max_length=200)
        self.fields["unspsc"] = forms.ChoiceField(
            label=_("Class (UNSPSC)"), choices=class_choices(empty=_("Choose a class"))
        )
        self.fields["quantity"] = forms.DecimalField(label=_("Quantity"), max_digits=14, decimal_places=3)
        self.fields["unit"] = forms.ChoiceField(label=_("Unit"), choices=unit_choices())


class RemoveForm(forms.Form):
    """A lot, an item or a criterion of a draft."""

    def __init__(self, *args: Any, parts: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["part"] = forms.ChoiceField(label=_("What to remove"), choices=parts)


class CriterionForm(forms.Form):
    """By what bids are judged."""

    code = forms.SlugField(label=_("Code"), max_length=32, help_text=_("Short, in Latin letters."))
    title = forms.CharField(label=_("Criterion"), max_length=200)
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=100)
    by_formula = forms.BooleanField(label=_("Computed from the offer, not scored"), required=False)


class InviteForm(forms.Form):
    """The suppliers that may bid."""

    numbers = forms.CharField(
        label=_("Registration numbers"), help_text=_("One a line."), widget=LONG, required=False, max_length=4000
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), help_text=_("Everybody reads it."), widget=LONG, max_length=2000)


class ExtendForm(ReasonForm):
    """A later closing."""

    closes_at = MomentField(label=_("Bids close"))
    field_order = ("closes_at", "reason")


class CorrectForm(ReasonForm):
    """A notice as it shall be."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(label=_("Description"), widget=LONG, max_length=20000)
    questions_until = MomentField(label=_("Questions until"))
    closes_at = MomentField(label=_("Bids close"))

    def __init__(self, *args: Any, places: Iterable[tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label, text in places:
            self.fields[name] = forms.CharField(label=label, initial=text, max_length=200)
        named = [name for name, _label, _text in places]
        self.order_fields(["title", "description", *named, "questions_until", "closes_at", "reason"])


class QuestionForm(forms.Form):
    """A question about a tender."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("It is published with its answer, without your name."),
        widget=LONG,
        max_length=4000,
    )


class AnswerForm(forms.Form):
    """An answer to all."""

    answer = forms.CharField(label=_("Answer to all"), widget=LONG, max_length=4000)


class PlanForm(forms.Form):
    """A row of an office's plan."""

    title = forms.CharField(label=_("What is to be bought"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(one.value, title) for one, title in KINDS.items()])
    method = forms.ChoiceField(label=_("Method"), choices=[(one.value, title) for one, title in METHODS.items()])
    year = forms.IntegerField(label=_("Year"))
    month = forms.TypedChoiceField(label=_("Month"), choices=[(str(one), str(one)) for one in range(1, 13)], coerce=int)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["estimated"] = AmountField(label=_("Estimated price"), min_value=1)
        self.fields["unspsc"] = forms.ChoiceField(
            label=_("Class (UNSPSC)"), choices=class_choices(empty=_("Not known yet")), required=False
        )


class PriceForm(forms.Form):
    """What the past prices of a class are asked for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unspsc"] = forms.ChoiceField(
            label=_("Class (UNSPSC)"), choices=class_choices(empty=_("Choose a class"))
        )
        self.fields["unit"] = forms.ChoiceField(label=_("Unit"), choices=unit_choices())
        self.fields["quantity"] = forms.DecimalField(
            label=_("Quantity"), max_digits=14, decimal_places=3, min_value=0, initial=1
        )
