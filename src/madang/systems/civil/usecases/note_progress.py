"""Note what an agency says about an application."""

from datetime import datetime

from madang.contracts.services_v1 import ApplicationProgressed
from madang.systems.civil.domain.applications import OVER, State, after
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import advance_bundle, fees


def note_progress(*, event: ApplicationProgressed, sender: str, now: datetime) -> Application | None:
    """The application as it stands after the agency's word; None where the word is not its owner's.

    Runs in the listener's transaction. The agency's word is taken in the order in which it was given; told twice, it changes
    nothing. The applicant is told by the agency's own case, so nothing is told twice here.
    """
    application = Application.objects.select_for_update().filter(number=event.application).first()
    if application is None or application.owner != event.owner or sender != event.owner:
        return None
    state = after(state=State(application.state), progress=event.progress)
    application.state = state
    application.case = event.case or application.case
    application.office = event.office or application.office
    application.due_on = event.due_on or application.due_on
    application.note = event.note
    application.documents = [
        *application.documents,
        *(each for each in event.documents if each not in application.documents),
    ]
    application.changed_at = now
    application.ended_at = application.ended_at or (now if state in OVER else None)
    if state is State.WITHDRAWN:
        fees.give_back(application=application, reason="withdrawn", now=now)
    application.save()
    advance_bundle.later_parts(application=application, now=now)
    return application
