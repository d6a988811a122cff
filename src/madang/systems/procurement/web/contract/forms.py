"""What people type about contracts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.contracts.treasury_v1 import Line
from madang.framework.ui.forms import AmountField, DateField
from madang.systems.procurement.domain.contracting import ChangeKind, GuaranteeKind
from madang.systems.procurement.models import Supplier
from madang.systems.procurement.usecases.contract.make_contract import Part, Plan
from madang.systems.procurement.web.budget_lines import line_choices
from madang.systems.procurement.web.contract.words import CHANGES, GUARANTEES

PARTS = 4


class ContractForm(forms.Form):
    """What the award does not say."""

    line = forms.ChoiceField(label=gettext_lazy("Budget line that pays"))
    account = forms.CharField(
        label=gettext_lazy("Supplier's account"),
        max_length=34,
        help_text=gettext_lazy("An IBAN, or the bank's code, a hyphen and the number."),
    )
    holder = forms.CharField(label=gettext_lazy("Holder of the account"), max_length=140)
    starts_on = DateField(label=gettext_lazy("Starts"))
    ends_on = DateField(label=gettext_lazy("Ends"))
    defect_percent = forms.DecimalField(
        label=gettext_lazy("Guarantee for defects, in percent"), max_digits=5, decimal_places=2, min_value=0
    )

    def __init__(self, *, lines: Sequence[Line], **options: Any) -> None:
        super().__init__(**options)
        self.fields["line"].choices = line_choices(lines)  # type: ignore[attr-defined]
        for place in range(1, PARTS + 1):
            needed, number = place == 1, {"place": place}
            self.fields[f"title_{place}"] = forms.CharField(
                label=_("Milestone {place}: what is delivered").format(**number), max_length=200, required=needed
            )
            self.fields[f"due_{place}"] = DateField(label=_("Milestone {place}: due").format(**number), required=needed)
            self.fields[f"percent_{place}"] = forms.DecimalField(
                label=_("Milestone {place}: percent of the value").format(**number),
                max_digits=5,
                decimal_places=2,
                min_value=0,
                required=needed,
            )

    def clean(self) -> dict[str, Any]:
        """A milestone is filled in whole or not at all."""
        cleaned: dict[str, Any] = super().clean() or {}
        for place in range(1, PARTS + 1):
            names = [f"{name}_{place}" for name in ("title", "due", "percent")]
            given = [name for name in names if cleaned.get(name)]
            for name in names:
                if given and name not in given and name not in self.errors:
                    self.add_error(name, _("Fill in the whole milestone, or leave all of it empty."))
        return cleaned

    def plan(self) -> Plan:
        """What was typed, of a valid form."""
        typed = self.cleaned_data
        parts = [
            Part(title=typed[f"title_{n}"], due_on=typed[f"due_{n}"], percent=Decimal(typed[f"percent_{n}"]))
            for n in range(1, PARTS + 1)
            if typed.get(f"title_{n}")
        ]
        names = ("line", "account", "holder", "starts_on", "ends_on", "defect_percent")
        return Plan(**{name: typed[name] for name in names}, parts=tuple(parts))


def known_already(*, line: str, supplier: Supplier) -> dict[str, str]:
    """What stands in the form of a contract before anybody types: the tender's budget line, and where the supplier is paid."""
    return {"line": line, "account": supplier.account, "holder": supplier.account_holder or supplier.name}


class GuaranteeForm(forms.Form):
    """What the issuer's paper says."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    issuer = forms.CharField(label=gettext_lazy("Issuer"), max_length=140)
    number = forms.CharField(label=gettext_lazy("Number of the guarantee"), max_length=64)
    valid_from = DateField(label=gettext_lazy("Holds from"))
    valid_until = DateField(label=gettext_lazy("Holds until"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["kind"].choices = list(GUARANTEES.items())  # type: ignore[attr-defined]
        self.fields["minor"] = AmountField(label=_("Amount"), min_value=0)

    def clean_kind(self) -> GuaranteeKind:
        """As the domain names it."""
        return GuaranteeKind(self.cleaned_data["kind"])


class ChangeForm(forms.Form):
    """The contract as it is to be."""

    kind = forms.ChoiceField(label=gettext_lazy("What changes"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    ends_on = DateField(label=gettext_lazy("New end"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["kind"].choices = list(CHANGES.items())  # type: ignore[attr-defined]
        self.fields["minor"] = AmountField(label=_("New value of the whole contract"), min_value=0)

    def clean_kind(self) -> ChangeKind:
        """As the domain names it."""
        return ChangeKind(self.cleaned_data["kind"])


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(ReasonForm):
    """Why it ends before its time, and by whose fault."""

    supplier_at_fault = forms.BooleanField(
        label=gettext_lazy("The supplier is at fault: the performance guarantee falls to the state"), required=False
    )


class InvoiceForm(forms.Form):
    """The supplier's invoice for a milestone."""

    number = forms.CharField(label=gettext_lazy("Number of your invoice"), max_length=40)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["minor"] = AmountField(label=_("Amount before any penalty"), min_value=0)


class DeliveryForm(forms.Form):
    """What was delivered."""

    note = forms.CharField(
        label=gettext_lazy("What was delivered, and where"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
