"""An official opens a business's entry: the people who represent it, and the business itself, see the look."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.values import Party
from madang.systems.businesses.models import Business, Representative
from madang.systems.businesses.usecases.find_business import find_business
from madang.systems.businesses.usecases.name import SYSTEM

PURPOSE = declare(gettext_noop("Opening an entry of the business register: {reason}"))


@transaction.atomic
def open_business(*, number: str, reason: str, actor: Actor, now: datetime) -> Business:
    """The business, the look recorded. Raises NumberUnreadable, NoSuchBusiness."""
    business = find_business(number=number)
    target = f"business:{business.number}"
    audit.record(actor=actor, action="businesses.look", target=target, detail={"reason": reason}, now=now)
    people = Representative.objects.filter(business=business).order_by("id").values_list("person", flat=True)
    subjects = [Party.business(business.number), *(Party.person(key) for key in dict.fromkeys(people) if key)]
    purpose = _(PURPOSE).format(reason=reason)
    for subject in subjects:
        look = audit.Look(system=SYSTEM, subject=subject, what="businesses.representative", purpose=purpose)
        audit.looked(actor=actor, look=look, now=now)
    return business
