"""Tell those who have declarations at an office that its fallback began or ended."""

from datetime import datetime

from django.db import transaction

from madang.framework.notify import notify
from madang.framework.values import Party, PartyKind
from madang.systems.customs.domain.progress import OPEN
from madang.systems.customs.models import CustomsDeclaration, Fallback


def tell_fallback(*, number: str, over: bool, now: datetime) -> int:
    """One message for each party with an open declaration there; how many. The public reads the status page."""
    one = Fallback.objects.get(number=number)
    waiting = CustomsDeclaration.objects.filter(state__in=[state.value for state in OPEN])
    if one.office_code:
        waiting = waiting.filter(office_code=one.office_code)
    parties = waiting.order_by("party_kind", "party_key").values_list("party_kind", "party_key").distinct()
    values = {"reason": one.reason, "at": one.ended_at if over else one.began_at}
    template = "customs/fallback_over" if over else "customs/fallback"
    with transaction.atomic():
        for kind, key in parties:
            party = Party(PartyKind(kind), key)
            notify(party=party, template=template, values=values, link="/customs/status/", now=now)
    return len(parties)
