"""Forms of the tariff's pages."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pycountry
from babel import Locale
from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.framework.law import pack
from madang.framework.ui.forms import DateField
from madang.framework.values import Money
from madang.systems.customs.domain.exchange_rates import digits_of
from madang.systems.customs.domain.regimes import Regime
from madang.systems.customs.web import units

CURRENCIES = ("USD", "EUR", "JPY", "CNY", "GBP")
LARGEST = Decimal(10**10)


def countries() -> list[tuple[str, str]]:
    """ISO 3166-1 with names in the reader's language, in their order."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    found = ((one.alpha_2, str(names.get(one.alpha_2, one.name))) for one in pycountry.countries)
    return sorted(found, key=lambda row: row[1])


class PayForm(forms.Form):
    """What would I pay for goods of one line."""

    price = forms.DecimalField(label=_("Price paid abroad"), min_value=Decimal(0), max_value=LARGEST)
    currency = forms.ChoiceField(label=pgettext_lazy("tariff", "Currency"))
    freight = forms.DecimalField(
        label=_("Freight and insurance to the border"),
        help_text=_("In the same currency; leave it empty if the price holds them."),
        min_value=Decimal(0),
        max_value=LARGEST,
        required=False,
    )
    origin = forms.ChoiceField(label=_("Country where the goods were made"))
    preference = forms.ChoiceField(label=_("Trade agreement whose proof of origin you have"), required=False)
    supplier = forms.ChoiceField(label=_("Who sells the goods"), required=False)
    mass = forms.DecimalField(
        label=pgettext_lazy("tariff", "Net mass in kilograms"), min_value=Decimal(0), max_value=LARGEST, required=False
    )
    count = forms.DecimalField(
        label=pgettext_lazy("tariff", "Quantity"), min_value=Decimal(0), max_value=LARGEST, required=False
    )
    on = DateField(label=_("Day of the declaration"))
    within_quota = forms.BooleanField(label=_("I have a recommendation within the quota"), required=False)
    own_use = forms.BooleanField(label=_("It is one parcel for my own use"), required=False)

    def __init__(
        self,
        *,
        regimes: Iterable[Regime],
        unit: str,
        has_quota: bool,
        has_relief: bool,
        suppliers: Sequence[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(**options)
        language = get_language() or "en"
        own = pack().currency
        chosen = [(own, own), *((one, one) for one in CURRENCIES if one != own)]
        self.fields["currency"].choices = chosen  # type: ignore[attr-defined]
        self.fields["origin"].choices = [("", pgettext_lazy("tariff", "Choose a country")), *countries()]  # type: ignore[attr-defined]
        agreements = [(one.code, one.names.get(language, one.names["en"])) for one in regimes]
        self.fields["preference"].choices = [("", pgettext_lazy("tariff", "None")), *agreements]  # type: ignore[attr-defined]
        self.fields["count"].help_text = str(units.SEVERAL.get(unit, unit))
        named = [(one, one) for one in suppliers]
        self.fields["supplier"].choices = [("", pgettext_lazy("tariff", "Somebody else")), *named]  # type: ignore[attr-defined]
        for name, kept in (
            ("supplier", bool(named)),
            ("preference", bool(agreements)),
            ("within_quota", has_quota),
            ("own_use", has_relief),
        ):
            if not kept:
                del self.fields[name]
        if unit == "KGM":
            del self.fields["count"]

    def money(self, name: str) -> Money | None:
        """An amount of the form in its currency; whole smallest units."""
        amount, currency = self.cleaned_data.get(name), self.cleaned_data["currency"]
        digits = pack().currency_digits if currency == pack().currency else digits_of(currency=currency)
        return None if not amount else Money(int(amount.scaleb(digits)), currency)
