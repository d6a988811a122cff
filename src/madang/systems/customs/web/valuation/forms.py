"""What is asked to find a value, method by method."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui.forms import DateField
from madang.systems.customs.domain.value_found import Level
from madang.systems.customs.domain.words import Adjustment
from madang.systems.customs.usecases.valuation.words import ADJUSTMENTS, BASES, LEVELS
from madang.systems.customs.web.declarations.forms import INCOTERMS
from madang.systems.customs.web.units import SEVERAL
from madang.systems.customs.web.valuation.rows import comparables_in, resold_in

CODE = r"^[ .-]*(?:[0-9][ .-]*){6,10}$"
"""Six to ten digits, however they are parted."""
CURRENCY = r"^[A-Za-z]{3}$"
_ROWS = {"rows": 5, "spellcheck": "false"}
ASKED = tuple(one for one in Adjustment if one not in (Adjustment.OTHER_ADDITION, Adjustment.OTHER_DEDUCTION))


def _amount(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=0, max_digits=16, decimal_places=2, required=required
    )


def _percent(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False
    )


class GoodsForm(forms.Form):
    """The goods."""

    commodity = forms.RegexField(
        label=_("Commodity code"),
        regex=CODE,
        max_length=16,
        help_text=_("Ten digits of the tariff, such as 8516.71-0000."),
    )
    description = forms.CharField(label=_("What it is"), max_length=200)
    quantity = forms.DecimalField(
        label=pgettext_lazy("customs", "Quantity"), min_value=0, max_digits=14, decimal_places=3
    )
    unit = forms.ChoiceField(label=pgettext_lazy("customs", "Unit"), choices=tuple(SEVERAL.items()))
    origin = forms.CharField(
        label=_("Country of origin"), help_text=_("Two letters, such as CN or DE."), max_length=2, min_length=2
    )
    producer = forms.CharField(label=pgettext_lazy("valuation", "Producer"), max_length=120, required=False)
    shipped_on = DateField(label=_("Shipped on"), help_text=_("The day of the bill of lading or air waybill."))
    level = forms.ChoiceField(
        label=_("Commercial level at which they are bought"),
        choices=tuple((one.value, title) for one, title in LEVELS.items()),
        initial=Level.WHOLESALE.value,
    )
    seasonal = forms.BooleanField(
        label=_("Farm, forest or fish products whose price changes with the season"), required=False
    )
    transport = _amount(
        _("Carriage and insurance of these goods to the port"),
        _("In the money of this country; for methods 2, 3 and 5."),
    )
    computed_first = forms.BooleanField(label=_("I ask that method 5 stands before method 4"), required=False)

    def clean_quantity(self) -> Any:
        """Of nothing there is no value."""
        told = self.cleaned_data["quantity"]
        if not told:
            raise forms.ValidationError(_("Give how much of the goods there is."))
        return told


class SaleForm(forms.Form):
    """Method 1: the sale, what is added to its price, and what the law asks of it."""

    sold = forms.BooleanField(
        label=_("The goods were sold for export to this country"),
        help_text=_("No sale are gifts, samples, goods on consignment, on lease or sent to a branch."),
        required=False,
        initial=True,
    )
    price = _amount(_("Price paid or to be paid, for all of the goods"))
    currency = forms.RegexField(
        label=_("Currency of the invoice"), regex=CURRENCY, help_text=_("Three letters, such as USD.")
    )
    incoterm = forms.ChoiceField(label=_("Delivery term"), choices=[(one, one) for one in INCOTERMS])

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for kind in ASKED:
            self.fields[kind.value] = _amount(ADJUSTMENTS[kind], _("In the currency of the invoice."))
        for name, label in FLAGS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self.fields["test_values"] = forms.CharField(
            label=_("Test values for related parties"),
            help_text=_("Customs values of like goods sold to strangers, in the money of this country; one a line."),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=400,
            required=False,
        )

    def clean_test_values(self) -> list[str]:
        """Whole amounts."""
        told = [line.replace(",", "").strip() for line in self.cleaned_data["test_values"].splitlines() if line.strip()]
        if any(not (one.isascii() and one.isdigit() and len(one) < 16) for one in told):
            raise forms.ValidationError(_("One whole amount a line, such as 1200000."))
        return told


FLAGS = {
    "restricted": _("The buyer may not use or sell the goods freely (beyond what law or a region explains)"),
    "conditional": _("The price hangs on a condition whose amount nobody can tell"),
    "proceeds_unknown": _("Proceeds of resale go to the seller and cannot be told"),
    "unquantified": _("An addition is due, and there is no objective figure for it"),
    "related": _("Buyer and seller are related"),
    "uninfluenced": _("The circumstances of the sale show that the price is free of that"),
}


class OthersForm(forms.Form):
    """Methods 2 and 3: goods whose value was taken before."""

    def __init__(self, *, name: str, data: Any = None, initial: Any = None) -> None:
        super().__init__(data=data, initial=initial)
        self.name = name
        self.fields[name] = forms.CharField(
            label=_("Goods whose value by the price was taken"),
            help_text=_(
                "One a line, parts separated by semicolons: reference; customs value; quantity; shipped on (2026-02-20); "
                "origin; producer; level (maker, wholesale, retail, user); carriage in the value; percent for another "
                "level; percent for another quantity. Empty parts at the end may be left out. A percentage is evidence, "
                "such as a price list: -5, 0, 12.5."
            ),
            widget=forms.Textarea(attrs=_ROWS),
            max_length=8000,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Rows that can be read."""
        told: dict[str, Any] = super().clean() or {}
        _rows, faults = comparables_in(text=told.get(self.name, ""))
        for fault in faults:
            self.add_error(self.name, fault)
        return told


