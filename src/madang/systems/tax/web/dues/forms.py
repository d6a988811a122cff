"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui.forms import AmountField, DateField
from madang.systems.tax.domain.disputes import DisputeKind
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.usecases.dues.demand import KINDS
from madang.systems.tax.usecases.dues.wording import DISPUTES, TAXES


def _text(label: Any, *, rows: int = 4, most: int = 4000, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class ExtensionForm(forms.Form):
    """To pay later."""

    until = DateField(label=pgettext_lazy("tax", "By when you can pay"))
    ground = _text(pgettext_lazy("tax", "Why you cannot pay in time"), most=2000)


class TogetherForm(forms.Form):
    """What one payment is for."""

    dues = forms.MultipleChoiceField(
        label=pgettext_lazy("tax", "What you pay with it"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.fields["dues"].choices = choices  # type: ignore[attr-defined]
        self.fields["minor"] = AmountField(
            label=pgettext_lazy("tax", "How much you pay"),
            required=False,
            min_value=1,
            help_text=pgettext_lazy(
                "tax", "Empty: all that you chose. If it is less, the law says in which order it is settled."
            ),
        )


class AccountForm(forms.Form):
    """Where a refund goes."""

    account = forms.CharField(
        label=_("Account that you are paid to"),
        max_length=34,
        help_text=_("An IBAN, or the bank's code, a hyphen and the number."),
    )
    holder = forms.CharField(label=_("Holder of the account"), max_length=140)


class DisputeForm(forms.Form):
    """An objection or appeal."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("tax", "What you file"), choices=[(one.value, DISPUTES[one]) for one in DisputeKind]
    )
    ground = _text(pgettext_lazy("tax", "What is wrong, and why"), rows=6)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["asked_minor"] = AmountField(
            label=pgettext_lazy("tax", "What you say you owe"),
            min_value=0,
            help_text=pgettext_lazy("tax", "Write 0 if you say that you owe nothing."),
        )
        self.order_fields(["kind", "asked_minor", "ground"])


class AssessForm(forms.Form):
    """What an officer found."""

    number = forms.CharField(label=pgettext_lazy("tax", "Taxpayer (registration number or key)"), max_length=64)
    tax = forms.ChoiceField(label=pgettext_lazy("tax", "Tax"), choices=[(one.value, TAXES[one]) for one in Tax])
    period = forms.RegexField(
        label=pgettext_lazy("tax", "Period"),
        regex=r"^\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$",
        help_text=pgettext_lazy("tax", "2025 for a year, 2025-H1 for a half, 2025-Q1, 2025-01."),
    )
    facts = _text(pgettext_lazy("tax", "Facts"))
    reasons = _text(pgettext_lazy("tax", "Reasons"))
    law = forms.CharField(label=pgettext_lazy("tax", "Law"), max_length=300)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["minor"] = AmountField(label=pgettext_lazy("tax", "Tax that is owed"), min_value=1)
        self.order_fields(["number", "tax", "period", "minor", "facts", "reasons", "law"])


class ReasonForm(forms.Form):
    """Why."""

    reasons = _text(pgettext_lazy("tax", "Reasons"), most=1000)


class SeizureForm(forms.Form):
    """What was seized."""

    kind = forms.ChoiceField(label=pgettext_lazy("tax", "Kind of property"), choices=list(KINDS.items()))
    what = forms.CharField(label=pgettext_lazy("tax", "What was seized"), max_length=300)
