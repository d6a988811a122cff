"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui.forms import AmountField, DateField
from madang.systems.customs.usecases.securing.words import ENDINGS, GRADES, KINDS, SECTORS


class GuaranteeForm(forms.Form):
    """What the paper of a guarantee says."""

    party = forms.CharField(
        label=_("Business number of the holder"),
        max_length=20,
        help_text=_("Of a person the personal code for parcels."),
    )
    party_name = forms.CharField(label=_("Name of the holder"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("guarantee", "Kind"), choices=tuple(KINDS.items()))
    issuer = forms.CharField(
        label=pgettext_lazy("guarantee", "Issuer"),
        max_length=120,
        required=False,
        help_text=_("Empty for money; of land and buildings the register."),
    )
    paper = forms.CharField(
        label=_("The issuer’s number"),
        max_length=60,
        required=False,
        help_text=_("Of land and buildings the entry of the mortgage."),
    )
    limit = AmountField(label=pgettext_lazy("guarantee", "Amount"), min_value=0)
    appraised = AmountField(
        label=_("Appraised at"), min_value=0, required=False, help_text=_("Of land and buildings; else empty.")
    )
    appraised_on = DateField(label=_("Appraised on"), required=False)
    valid_from = DateField(label=pgettext_lazy("guarantee", "Valid from"))
    valid_until = DateField(label=pgettext_lazy("guarantee", "Valid until"))
    office = forms.ChoiceField(label=_("Customs office"))

    def __init__(self, *given: Any, offices: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]


class OperatorForm(forms.Form):
    """A business that is authorised."""

    party = forms.CharField(label=_("Business number of the operator"), max_length=20)
    party_name = forms.CharField(label=_("Name of the operator"), max_length=200)
    sector = forms.ChoiceField(label=pgettext_lazy("operator", "Sector"), choices=tuple(SECTORS.items()))
    grade = forms.ChoiceField(label=pgettext_lazy("operator", "Grade"), choices=[(one, one) for one in GRADES])
    office = forms.ChoiceField(label=_("Customs office"))

    def __init__(self, *given: Any, offices: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Why an authorisation is taken back."""

    reason = forms.CharField(label=_("Why it is taken back"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class DeferralForm(forms.Form):
    """The right to pay later within a guarantee."""

    limit = AmountField(label=_("Up to how much at one time"), min_value=0)
    until = DateField(label=pgettext_lazy("guarantee", "Until"))


class LeaveForm(forms.Form):
    """Goods declared out of their procedure, or home."""

    ending = forms.ChoiceField(label=_("What you do with them"))
    quantity = forms.DecimalField(label=pgettext_lazy("procedure", "How many"), max_digits=20, decimal_places=6)
    reference = forms.CharField(
        label=_("Own reference"), max_length=35, help_text=_("Your own number for this declaration; each names one.")
    )
    partner = forms.CharField(
        label=_("Sent out: to whom"), max_length=70, required=False, help_text=_("Empty for home use.")
    )
    partner_country = forms.CharField(
        label=_("Its country"), help_text=_("Two letters, such as CN or DE."), max_length=2, required=False
    )

    def __init__(self, *given: Any, endings: list[str], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["ending"].choices = [(one, ENDINGS[one]) for one in endings]  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """How goods left, as customs confirms it."""

    ending = forms.ChoiceField(label=_("How they left"))
    quantity = forms.DecimalField(label=pgettext_lazy("procedure", "How many"), max_digits=20, decimal_places=6)
    text = forms.CharField(label=_("What was seen"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *given: Any, endings: list[str], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["ending"].choices = [(one, ENDINGS[one]) for one in endings]  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """Why the term is made longer."""

    reason = forms.CharField(
        label=_("Why the term is made longer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
