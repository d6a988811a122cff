"""Print ballots on demand at a station. Each has a serial number on a stub that is torn off; no record says whose it was."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from madang.framework.audit import record
from madang.framework.documents.rendering import render
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.values import Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.elections.domain.words import POSTAL_STATION, State
from madang.systems.elections.models import Election, PaperStock, Question, Voter
from madang.systems.elections.usecases.preparation.begin import both
from madang.systems.elections.usecases.voting.hand_out_paper import require_paper, require_station

AT_ONCE = 50
SIGNS = 10


class NoPrintingNow(Refusal):
    """Before the board began or after the end; or more than there are voters."""

    code = "elections.no_printing_now"
    says = _(
        "No ballot was printed: print between 1 and 50 at once, after the board began and before the voting ends, and no "
        "more in all than there are voters on the roll."
    )


def print_ballots(*, election: Election, station: str, copies: int, actor: Actor, now: datetime) -> bytes:
    """PDF/A and PDF/UA of so many ballots for the election's district, one a page. Their serial numbers are drawn by lot and
    kept as one sorted list a station.

    Raises Forbidden, StationUnnamed, NoPaperForRankings, NoPaperForSurveys, NoPrintingNow.
    """
    require(actor, "elections.serve_station", election.office)
    name = station if station == POSTAL_STATION else require_station(election=election, station=station)
    require_paper(election=election)
    if election.state != State.READY or now >= election.closes_at or not 1 <= copies <= AT_ONCE:
        raise NoPrintingNow
    serials = [random_symbols(count=SIGNS) for _copy in range(copies)]
    with transaction.atomic():
        stock, _new = PaperStock.objects.get_or_create(election=election, station=name)
        stock = PaperStock.objects.select_for_update().get(pk=stock.pk)
        if len(stock.serials) + copies > Voter.objects.filter(election=election).count():
            raise NoPrintingNow
        stock.serials = sorted([*stock.serials, *serials])
        stock.save(update_fields=["serials"])
        detail = {"station": name, "copies": copies}
        record(
            actor=actor, action="elections.print_ballots", target=f"election:{election.uuid}", detail=detail, now=now
        )
    return _drawn(election, name, serials)


def is_ours(*, election: Election, serial: str) -> bool:
    """Whether a station of this election printed the serial number: what officials ask of a stub."""
    return PaperStock.objects.filter(election=election, serials__contains=[serial.strip().upper()]).exists()


def _drawn(election: Election, station: str, serials: Sequence[str]) -> bytes:
    language = pack().languages[0]
    with override(language):
        district = pack().division_by_code.get(election.division)
        data = {
            "language": language[:2],
            "title": both(election.title, election.title_en),
            "district": both(district.native, district.latin) if district else "",
            "station": "" if station == POSTAL_STATION else station,
            "questions": [_question(one) for one in election.questions.order_by("position")],
            "serials": list(serials),
            "stub": str(_("Tear this off before the ballot goes into the box.")),
            "serial": str(_("Serial number")),
            "rule": str(_("Mark the boxes of your choice. Write nothing else.")),
        }
        return render(template="elections/ballot.typ", data=data, images={})


def _question(one: Question) -> dict[str, object]:
    answers = [both(answer["text"], answer["text_en"]) for answer in one.answers]
    blank = [str(_("Blank vote"))] if one.blank else []
    if one.least == one.most:
        hint = _("Choose %(count)d.") % {"count": one.most}
    else:
        hint = _("Choose from %(least)d to %(most)d.") % {"least": one.least, "most": one.most}
    return {"text": both(one.text, one.text_en), "hint": str(hint), "answers": [*answers, *blank]}
