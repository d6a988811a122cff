"""How a mobile ID stands, when its holder signs in: by our own record, or by the service that publishes status lists."""

from datetime import UTC, datetime

from django.conf import settings

from madang.framework.identity.domain import Known
from madang.framework.identity.domain import Standing as MeansStanding
from madang.framework.identity.status import StatusUnavailable
from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.formats import jose, status_list
from madang.systems.mobile_id.gateways.status_service import ServiceSilent, fetch_status_list
from madang.systems.mobile_id.models import Credential
from madang.systems.mobile_id.usecases import addresses, keys
from madang.systems.mobile_id.usecases.publish_status import LIFE

_WORDS = {
    Standing.VALID: MeansStanding.GOOD,
    Standing.SUSPENDED: MeansStanding.SUSPENDED,
    Standing.REVOKED: MeansStanding.REVOKED,
}


class StatusLists:
    """The source that `framework/identity` asks of means of the kind `mobile_id`."""

    def standing(self, *, means: str, now: datetime) -> Known:
        """Raises StatusUnavailable where nothing comes that can be believed."""
        credential = Credential.objects.filter(key=means.partition(":")[2]).first()
        if credential is None:
            raise StatusUnavailable("no such credential")
        own = Standing(credential.standing)
        service = settings.MADANG_STATUS_SERVICE
        if not service or own is not Standing.VALID:
            # A service cannot lift what our own record says: who lost the phone told us.
            return Known(standing=_WORDS[own], heard_at=now, valid_until=now + LIFE)
        address = f"{service.rstrip('/')}/status-lists/{credential.list_number}"
        try:
            token = fetch_status_list(address=address)
            return _read(token, credential, now)
        except ServiceSilent as silent:
            raise StatusUnavailable(str(silent)) from silent


def _read(token: str, credential: Credential, now: datetime) -> Known:
    """What the list says of this credential, if the issuer signed it and it is of this list and of today."""
    try:
        claims = jose.verify(token=token, key=keys.issuing_key())
        kind = jose.head_of(token=token).get("typ")
        found = Standing(status_list.status_at(claims=claims, index=credential.list_index))
        issued, ends = (datetime.fromtimestamp(_seconds(claims[name]), tz=UTC) for name in ("iat", "exp"))
    except (
        jose.NotAToken,
        jose.WrongSignature,
        status_list.NotAStatusList,
        LookupError,
        ValueError,
        OverflowError,
    ) as fault:
        raise StatusUnavailable("the list cannot be believed") from fault
    if kind != status_list.TYPE or claims.get("sub") != addresses.status_list(number=credential.list_number):
        raise StatusUnavailable("it is another list")
    if ends <= now or issued > now:
        raise StatusUnavailable("the list is of another day")
    return Known(standing=_WORDS[found], heard_at=issued, valid_until=ends)


def _seconds(value: object) -> int:
    if type(value) is not int:
        raise ValueError("a whole number is expected")
    return value
