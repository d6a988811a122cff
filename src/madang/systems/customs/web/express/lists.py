"""A courier's lists: send one, see what became of its parcels."""

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.ui.tables import Column, Table, one_of
from madang.framework.values import Fault, Refusal, clock
from madang.systems.customs.domain.express import Carried
from madang.systems.customs.formats import parcel_csv
from madang.systems.customs.models import Parcel
from madang.systems.customs.usecases.declarations.offices import customs_offices
from madang.systems.customs.usecases.express.find_parcels import find_list, lists_of
from madang.systems.customs.usecases.express.law import is_post
from madang.systems.customs.usecases.express.lodge_list import SentList, lodge_list
from madang.systems.customs.usecases.express.refusals import ListRefused
from madang.systems.customs.web.express.words import CARRIED, STATES, why

UNREADABLE = {
    "not_utf8": gettext_lazy("The file is not text in UTF-8."),
    "not_csv": gettext_lazy("The file is no table of values separated by commas: {value}."),
    "columns": gettext_lazy("These columns are missing: {value}."),
}


class ListForm(forms.Form):
    """A list."""

    reference = forms.CharField(label=gettext_lazy("Own reference"), max_length=35)
    office = forms.ChoiceField(label=gettext_lazy("Customs office"))
    carried = forms.ChoiceField(label=pgettext_lazy("customs parcel", "Carried as"), choices=tuple(CARRIED.items()))
    file = forms.FileField(
        label=gettext_lazy("List of parcels"), help_text=gettext_lazy("CSV in UTF-8, at most 10 MB.")
    )

    def __init__(self, *args: object, post: bool, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if not post:
            del self.fields["carried"]
        korean = (get_language() or "").startswith("ko")
        named = [(str(row["code"]), str(row["name"] if korean else row["name_en"])) for row in customs_offices()]
        self.fields["office"].choices = named  # type: ignore[attr-defined]


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: ActorRequest) -> HttpResponseBase:
    """What was sent, and a new one; it is taken whole, or refused with every fault."""
    posted = request.method == "POST"
    form = ListForm(request.POST if posted else None, request.FILES if posted else None, post=_is_post(request))
    faults: tuple[Fault, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            return redirect("customs:express_list", _sent(request, form))
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            form.add_error(None, str(refusal))
            faults = refusal.faults
    source = lists_of(actor=request.actor)
    columns = (
        Column(
            name="number",
            title=pgettext("customs", "Number"),
            link=lambda one: reverse("customs:express_list", args=[one.number]),
        ),
        Column(name="reference", title=_("Own reference"), sort="reference"),
        Column(name="count", title=_("Parcels in it"), kind="number"),
        Column(name="lodged_at", title=pgettext("customs", "Lodged"), kind="moment", sort="lodged_at"),
    )
    table = Table(request=request, columns=columns, source=source, caption=_("Lists of parcels"))
    said = [{"place": fault.place, "says": fault.says} for fault in faults]
    values = {"form": form, "table": table, "any": source.exists(), "faults": said}
    values["columns"] = ", ".join((*parcel_csv.COLUMNS, *parcel_csv.OPTIONAL))
    status = 422 if form.errors else 200
    return table.file(name="lists") or render(request, "customs/express/lists.html", values, status=status)


def _is_post(request: ActorRequest) -> bool:
    party = request.actor.party
    return party is not None and is_post(party=party, on=timezone.localdate())


def _sent(request: ActorRequest, form: forms.Form) -> str:
    told = form.cleaned_data
    try:
        rows = parcel_csv.read(data=read_upload(file=told["file"], limit=parcel_csv.LARGEST))
    except parcel_csv.TableFaulty as faulty:
        says = str(UNREADABLE[faulty.code]).format(value=faulty.value)
        raise ListRefused(faults=(Fault("file", says, f"customs.express.{faulty.code}"),)) from None
    carried = Carried(told.get("carried", Carried.EXPRESS.value))
    sent = SentList(reference=told["reference"], office=told["office"], rows=rows, channel="page", carried=carried)
    return lodge_list(sent=sent, actor=request.actor, now=clock.now()).number


@open_to(RESIDENTS)
@require_safe
def one(request: ActorRequest, number: str) -> HttpResponseBase:
    """One list: each parcel and what became of it."""
    found = find_list(number=number, actor=request.actor)
    columns = (
        Column(name="place", title=pgettext("customs parcel", "Row"), kind="number"),
        Column(name="waybill", title=pgettext("customs parcel", "Waybill")),
        Column(name="description", title=pgettext("customs parcel", "What it is")),
        Column(name="price", title=pgettext("customs parcel", "Price"), kind="money"),
        Column(name="state", title=pgettext("customs", "State"), value=_state),
    )
    state = one_of(field="state", title=pgettext("customs", "State"), words=STATES)
    source = found.parcels.order_by("place")
    table = Table(request=request, columns=columns, source=source, filters=(state,), caption=_("Parcels in it"))
    values = {"number": found.number, "reference": found.reference, "table": table}
    return table.file(name="parcels") or render(request, "customs/express/list.html", values)


def _state(one: Parcel) -> str:
    faults = " ".join(str(fault["says"]) for fault in one.faults)
    return " ".join(filter(None, (str(STATES[one.state]), why(one), one.declaration, faults)))
