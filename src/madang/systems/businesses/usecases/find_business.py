"""Find a business by its number."""

from madang.framework.values import Party, PartyKind
from madang.systems.businesses.domain.numbers import CHECK_NUMBER, bare
from madang.systems.businesses.models import Business, Representative
from madang.systems.businesses.usecases.refusals import NoSuchBusiness, NumberUnreadable


def find_business(*, number: str) -> Business:
    """The business whose number a person typed. Raises NumberUnreadable, NoSuchBusiness."""
    digits = bare(number=number)
    if CHECK_NUMBER.filled(number=digits):
        raise NumberUnreadable
    found = Business.objects.filter(number=digits).first()
    if found is None:
        raise NoSuchBusiness
    return found


def represents(*, party: Party, business: Business) -> bool:
    """Whether the party is this business, or a person who represents it today (of a closed one: who did so last)."""
    if party.kind is PartyKind.BUSINESS:
        return party.key == business.number
    return Representative.objects.filter(business=business, person=party.key, until_on=None).exists()


def businesses_of(*, party: Party) -> list[Business]:
    """The party's businesses, newest first, closed ones too."""
    found = Business.objects.all()
    if party.kind is PartyKind.BUSINESS:
        found = found.filter(number=party.key)
    else:
        found = found.filter(representatives__person=party.key)
    return list(found.distinct().order_by("-registered_on", "-id"))
