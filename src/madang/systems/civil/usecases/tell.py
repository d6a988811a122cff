"""What an applicant is told without having asked."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.notify import notify
from madang.framework.notify.catalogue import Template, register
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue


def _tell(template: str, application: Application, now: datetime, **more: str) -> None:
    titles = catalogue.title_of(code=application.service)
    values = {"title": titles["en"], "titles": titles, "number": application.number, **more}
    link = f"/applications/{application.number}/"
    notify(party=application.subject, template=f"civil/{template}", values=values, link=link, now=now)


def declare_messages() -> None:
    """Make the wording known; done at start-up."""
    register(
        Template(
            "civil/waits",
            subject=_("“{title}” is waiting"),
            body=_(
                "The agency for “{title}” does not answer at the moment. Your application {number} is kept and is done as "
                "soon as the agency answers. You need not do anything."
            ),
        ),
        Template(
            "civil/issued",
            subject=_("“{title}” is ready"),
            body=_("“{title}” was issued. You find it among your documents and on the page of application {number}."),
            by_sms=True,
        ),
        Template(
            "civil/not_issued",
            subject=_("“{title}” could not be issued"),
            body=_(
                "“{title}” (application {number}) could not be issued: {reason} A fee that you paid goes back to you."
            ),
        ),
    )


def waits(*, application: Application, now: datetime) -> None:
    """Its owner does not answer; it is issued as soon as it does."""
    _tell("waits", application, now)


def issued_at_last(*, application: Application, now: datetime) -> None:
    """It was issued after waiting."""
    _tell("issued", application, now)


def not_issued(*, application: Application, now: datetime) -> None:
    """Its owner refused; a fee that was paid goes back."""
    _tell("not_issued", application, now, reason=application.note)