class ResaleForm(forms.Form):
    """Method 4: what is sold in the country."""

    resold = forms.CharField(
        label=_("Sales in this country of these, identical or similar goods, as imported"),
        help_text=_(
            "One a line: quantity; price of one, without value-added tax; day (2026-03-02); and “related” where the buyer is "
            "related, “assist” where the buyer supplied something for the goods."
        ),
        widget=forms.Textarea(attrs=_ROWS),
        max_length=8000,
        required=False,
    )
    resale_commission = _amount(_("Commission on one"), _("Or the percentage below, not both."))
    margin = _percent(_("Usual profit and general expenses, percent of the price"))
    resale_transport = _amount(_("Usual carriage and insurance in the country, of one"))
    carriage = _amount(
        _("Carriage and insurance to the country, of one"), _("Only where the country’s value is free on board.")
    )
    resale_taxes = _amount(_("Duty and taxes in the price, of one"))
    duty = _percent(_("Or the rate of duty upon the value, percent"))
    processed = forms.BooleanField(label=_("They were worked up after importation; I ask for this way"), required=False)
    processing = _amount(_("What working them up added, to one"))

    def clean(self) -> dict[str, Any]:
        """Rows that can be read; commission or margin."""
        told: dict[str, Any] = super().clean() or {}
        _rows, faults = resold_in(text=told.get("resold", ""))
        for fault in faults:
            self.add_error("resold", fault)
        if told.get("resale_commission") and told.get("margin"):
            self.add_error(
                "margin", _("The law takes off one of both: the commission, or profit and general expenses.")
            )
        return told


class ProductionForm(forms.Form):
    """Method 5: what making them cost, for all of the goods, in the currency that is named."""

    cost_currency = forms.RegexField(label=_("Currency of the costs"), regex=CURRENCY, required=False)
    materials = _amount(pgettext_lazy("valuation", "Materials"))
    work = _amount(_("Making the goods"))
    packing_cost = _amount(_("Containers and packing"))
    supplied = _amount(_("What the buyer supplied"))
    profit_and_expenses = _amount(_("The producer’s profit and general expenses"))
    usual_profit = _amount(_("Profit and general expenses usual for such goods, where the producer’s are not"))
    documented = forms.BooleanField(label=_("The producer’s accounts are at hand"), required=False)


class ReasonableForm(forms.Form):
    """Method 6."""

    basis = forms.ChoiceField(
        label=_("On what the value stands"),
        choices=[("", "–"), *((one.value, title) for one, title in BASES.items())],
        required=False,
    )
    amount = _amount(
        _("Value of all the goods"), _("In the money of this country; for an earlier value and other means.")
    )
    words = forms.CharField(
        label=_("How it was found"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
