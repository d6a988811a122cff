"""Count failed sign-ins and close the door for a growing while."""

import hashlib
import ipaddress
import math
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from madang.framework.identity.lockout import FORGOTTEN_AFTER, Policy
from madang.framework.identity.models import FailureCount
from madang.framework.values import Refusal


class SignInBlocked(Refusal):
    """Too many failures of late; the same words whether the account exists or not."""

    code = "identity.sign_in.blocked"
    says = _("There were too many attempts to sign in. Please try again in {wait}.")
    status = 429


def spoken(*, seconds: int) -> str:
    """A wait as people say it: `45 seconds`, `3 minutes`."""
    if seconds < 120:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def login_key(*, login: str) -> str:
    """The count of a name; hashed, because people type passwords into the wrong field."""
    return "login:" + hashlib.sha256(login.encode()).hexdigest()


def address_key(*, address: str) -> str:
    """The count of a network address; for IPv6 of its /64, which one household owns whole."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "address:unknown"
    if ip.version == 6:
        if ip.ipv4_mapped:
            return f"address:{ip.ipv4_mapped}"
        return f"address:{ipaddress.ip_network((ip, 64), strict=False)}"
    return f"address:{ip}"


@transaction.atomic
def _reserve(*, key: str, policy: Policy, now: datetime) -> int:
    """Count a try before it is made, so that tries at once count as well; the seconds to wait, or 0."""
    count, _made = FailureCount.objects.select_for_update().get_or_create(
        key=key, defaults={"failures": 0, "failed_at": now}
    )
    if count.blocked_until and count.blocked_until > now:
        return max(1, math.ceil((count.blocked_until - now).total_seconds()))
    if now - count.failed_at > FORGOTTEN_AFTER:
        count.failures = 0
    count.failures += 1
    count.failed_at = now
    delay = policy.delay(failures=count.failures)
    count.blocked_until = now + delay if delay else None
    count.save()
    return 0


def reserve_try(*, key: str, policy: Policy, now: datetime) -> None:
    """Count a try as failed until it proves good; raises SignInBlocked while the door is closed."""
    seconds = _reserve(key=key, policy=policy, now=now)
    if seconds:
        raise SignInBlocked(wait=spoken(seconds=seconds), retry_after=seconds)


def forgive(*, key: str) -> None:
    """Forget the failures of a name or device that just proved good."""
    FailureCount.objects.filter(key=key).delete()


@transaction.atomic
def give_back(*, key: str, policy: Policy) -> None:
    """Take one try off an address: it was good. Earlier failures stay, else one good account would pay for guessing others."""
    count = FailureCount.objects.select_for_update().filter(key=key).first()
    if count is None:
        return
    count.failures = max(0, count.failures - 1)
    if count.failures < policy.free:
        count.blocked_until = None
    count.save()
