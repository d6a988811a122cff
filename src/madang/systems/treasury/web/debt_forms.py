"""What accountants type about debt."""

from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.law import pack
from madang.framework.ui.forms import AmountField, DateField
from madang.systems.treasury.domain.debt import DayCount
from madang.systems.treasury.models import ExchangeRate
from madang.systems.treasury.usecases.borrow import MOST_SERVICES
from madang.systems.treasury.web.accounting import FundField, PastDay

KINDS = {"bond": _("bond"), "loan": _("loan")}
COUNTS = {
    DayCount.ACTUAL_ACTUAL: _("actual days, each in its own year (actual/actual)"),
    DayCount.ACTUAL_365: _("actual days of 365 (actual/365)"),
    DayCount.ACTUAL_360: _("actual days of 360 (actual/360)"),
    DayCount.THIRTY_360: _("months of 30 days (30/360)"),
}


def in_minor_units(*, amount: Decimal, currency: str) -> int | None:
    """The amount in the currency's smallest units; None where it has a part of one."""
    scaled = amount.scaleb(get_currency_precision(currency))
    return int(scaled) if scaled == scaled.to_integral_value() else None


def _currencies() -> list[tuple[str, str]]:
    """The state's own, and those with a rate of exchange."""
    rated = ExchangeRate.objects.order_by("currency").distinct("currency").values_list("currency", flat=True)
    return [("", pack().currency), *((one, one) for one in rated)]


class _InCurrency(forms.Form):
    """An amount in a currency: in smallest units once cleaned."""

    def _currency(self) -> str:
        return str(self.cleaned_data.get("currency") or pack().currency)

    def clean(self) -> dict[str, Any]:
        """Says where the currency has no such small unit."""
        given, amount = super().clean() or self.cleaned_data, self.cleaned_data.get("minor")
        if amount is not None:
            given["minor"] = in_minor_units(amount=amount, currency=self._currency())
            if given["minor"] is None:
                self.add_error("minor", _("The currency has no unit that small."))
        return given


def _home_field(label: Any) -> AmountField:
    return AmountField(
        label=label,
        min_value=0,
        required=False,
        help_text=_("In the state's currency, and only where the debt is in another one."),
    )


class TermsForm(_InCurrency):
    """Amount, interest and rhythm of a debt."""

    lender = forms.CharField(label=_("Lender"), max_length=140)
    percent = forms.DecimalField(
        label=_("Interest a year in percent"), min_value=0, max_value=100, max_digits=7, decimal_places=4
    )
    count = forms.ChoiceField(label=_("How days are counted"), choices=[(one.value, COUNTS[one]) for one in DayCount])
    every = forms.IntegerField(label=_("Months between due days"), min_value=1, max_value=12, initial=6)
    times = forms.IntegerField(label=_("How many due days"), min_value=1, max_value=MOST_SERVICES)
    bullet = forms.TypedChoiceField(
        label=_("Repayment"),
        choices=[("yes", _("all of it on the last due day")), ("no", _("in equal parts on each due day"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        head = {
            "lender": self.fields["lender"],
            "currency": forms.ChoiceField(label=_("Currency"), choices=_currencies(), required=False),
            "minor": forms.DecimalField(label=_("Amount"), min_value=0, max_digits=18, decimal_places=3),
            "fund": FundField(),
        }
        self.fields = {**head, **self.fields}

    def terms(self) -> dict[str, Any]:
        """The cleaned values as the use cases take them."""
        given = dict(self.cleaned_data)
        given["rate"] = Decimal(given.pop("percent")) / 100
        given["count"] = DayCount(given["count"])
        return given


class IssueForm(TermsForm):
    """A bond."""

    issued_on = DateField(label=_("Day of issue"), validators=[PastDay()])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["received"] = _home_field(_("What the bank paid out for it"))


class LoanForm(TermsForm):
    """A loan agreement."""

    purpose = forms.CharField(label=pgettext_lazy("accounts", "What for"), max_length=140)
    signed_on = DateField(label=pgettext_lazy("accounts", "Signed"), validators=[PastDay()])
    available_until = DateField(label=_("Can be drawn until"))


class DrawForm(_InCurrency):
    """A part of a loan."""

    on = DateField(label=_("Day"), validators=[PastDay()])

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.held_in = currency
        says = _("In {currency}.").format(currency=currency)
        amount = forms.DecimalField(label=_("Amount"), min_value=0, max_digits=18, decimal_places=3, help_text=says)
        self.fields = {"minor": amount, **self.fields}
        if currency != pack().currency:
            self.fields["received"] = _home_field(_("What the bank paid out for it"))

    def _currency(self) -> str:
        return self.held_in


class PaidForm(forms.Form):
    """When it was paid."""

    on = DateField(label=pgettext_lazy("accounts", "Paid on"), validators=[PastDay()])

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if currency != pack().currency:
            self.fields["cost"] = _home_field(_("What the bank took for it"))
