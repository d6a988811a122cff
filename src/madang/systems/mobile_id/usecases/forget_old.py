"""Forget what is kept no longer: answers on verifiers' pages, used-up requests, challenges."""

from datetime import datetime, timedelta

from madang.systems.mobile_id.models import Nonce, PresentationRequest, WalletRequest

ANSWER_LIFE = timedelta(minutes=10)
REQUEST_LIFE = timedelta(days=1)


def forget_old(*, now: datetime) -> int:
    """How many answers were forgotten."""
    Nonce.objects.filter(expires_at__lte=now).delete()
    WalletRequest.objects.filter(expires_at__lte=now - REQUEST_LIFE).delete()
    PresentationRequest.objects.filter(expires_at__lte=now - REQUEST_LIFE).delete()
    old = PresentationRequest.objects.filter(answered_at__lte=now - ANSWER_LIFE).exclude(shown={})
    return old.update(shown={})
