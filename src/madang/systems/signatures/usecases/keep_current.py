"""Publish lists before the old ones end, and renew the services' keys."""

from datetime import datetime

from madang.systems.signatures.models import Authority, PresignedAnswer
from madang.systems.signatures.usecases.acme_accounts import forget_nonces
from madang.systems.signatures.usecases.lifetimes import hours_of
from madang.systems.signatures.usecases.publish_crl import latest_list, publish_crl
from madang.systems.signatures.usecases.renew_services import renew_services


def keep_current(*, now: datetime) -> int:
    """Every issuing authority that is valid: its services, and a whole list where the latest is half over; how many lists."""
    published = 0
    valid = Authority.objects.filter(kind="issuing", valid_from__lte=now, valid_until__gt=now)
    for authority in valid.select_related("parent").order_by("id"):
        renew_services(authority=authority, now=now)
        latest = latest_list(authority=authority)
        if latest is None or latest.next_update - now < hours_of(what="list", now=now) / 2:
            publish_crl(authority=authority, now=now)
            published += 1
    PresignedAnswer.objects.filter(next_update__lt=now).delete()
    forget_nonces(now=now)
    return published


def publish_lists_of(*, authority: str, now: datetime) -> None:
    """The delta list of an authority, which names what changed since its whole list."""
    found = (
        Authority.objects.select_related("parent").filter(key=authority, kind="issuing", valid_until__gt=now).first()
    )
    if found is not None:
        publish_crl(authority=found, now=now, delta=True)
