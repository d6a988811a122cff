"""A try to sign in that failed, whatever the means."""

from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import ANONYMOUS
from madang.framework.identity.models import Account, SignInAttempt
from madang.framework.identity.usecases.open_session import Visitor


def note_failed_sign_in(*, account: Account | None, method: str, visitor: Visitor, now: datetime) -> None:
    """Into the audit trail and the owner's history. Of an unknown name nothing is kept: people type passwords into the wrong
    field.
    """
    target = f"account:{account.pk}" if account else "account:unknown"
    detail = {"address": visitor.address, "method": method}
    with transaction.atomic(savepoint=False):
        audit.record(actor=ANONYMOUS, action="identity.sign_in_failed", target=target, detail=detail, now=now)
        SignInAttempt.objects.create(
            account=account,
            at=now,
            address=visitor.address,
            label=visitor.label,
            outcome=SignInAttempt.BAD,
            method=method,
        )
