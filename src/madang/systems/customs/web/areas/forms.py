"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.ui.forms import DateField
from madang.systems.customs.domain.areas import FARTHEST, ActKind, AreaAct
from madang.systems.customs.domain.areas import GROUNDS as BY_KIND
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.usecases.areas.keep_areas import AreaFacts, Entered
from madang.systems.customs.usecases.securing.holders import business
from madang.systems.customs.web.areas.words import GROUNDS
from madang.systems.customs.web.cargo.words import STORES

_LONG = forms.Textarea(attrs={"rows": 3})


def _spot(label: Any) -> forms.IntegerField:
    says = _("In hundredths of it, from 0 to 78.")
    return forms.IntegerField(label=label, min_value=0, max_value=FARTHEST, help_text=says)


class LicenceForm(forms.Form):
    """What the paper of a licence or a designation says."""

    area = forms.CharField(
        label=_("Code of the area"), max_length=8, help_text=_("Eight digits or capital letters at most.")
    )
    store_kind = forms.ChoiceField(label=pgettext_lazy("bonded area", "Kind"), choices=tuple(STORES.items()))
    name = forms.CharField(label=_("Name in the country’s language"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    port = forms.ChoiceField(label=pgettext_lazy("cargo", "Port"))
    keeper = forms.CharField(
        label=_("Business number of the keeper"),
        max_length=20,
        required=False,
        help_text=_("Empty only where customs keeps a designated area itself."),
    )
    begins_on = DateField(label=pgettext_lazy("bonded area", "First day"))
    last_on = DateField(
        label=pgettext_lazy("bonded area", "Last day"),
        required=False,
        help_text=_("Empty where it is one until that is taken back."),
    )
    x = _spot(_("Place on the port’s drawing, from the left"))
    y = _spot(_("Place on the port’s drawing, from the top"))
    text = forms.CharField(
        label=_("What the paper says"),
        max_length=1000,
        widget=_LONG,
        help_text=_("Its number, and what it was decided on."),
    )

    def __init__(self, *given: Any, ports: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["port"].choices = ports  # type: ignore[attr-defined]

    def entered(self) -> Entered:
        """What was typed."""
        told = dict(self.cleaned_data)
        facts = AreaFacts(
            store_kind=StoreKind(told["store_kind"]),
            keeper=business(number=told["keeper"]).key if told["keeper"] else "",
            **{name: told[name] for name in ("name", "name_en", "port", "x", "y")},
        )
        act = AreaAct(kind=ActKind.LICENCE, begins_on=told["begins_on"], last_on=told["last_on"])
        return Entered(area=told["area"].strip().upper(), act=act, text=told["text"], facts=facts)


class ActForm(forms.Form):
    """A suspension, an end, or the days to clear an area whose licence ran out."""

    ground = forms.ChoiceField(label=pgettext_lazy("bonded area", "Why"), widget=forms.RadioSelect)
    begins_on = DateField(label=pgettext_lazy("bonded area", "First day"))
    last_on = DateField(label=pgettext_lazy("bonded area", "Last day"))
    text = forms.CharField(label=_("What was found, and what the keeper said"), max_length=1000, widget=_LONG)

    def __init__(self, data: Any = None, *, kind: ActKind, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=kind.value, initial=initial)
        self._kind = kind
        if kind is ActKind.CLEARING:
            del self.fields["ground"]
        else:
            choices = [(one.value, GROUNDS[one.value]) for one in BY_KIND[kind]]
            self.fields["ground"].choices = choices  # type: ignore[attr-defined]
        if kind is not ActKind.SUSPENSION:
            self.fields["last_on"].label = _("Goods leave by")

    def entered(self, *, area: str) -> Entered:
        """What was typed."""
        told = self.cleaned_data
        act = AreaAct(kind=self._kind, begins_on=told["begins_on"], last_on=told["last_on"])
        return Entered(area=area, act=act, text=told["text"], ground=told.get("ground", ""))
