"""Publish the result, when the paper is counted, too. Who answered a survey is forgotten with it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import Kind, State, Step
from madang.systems.elections.models import Election
from madang.systems.elections.usecases.counting.count_paper import station_title, uncounted_stations
from madang.systems.elections.usecases.counting.purge_names import purge_held
from madang.systems.elections.usecases.joint_step import approve


class PaperUncounted(Refusal):
    """Two officials have not said the same of a station yet."""

    code = "elections.paper_uncounted"
    says = _("The result was not published: two officials have to count the paper of {stations} and say the same.")


def approve_publication(*, election: Election, actor: Actor, now: datetime) -> Election:
    """Raises PaperUncounted, and what `joint_step.approve` does."""

    def act(held: Election) -> None:
        waiting = uncounted_stations(election=held)
        if waiting:
            raise PaperUncounted(stations=", ".join(station_title(name=one) for one in waiting))
        held.state, held.published_at = State.PUBLISHED.value, now
        if held.kind == Kind.SURVEY:
            purge_held(election=held, actor=actor, now=now)

    return approve(election=election, step=Step.PUBLISH, act=act, actor=actor, now=now)
