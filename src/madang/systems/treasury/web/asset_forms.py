"""What accountants type about assets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui.forms import AmountField, DateField
from madang.systems.treasury.usecases.depreciate import LONGEST
from madang.systems.treasury.web.accounting import FundField, PastDay


class KeepForm(forms.Form):
    """How a purchase is kept."""

    name = forms.CharField(label=_("What it is"), max_length=140)
    used_from = DateField(label=_("In use from"), validators=[PastDay()])
    months = forms.IntegerField(label=_("Useful life in months"), min_value=1, max_value=LONGEST)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        says = _("What it will still be worth at the end of its life.")
        self.fields["residual"] = AmountField(label=_("Residual value"), min_value=0, initial=0, help_text=says)


class RegisterForm(KeepForm):
    """An asset from before the books began."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["minor"] = AmountField(label=pgettext_lazy("accounts", "Cost"), min_value=0)
        self.fields["fund"] = FundField()
        says = _("The day of the opening balances, which hold what had worn off by then.")
        self.fields["day"] = DateField(label=_("Worn off until"), validators=[PastDay()], help_text=says)


class UntilForm(forms.Form):
    """Up to when wear is booked."""

    until = DateField(
        label=_("Up to the end of"),
        validators=[PastDay()],
        help_text=_("What is booked already is not booked again."),
    )


class ImpairForm(forms.Form):
    """What an asset can still do, and why it is less."""

    on = DateField(label=_("Day"), validators=[PastDay()])
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Damage, end of use, a change of its purpose, or another sign of IPSAS 21.27."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "recoverable": AmountField(
                label=_("Recoverable service amount"),
                min_value=0,
                help_text=_("The higher of its value in use and its price less the cost of selling it."),
            ),
            **self.fields,
        }


class DisposeForm(forms.Form):
    """When it went, and for how much."""

    on = DateField(label=_("Day"), validators=[PastDay()])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["proceeds"] = AmountField(
            label=pgettext_lazy("accounts", "Price"),
            min_value=0,
            initial=0,
            help_text=_("Nothing where it is scrapped."),
        )
