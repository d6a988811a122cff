"""Name the polling stations of an election."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import POSTAL_STATION, State
from madang.systems.elections.models import Election, PaperStock, PollingRecord, Station

MOST = 5000
LONGEST = 60


class StationsStand(Refusal):
    """Voting is over, or a station that is left out handed out paper."""

    code = "elections.stations_stand"
    says = _(
        "The stations were not changed: the voting is over, or a station that is missing from your list handed out or printed "
        "ballots already ({used})."
    )


class StationsUnfit(Refusal):
    """A name that cannot be one."""

    code = "elections.stations_unfit"
    says = _("The stations were not changed: write each name once, on a line of its own, of at most 60 signs.")
    status = 422


def name_stations(*, election: Election, names: Sequence[str], actor: Actor, now: datetime) -> int:
    """Put these in place of those named before; how many. Raises Forbidden, StationsUnfit, StationsStand."""
    require(actor, "elections.manage", election.office)
    written = [one.strip() for one in names if one.strip()]
    unfit = any(len(one) > LONGEST or one == POSTAL_STATION for one in written)
    if unfit or len(set(written)) != len(written) or len(written) > MOST:
        raise StationsUnfit
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        used = _used(held) - set(written)
        if (written and used) or now >= held.closes_at or held.state == State.CANCELLED:
            raise StationsStand(used=", ".join(sorted(used)) or "–")
        Station.objects.filter(election=held).delete()
        Station.objects.bulk_create(Station(election=held, name=one) for one in written)
        detail = {"stations": len(written)}
        record(actor=actor, action="elections.name_stations", target=f"election:{held.uuid}", detail=detail, now=now)
    return len(written)


def _used(election: Election) -> set[str]:
    handed = PollingRecord.objects.filter(voter__election=election).values_list("station", flat=True)
    printed = PaperStock.objects.filter(election=election).values_list("station", flat=True)
    return {*handed, *printed} - {POSTAL_STATION}
