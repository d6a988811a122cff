"""Sign in as one of the demo's people, without a password. Refused wherever the demo is off."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Assurance
from madang.framework.identity.mode import demo_is_on
from madang.framework.identity.models import Account
from madang.framework.identity.usecases.create_account import normal_login
from madang.framework.identity.usecases.open_session import SignedIn, Visitor, open_session
from madang.framework.values import Refusal


class NoDemo(Refusal):
    """This deployment is no demonstration."""

    code = "identity.demo.off"
    says = _("This is not a demonstration. Sign in with your own name and password.")
    status = 404


def demo_sign_in(*, login: str, visitor: Visitor, now: datetime) -> SignedIn:
    """Open a session for a demo account. Raises NoDemo, Account.DoesNotExist."""
    if not demo_is_on():
        raise NoDemo
    account = Account.objects.get(login=normal_login(text=login), demo=True, closed_at=None)
    return open_session(account=account, visitor=visitor, method="demo", assurance=Assurance.LOW, now=now)
