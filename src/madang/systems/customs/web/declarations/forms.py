"""What a declaration asks on its pages."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from madang.framework.ui import written
from madang.systems.customs.domain.procedures import procedures
from madang.systems.customs.domain.words import Direction, TransportMode
from madang.systems.customs.usecases.declarations.offices import customs_offices
from madang.systems.customs.usecases.declarations.open_quotas import asks_recommendation, open_quotas
from madang.systems.customs.usecases.permits.words import in_language
from madang.systems.customs.web.units import SEVERAL

INCOTERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")


def _offices() -> list[tuple[str, str]]:
    korean = (get_language() or "").startswith("ko")
    return [(str(row["code"]), str(row["name"] if korean else row["name_en"])) for row in customs_offices()]


def _procedures() -> list[tuple[str, str]]:
    language = get_language() or "en"
    known = [(one.code, one.title(language=language)) for one in procedures(on=timezone.localdate())]
    return [("", str(_("Release for free use: duties are paid"))), *known]


def quotas_said() -> str:
    """What is left of each quota today, for whoever claims one."""
    told = [
        f"{one.order} ({in_language(one.titles)}): {written.number(one.left)} {SEVERAL.get(one.unit, one.unit)}"
        for one in open_quotas(day=timezone.localdate())
    ]
    if not told:
        return str(_("None is open today."))
    rule = _("The earliest declaration comes first; if it is used up, the rate outside the quota is charged.")
    return f"{_('Left today:')} {'; '.join(told)}. {rule}"


def _quota_fields(*, says: str) -> dict[str, forms.Field]:
    return {
        "quota": forms.RegexField(
            label=_("Number of the tariff quota that you claim"),
            regex=r"^[A-Za-z0-9-]{1,20}$",
            help_text=says,
            required=False,
        ),
        "recommendation": forms.CharField(
            label=_("Number of the recommendation for the quota"),
            help_text=_("Of the agency that recommends the goods; empty where the quota needs none."),
            max_length=35,
            required=False,
        ),
    }


class ShipmentForm(forms.Form):
    """What comes or goes, and how."""

    direction = forms.ChoiceField(
        label=_("What do you declare?"),
        choices=(
            (Direction.IMPORT.value, pgettext_lazy("customs", "Import")),
            (Direction.EXPORT.value, pgettext_lazy("customs", "Export")),
        ),
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label=_("Own reference"), max_length=35, help_text=_("Your own number for this declaration; each names one.")
    )
    office = forms.ChoiceField(label=_("Customs office"), choices=_offices)
    bill = forms.CharField(
        label=_("Number of the house bill or air waybill"),
        max_length=35,
        required=False,
        help_text=_("What the manifest says of these goods is filled in for you."),
    )
    mode = forms.ChoiceField(
        label=_("How the goods travel"),
        choices=(
            (TransportMode.SEA.value, pgettext_lazy("customs", "By sea")),
            (TransportMode.AIR.value, pgettext_lazy("customs", "By air")),
        ),
    )
    procedure = forms.ChoiceField(
        label=pgettext_lazy("customs", "Procedure"),
        choices=_procedures,
        required=False,
        help_text=_("For goods that come in. Under a procedure the duties wait, most often against a guarantee."),
    )
    guarantee = forms.CharField(
        label=pgettext_lazy("customs", "Number of the guarantee"),
        max_length=30,
        required=False,
        help_text=_("Empty for the first of yours that covers the duties that wait."),
    )
    partner = forms.CharField(label=_("The other party abroad: name"), max_length=70)
    partner_country = forms.CharField(
        label=_("Its country"), help_text=_("Two letters, such as CN or DE."), max_length=2, min_length=2
    )

    def clean(self) -> dict[str, Any]:
        """A procedure is for goods that come in."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("direction") == Direction.EXPORT.value and told.get("procedure"):
            self.add_error("procedure", _("Goods that go out ask for none: choose the release."))
        return told


def _statement() -> forms.RegexField:
    return forms.RegexField(
        label=_("Number of the valuation statement"),
        regex=r"^V\d{4}-[0-9A-Z]{8}$",
        help_text=_("Only where the value is not simply the price; made on the page “Customs value”."),
        required=False,
    )


class ItemForm(forms.Form):
    """One goods item; every field bears the number of its item, for the answers of all steps lie together."""

    def __init__(self, *, place: int, most: int, quotas: str = "", data: Any = None, initial: Any = None) -> None:
        super().__init__(data=data, initial=initial)
        asked: dict[str, forms.Field] = {
            "commodity": forms.RegexField(
                label=_("Commodity code"),
                regex=r"^[0-9. -]{6,16}$",
                max_length=16,
                help_text=_("Ten digits of the tariff, such as 8516.71-0000."),
            ),
            "description": forms.CharField(label=_("What it is"), max_length=200),
            "origin": forms.CharField(
                label=_("Country of origin"), help_text=_("Two letters, such as CN or DE."), max_length=2, min_length=2
            ),
            "preference": forms.CharField(
                label=_("Agreement whose rate you claim"), max_length=8, required=False, help_text=_("Empty for none.")
            ),
            "proof": forms.CharField(label=_("Number of the proof of origin"), max_length=35, required=False),
            "net_mass": forms.DecimalField(label=_("Net mass (kg)"), min_value=0, max_digits=14, decimal_places=3),
            "quantity": forms.DecimalField(
                label=pgettext_lazy("customs", "Quantity"), min_value=0, max_digits=14, decimal_places=3, required=False
            ),
            "unit": forms.ChoiceField(label=pgettext_lazy("customs", "Unit"), choices=tuple(SEVERAL.items())),
            "price": forms.DecimalField(
                label=_("Price of the item, in the currency of the invoice"),
                min_value=0,
                max_digits=14,
                decimal_places=2,
            ),
            "permit": forms.CharField(
                label=_("Number of a permit that you hold for it"), max_length=35, required=False
            ),
            "statement": _statement(),
        } | _quota_fields(says=quotas)
        self.place = place
        if place < most:
            asked["more"] = forms.BooleanField(label=_("There is another item"), required=False)
        self.fields.update({f"{name}_{place}": field for name, field in asked.items()})

    def clean(self) -> dict[str, Any]:
        """A quota that asks for a recommendation has its number."""
        told: dict[str, Any] = super().clean() or {}
        order, paper = (told.get(f"{name}_{self.place}") for name in ("quota", "recommendation"))
        if order and not paper and asks_recommendation(order=order, day=timezone.localdate()):
            self.add_error(f"recommendation_{self.place}", _("This quota is for recommended goods: state the number."))
        return told


class ValueForm(forms.Form):
    """The invoice and what comes on top."""

    invoice = forms.CharField(label=pgettext_lazy("customs", "Number of the invoice"), max_length=35)
    currency = forms.CharField(
        label=_("Currency of the invoice"), max_length=3, min_length=3, help_text=_("Three letters, such as USD.")
    )
    incoterm = forms.ChoiceField(label=_("Delivery term"), choices=[(one, one) for one in INCOTERMS])
    freight = forms.DecimalField(
        label=_("Freight to the port, in the currency of the invoice"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
    )
    insurance = forms.DecimalField(
        label=_("Insurance, in the currency of the invoice"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
    )
