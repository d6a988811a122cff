"""Find an application for somebody who may see it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.framework.values import Refusal
from madang.systems.civil.models import Application, Bundle
from madang.systems.civil.usecases.permissions import SEE


class NoSuchApplication(Refusal):
    """There is none with this number that the asker may see; which of the two is not told."""

    code = "civil.no_such_application"
    says = _(
        "There is no application with this number among yours. Check the number, or look in the list on your page."
    )
    status = 404


def load_application(*, number: str, actor: Actor, lock: bool = False) -> Application:
    """The application, locked for a change when asked. Raises NoSuchApplication."""
    rows: QuerySet[Application] = Application.objects.all()
    if lock:
        rows = rows.select_for_update()
    found = rows.filter(number=number).first()
    if found is None or not may(actor, SEE, found):
        raise NoSuchApplication
    return found


def load_bundle(*, number: str, actor: Actor) -> Bundle:
    """A life event under way. Raises NoSuchApplication."""
    found = Bundle.objects.filter(number=number).first()
    if found is None or not may(actor, SEE, found):
        raise NoSuchApplication
    return found
