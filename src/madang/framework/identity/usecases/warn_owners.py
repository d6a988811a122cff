"""Tell owners of accounts that somebody keeps failing to sign in."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from madang.framework.identity.models import Account, SignInAttempt
from madang.framework.identity.security_events import SecurityEvent, happened

# How many failures within how long an owner is told of; those that were told of count no second time.
TOLD_AT, WITHIN = 5, timedelta(hours=1)


def warn_owners(*, now: datetime) -> int:
    """How many owners were told. By a job and not at the sign-in: what a try costs must not tell whether the account exists."""
    bad = SignInAttempt.objects.filter(outcome=SignInAttempt.BAD, told_at=None, at__gt=now - WITHIN)
    many = bad.exclude(account=None).values("account").annotate(count=Count("pk")).filter(count__gte=TOLD_AT)
    counts = dict(many.values_list("account", "count"))
    for account in Account.objects.filter(pk__in=counts).order_by("pk"):
        with transaction.atomic():
            bad.filter(account=account).update(told_at=now)
            values = {"count": counts[account.pk]}
            happened(account=account, event=SecurityEvent.FAILED_ATTEMPTS, values=values, now=now)
    return len(counts)
