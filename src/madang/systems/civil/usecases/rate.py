"""Say how content one was."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Refusal
from madang.systems.civil.domain.applications import MAY_RATE
from madang.systems.civil.models import Satisfaction
from madang.systems.civil.usecases.load_application import load_application


class NotRatable(Refusal):
    """It is not over, or was rated before."""

    code = "civil.not_ratable"
    says = _(
        "An application is rated once, after it is finished. This one is not finished, or you have rated it already."
    )


class RatingFaulty(Refusal):
    """The rating cannot be read."""

    code = "civil.rating_faulty"
    says = _("Choose one to five stars; a remark has 500 characters at most.")
    status = 422


def rate(*, number: str, stars: int, remark: str, actor: Actor, now: datetime) -> Satisfaction:
    """The rating, recorded. Raises NoSuchApplication, NotRatable, RatingFaulty."""
    if not 1 <= stars <= 5 or len(remark) > 500:
        raise RatingFaulty(faults=(Fault(place="stars", says=str(RatingFaulty.says), code="civil.rating_faulty"),))
    with transaction.atomic():
        application = load_application(number=number, actor=actor, lock=True)
        if application.state not in MAY_RATE or Satisfaction.objects.filter(application=application).exists():
            raise NotRatable
        return Satisfaction.objects.create(
            application=application, service=application.service, stars=stars, remark=remark.strip(), rated_at=now
        )
