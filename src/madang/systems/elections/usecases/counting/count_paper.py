"""Two officials count the paper of a station, each for themselves; what both say the same stands."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import POSTAL_STATION, State
from madang.systems.elections.models import Election, OverrideList, PaperCount, PollingRecord


class CountUnfit(Refusal):
    """The figures cannot be."""

    code = "elections.count_unfit"
    says = _("The count was not taken: {says}")
    status = 422


class NoCountNow(Refusal):
    """Before the end of voting, or after the result."""

    code = "elections.no_count_now"
    says = _(
        "The count was not taken: paper is counted after the election is closed and before its result is published."
    )


def count_paper(
    *, election: Election, station: str, ballots: int, counts: Sequence[Sequence[int]], actor: Actor, now: datetime
) -> PaperCount:
    """Keep what this official counted, in place of their count before. Raises Forbidden, NoCountNow, CountUnfit."""
    require(actor, "elections.serve_station", election.office)
    questions = list(election.questions.order_by("position"))
    shapes = [len(one.answers) + one.blank for one in questions]
    if [len(row) for row in counts] != shapes or any(one < 0 for row in counts for one in row):
        raise CountUnfit(says=_("write a number for each answer."))
    for asked, row in zip(questions, counts, strict=True):
        if max(row) > ballots or sum(row) > ballots * asked.most:
            raise CountUnfit(says=_("there are more votes than the ballots in the box could carry."))
    if ballots > handed_out(election=election, station=station[:60]):
        raise CountUnfit(says=_("there are more ballots than were handed out at the station."))
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        if held.state not in {State.CLOSED, State.COUNTED}:
            raise NoCountNow
        made, _new = PaperCount.objects.update_or_create(
            election=held,
            station=station[:60],
            entered_by=officer(actor),
            defaults={"counts": [list(row) for row in counts], "handed_out": ballots, "entered_at": now},
        )
        detail = {"station": made.station}
        record(actor=actor, action="elections.count_paper", target=f"election:{held.uuid}", detail=detail, now=now)
    return made


def handed_out(*, election: Election, station: str) -> int:
    """How many ballots the station handed out that were not given back unused."""
    return PollingRecord.objects.filter(voter__election=election, station=station, given_back_at=None).count()


def overriding(*, election: Election) -> int:
    """How many voters were handed paper after voting online and did not give it back; once closed, as the list says."""
    listed = OverrideList.objects.filter(election=election).first()
    if listed is not None:
        return listed.credentials
    standing = PollingRecord.objects.filter(voter__election=election, given_back_at=None)
    return standing.filter(after_online=True).count()


def station_title(*, name: str) -> str:
    """What a station is called; the box of the postal ballots has no name of its own."""
    return gettext("Ballots that came by post") if name == POSTAL_STATION else name


def agreed_counts(*, election: Election) -> dict[str, PaperCount]:
    """By station, what two officials said the same."""
    found: dict[str, list[PaperCount]] = {}
    for one in PaperCount.objects.filter(election=election).order_by("pk"):
        found.setdefault(one.station, []).append(one)
    agreed = {}
    for station, said in found.items():
        first = said[0]
        if len(said) >= 2 and all((one.counts, one.handed_out) == (first.counts, first.handed_out) for one in said):
            agreed[station] = first
    return agreed


def paper_stations(*, election: Election) -> tuple[str, ...]:
    """Stations that handed out paper, or whose count was begun."""
    out = PollingRecord.objects.filter(voter__election=election, given_back_at=None)
    handed = set(out.values_list("station", flat=True))
    begun = set(PaperCount.objects.filter(election=election).values_list("station", flat=True))
    return tuple(sorted(handed | begun))


def uncounted_stations(*, election: Election) -> tuple[str, ...]:
    """Stations that handed out paper, or whose count was begun, and on whose count no two officials agree yet."""
    agreed = agreed_counts(election=election)
    return tuple(one for one in paper_stations(election=election) if one not in agreed)
