"""What an applicant is told without having asked."""

from datetime import datetime

from madang.framework.notify import notify
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue


def _tell(template: str, application: Application, now: datetime, **more: str) -> None:
    titles = catalogue.title_of(code=application.service)
    values = {
        "service": titles.get(application.language) or titles["en"],
        "number": application.number,
        "link": f"/applications/{application.number}/",
        **more,
    }
    notify(party=application.subject, template=f"civil/{template}", values=values, now=now)


def waits(*, application: Application, now: datetime) -> None:
    """Its owner does not answer; it is issued as soon as it does."""
    _tell("waits", application, now)


def issued_at_last(*, application: Application, now: datetime) -> None:
    """It was issued after waiting."""
    _tell("issued", application, now)


def not_issued(*, application: Application, now: datetime) -> None:
    """Its owner refused; a fee that was paid goes back."""
    _tell("not_issued", application, now, reason=application.note)


def part_stopped(*, application: Application, now: datetime) -> None:
    """A later part of a life event could not be sent by itself."""
    _tell("part_stopped", application, now)
