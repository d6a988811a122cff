"""Rate limits that all processes share: a token bucket a key, kept in an unlogged table by one statement."""

import math
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal

# One statement decides and records, so that two processes never spend the same token. The database's clock is the one
# clock that all machines share.
_SPEND = """
INSERT INTO protect_bucket AS bucket (key, tokens, allowed, filled_at)
VALUES (%(key)s, %(times)s - 1, true, %(now)s)
ON CONFLICT (key) DO UPDATE SET
    allowed = LEAST(%(times)s, bucket.tokens + {gained}) >= 1,
    tokens = CASE WHEN LEAST(%(times)s, bucket.tokens + {gained}) >= 1
                  THEN LEAST(%(times)s, bucket.tokens + {gained}) - 1
                  ELSE LEAST(%(times)s, bucket.tokens + {gained}) END,
    filled_at = GREATEST(bucket.filled_at, EXCLUDED.filled_at)
RETURNING allowed, tokens
""".format(gained="GREATEST(0, EXTRACT(EPOCH FROM EXCLUDED.filled_at - bucket.filled_at)) * %(rate)s")


class TooManyRequests(Refusal):
    """The caller has used up what the limit allows for now; `values["seconds"]` says when to come back."""

    code = "protect.too_many_requests"
    says = _("This was asked too often in a short time. Please try again in {seconds} seconds.")
    status = 429


def limit(key: str, *, times: int, per_seconds: int, now: datetime | None = None) -> None:
    """Spend one of the `times` tokens that `key` regains every `per_seconds`; raises TooManyRequests when none is left.

    Call it at the door, outside a transaction: a rollback would give the token back, and the bucket stays locked until
    commit. `now` is the database's clock unless given.
    """
    rate = times / per_seconds
    with connection.cursor() as cursor:
        if now is None:
            query = _SPEND.replace("%(now)s", "clock_timestamp()")
            cursor.execute(query, {"key": key, "times": float(times), "rate": rate})
        else:
            cursor.execute(_SPEND, {"key": key, "times": float(times), "rate": rate, "now": now})
        allowed, tokens = cursor.fetchone()
    if not allowed:
        wait = max(1, math.ceil((1 - tokens) / rate))
        raise TooManyRequests(seconds=wait, retry_after=wait)


def forget_idle_buckets(*, before: datetime) -> int:
    """Drop the buckets that nobody touched since `before`; how many. A dropped bucket is a full one."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM protect_bucket WHERE filled_at < %s", [before])
        return int(cursor.rowcount)
