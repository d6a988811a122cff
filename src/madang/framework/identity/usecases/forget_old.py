"""Drop what may no longer be kept: counts of failures, ended sessions, old histories, idle buckets."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session as StoredSession
from django.db import transaction
from django.db.models import Q

from madang.framework.identity.lockout import FORGOTTEN_AFTER
from madang.framework.identity.models import Device, FailureCount, Session, SignInAttempt
from madang.framework.identity.security_events import sessions_ended
from madang.framework.identity.who import age_limit, idle_limit
from madang.framework.protect.rates import forget_idle_buckets

_A_YEAR = timedelta(days=365)


def forget_old(*, now: datetime) -> None:
    """Safe to run at any time. Sessions that idled out or grew too old are marked as ended first."""
    over = Q(last_seen_at__lt=now - idle_limit()) | Q(signed_in_at__lt=now - age_limit())
    with transaction.atomic():
        expired = list(Session.objects.select_for_update().filter(over, ended_at=None).values_list("pk", flat=True))
        Session.objects.filter(pk__in=expired).update(ended_at=now, ended_because="expired")
        sessions_ended(sessions=expired, now=now)
    Session.objects.filter(ended_at__lt=now - _A_YEAR).delete()
    Device.objects.filter(last_seen_at__lt=now - _A_YEAR).delete()
    SignInAttempt.objects.filter(at__lt=now - _A_YEAR).delete()
    FailureCount.objects.filter(failed_at__lt=now - FORGOTTEN_AFTER).filter(
        Q(blocked_until=None) | Q(blocked_until__lt=now)
    ).delete()
    StoredSession.objects.filter(expire_date__lt=now).delete()
    forget_idle_buckets(before=now - timedelta(days=2))
