"""Let an application go on once its fee is paid."""

from datetime import datetime, timedelta

from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application
from madang.systems.civil.usecases.proceed import proceed


def note_payment(*, charge: str, now: datetime) -> Application | None:
    """The application whose charge was settled, on its way; None where the charge is no application's.

    Runs in the transaction of the settlement, so that no payment is taken without its application going on.
    """
    application = Application.objects.select_for_update().filter(charge=charge).first() if charge else None
    if application is None or application.state != State.TO_PAY:
        return application
    # Nobody has the certificate made at the door here, so the job need not wait for one.
    proceed(application=application, now=now, grace=timedelta(0))
    application.save()
    return application
