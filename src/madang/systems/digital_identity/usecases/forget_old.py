"""Drop what is over: requests, codes, tokens, used assertions, old keys."""

from datetime import datetime, timedelta

from madang.systems.digital_identity.models import (
    AuthorizationCode,
    Grant,
    PushedRequest,
    SigningKey,
    Token,
    UsedAssertion,
)

_A_DAY, _A_YEAR = timedelta(days=1), timedelta(days=365)


def forget_old(*, now: datetime) -> None:
    """Safe to run at any time."""
    for model in (PushedRequest, AuthorizationCode, Token):
        model.objects.filter(expires_at__lt=now - _A_DAY).delete()
    UsedAssertion.objects.filter(expires_at__lt=now - timedelta(minutes=1)).delete()
    Grant.objects.filter(ended_at__lt=now - _A_YEAR).delete()
    SigningKey.objects.filter(signs_until__lt=now - _A_YEAR).delete()
