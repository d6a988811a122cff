"""By what rows tell who acted in an office: short enough for a column, and the same however often the account is renamed."""

from django.utils.translation import get_language

from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account


def officer(actor: Actor) -> str:
    """By what an officer is told apart from others: the account, else the name."""
    return f"account:{actor.account_id}" if actor.account_id else actor.name[:100]


def officer_name(told: str) -> str:
    """Who acted, as people know them, in the reader's language; `told` is what `officer` said."""
    kind, _colon, key = told.partition(":")
    if kind == "account" and key.isdigit():
        account = Account.objects.filter(pk=int(key)).first()
        return account.name_in(get_language() or "") if account else told
    return told
