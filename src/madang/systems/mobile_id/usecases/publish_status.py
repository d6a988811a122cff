"""The status list token: which credentials are revoked or suspended, for any verifier, telling nothing of holders."""

from datetime import datetime, timedelta

from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.formats import jose, status_list
from madang.systems.mobile_id.models import Credential
from madang.systems.mobile_id.usecases import addresses, keys
from madang.systems.mobile_id.usecases.issue_credential import LIST_SIZE

# How long verifiers may use their copy, and how long it holds at most.
TTL = timedelta(minutes=1)
LIFE = timedelta(hours=12)


def publish_status(*, number: int, now: datetime) -> str:
    """The signed list, as of now."""
    rows = Credential.objects.filter(list_number=number).exclude(standing=Standing.VALID)
    table = status_list.pack(size=LIST_SIZE, statuses=rows.values_list("list_index", "standing"))
    claims = {
        "sub": addresses.status_list(number=number),
        "iat": int(now.timestamp()),
        "exp": int((now + LIFE).timestamp()),
        "ttl": int(TTL.total_seconds()),
        "status_list": status_list.claim_of(table=table),
    }
    header = {"typ": status_list.TYPE, "kid": keys.issuing_key_id()}
    return jose.sign(header=header, claims=claims, key=keys.issuing_key())
