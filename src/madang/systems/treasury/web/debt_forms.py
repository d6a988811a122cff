"""What accountants type about debt."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui.forms import AmountField, DateField
from madang.systems.treasury.domain.debt import DayCount
from madang.systems.treasury.usecases.borrow import MOST_SERVICES
from madang.systems.treasury.web.accounting import FundField, PastDay

KINDS = {"bond": _("bond"), "loan": _("loan")}
COUNTS = {
    DayCount.ACTUAL_ACTUAL: _("actual days, each in its own year (actual/actual)"),
    DayCount.ACTUAL_365: _("actual days of 365 (actual/365)"),
    DayCount.ACTUAL_360: _("actual days of 360 (actual/360)"),
    DayCount.THIRTY_360: _("months of 30 days (30/360)"),
}


class TermsForm(forms.Form):
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
            "minor": AmountField(label=_("Amount"), min_value=0),
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


class LoanForm(TermsForm):
    """A loan agreement."""

    purpose = forms.CharField(label=pgettext_lazy("accounts", "What for"), max_length=140)
    signed_on = DateField(label=pgettext_lazy("accounts", "Signed"), validators=[PastDay()])
    available_until = DateField(label=_("Can be drawn until"))


class DrawForm(forms.Form):
    """A part of a loan."""

    on = DateField(label=_("Day"), validators=[PastDay()])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"minor": AmountField(label=_("Amount"), min_value=0), **self.fields}


class PaidForm(forms.Form):
    """When it was paid."""

    on = DateField(label=pgettext_lazy("accounts", "Paid on"), validators=[PastDay()])
