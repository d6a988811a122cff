"""Say that something existed at an instant (RFC 3161)."""

from datetime import datetime
from functools import lru_cache

from madang.systems.signatures.formats import timestamps
from madang.systems.signatures.formats.timestamps import Failure, Imprint, NotStamped, Request, Stamper
from madang.systems.signatures.gateways.keys import KeyUnavailable
from madang.systems.signatures.models import Authority, Certificate
from madang.systems.signatures.usecases.issue_certificate import key_of
from madang.systems.signatures.usecases.lifetimes import text_of
from madang.systems.signatures.usecases.renew_services import service_certificate

# Asked with each timestamp: composing this by the ORM costs more than signing does.
_LASTING = """
    SELECT * FROM signatures_certificate
    WHERE profile = 'timestamp' AND status = 'good' AND valid_from <= %s AND valid_until > %s
    ORDER BY valid_until DESC, id DESC LIMIT 1
"""


def timestamp(*, imprint: bytes, algorithm: str = "sha256", now: datetime, authority: Authority | None = None) -> bytes:
    """A TimeStampToken (CMS ContentInfo, DER, with the whole chain) over a hash. Raises NotStamped."""
    hashed = Imprint(algorithm=algorithm, digest=imprint)
    timestamps.check_imprint(imprint=hashed)
    request = Request(imprint=hashed, wants_certificate=True)
    return _stamper(authority, text_of(what="timestamp_policy", now=now), now).stamp(request=request, now=now)


def answer_timestamp(*, request: bytes, now: datetime) -> bytes:
    """The TimeStampResp to `request`, whatever it is: what cannot be stamped gets the failure that RFC 3161 gives it."""
    try:
        asked = timestamps.read_request(data=request)
        policy = text_of(what="timestamp_policy", now=now)
        if asked.policy not in ("", policy):
            raise NotStamped(Failure.UNACCEPTED_POLICY, f"Stamped is under the policy {policy}.")
        return timestamps.granted(token=_stamper(None, policy, now).stamp(request=asked, now=now))
    except NotStamped as no:
        return timestamps.refusal(failure=no.failure, says=str(no))


def current_stamper(*, now: datetime) -> Stamper:
    """The unit that stamps now, for a batch that stamps with it thousands of times. Raises NotStamped."""
    return _stamper(None, text_of(what="timestamp_policy", now=now), now)


def _stamper(authority: Authority | None, policy: str, now: datetime) -> Stamper:
    unit = (
        stamping_certificate(now=now)
        if authority is None
        else service_certificate(authority=authority, profile="timestamp", now=now)
    )
    if unit is None:
        raise NotStamped(Failure.TIME_NOT_AVAILABLE, "No timestamping unit is valid now.")
    try:
        return _prepared(unit.pk, bytes(unit.der), policy)
    except KeyUnavailable:
        raise NotStamped(Failure.SYSTEM_FAILURE, "The key of the timestamping unit does not answer.") from None


@lru_cache(maxsize=32)
def _prepared(entry: int, der: bytes, policy: str) -> Stamper:
    unit = Certificate.objects.select_related("authority__parent").get(pk=entry)
    return Stamper(chain=(der, *unit.authority.chain), policy=policy, signer=key_of(certificate=unit))


def stamping_certificate(*, now: datetime) -> Certificate | None:
    """The certificate of the unit that stamps now: of those that are valid the one that ends last. The newest may be one of an
    authority that ends soon, and what it stamps would have to be stamped again at once."""
    return next(iter(Certificate.objects.raw(_LASTING, [now, now])), None)
