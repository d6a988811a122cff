"""Observe an election: asked for by whoever was sent, accredited by two managers; observers' notes stand beside the board."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Board, Election, Incident, Observer

LONGEST = 1000


class NoObservingNow(Refusal):
    """Not announced yet, or over."""

    code = "elections.no_observing_now"
    says = _("Nothing was taken: an election is observed from its announcement until its result is published.")


class SaySenderFirst(Refusal):
    """Voters are told for whom an observer watches."""

    code = "elections.observer_sender"
    says = _("Your application was not taken: write who sends you.")
    status = 422


class AccreditedByTwo(Refusal):
    """One manager is not enough."""

    code = "elections.accredited_by_two"
    says = _("You spoke for this observer before: another manager has to accredit them.")


class NotAccredited(Refusal):
    """Notes come from observers."""

    code = "elections.not_accredited"
    says = _("Your note was not taken: only accredited observers of this election write notes.")
    status = 403


class NoteEmpty(Refusal):
    """Nothing was written."""

    code = "elections.note_empty"
    says = _("Your note was not taken: write what you saw, in up to 1,000 signs.")
    status = 422


def apply_to_observe(*, election: Election, sent_by: str, actor: Actor, now: datetime) -> Observer:
    """Ask for it; asked again it changes nothing. Raises Forbidden, NoObservingNow, SaySenderFirst."""
    require(actor, "elections.vote", election.uuid)
    _require_time(election)
    if not sent_by.strip():
        raise SaySenderFirst
    with transaction.atomic():
        made, new = Observer.objects.get_or_create(
            election=election,
            person=actor.person or "",
            defaults={"name": actor.name[:140], "sent_by": sent_by.strip()[:200], "applied_at": now},
        )
        if new:
            _note("elections.apply_to_observe", election, {"sent_by": made.sent_by}, actor, now)
    return made


def accredit(*, observer: Observer, actor: Actor, now: datetime) -> Observer:
    """The first manager speaks for the observer, another accredits. Raises Forbidden, NoObservingNow, AccreditedByTwo."""
    require(actor, "elections.manage", observer.election.office)
    _require_time(observer.election)
    with transaction.atomic():
        held = Observer.objects.select_for_update().get(pk=observer.pk)
        if held.accredited_by or held.ended_at:
            return held
        if held.proposed_by == officer(actor):
            raise AccreditedByTwo
        if held.proposed_by:
            held.accredited_by, held.accredited_at = officer(actor), now
        else:
            held.proposed_by = officer(actor)
        held.save(update_fields=["proposed_by", "accredited_by", "accredited_at"])
        _note("elections.accredit", held.election, {"observer": held.pk}, actor, now)
    return held


def end_observing(*, observer: Observer, actor: Actor, now: datetime) -> None:
    """A manager refuses an application or ends an accreditation; notes stay. Raises Forbidden."""
    require(actor, "elections.manage", observer.election.office)
    with transaction.atomic():
        if Observer.objects.filter(pk=observer.pk, ended_at=None).update(ended_at=now):
            _note("elections.end_observing", observer.election, {"observer": observer.pk}, actor, now)


def accredited(*, election: Election, actor: Actor) -> Observer | None:
    """The actor's accreditation, in person; None where there is none."""
    if actor.person is None or actor.acting_for is not None:
        return None
    mine = Observer.objects.filter(election=election, person=actor.person, ended_at=None)
    return mine.exclude(accredited_at=None).first()


def write_incident(*, election: Election, text: str, actor: Actor, now: datetime) -> Incident:
    """Write down what was seen; it is public at once and stays. Raises NotAccredited, NoObservingNow, NoteEmpty."""
    observer = accredited(election=election, actor=actor)
    if observer is None:
        raise NotAccredited
    _require_time(election)
    if not 0 < len(text.strip()) <= LONGEST:
        raise NoteEmpty
    board = Board.objects.filter(election=election).first()
    with transaction.atomic():
        made = Incident.objects.create(
            election=election, observer=observer, text=text.strip(), height=board.height if board else None, at=now
        )
        _note("elections.write_incident", election, {"incident": made.pk}, actor, now)
    return made


def _require_time(election: Election) -> None:
    if election.state in {State.DRAFT, State.PUBLISHED, State.CANCELLED}:
        raise NoObservingNow


def _note(action: str, election: Election, detail: dict[str, object], actor: Actor, now: datetime) -> None:
    record(actor=actor, action=action, target=f"election:{election.uuid}", detail=detail, now=now)
