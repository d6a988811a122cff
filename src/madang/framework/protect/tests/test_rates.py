"""Rate limits in PostgreSQL."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from madang.framework.protect import TooManyRequests, limit
from madang.framework.protect.rates import forget_idle_buckets

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_bucket_empties_and_says_how_long_to_wait() -> None:
    for _try in range(3):
        limit("verify:1.2.3.4", times=3, per_seconds=60, now=NOW)
    with pytest.raises(TooManyRequests) as refused:
        limit("verify:1.2.3.4", times=3, per_seconds=60, now=NOW)
    assert refused.value.values["seconds"] == 20
    assert refused.value.status == 429


@pytest.mark.django_db
def test_a_token_comes_back_with_time_and_asking_meanwhile_does_not_postpone_it() -> None:
    for _try in range(3):
        limit("k", times=3, per_seconds=60, now=NOW)
    for second in range(0, 20, 5):
        with pytest.raises(TooManyRequests):
            limit("k", times=3, per_seconds=60, now=NOW + timedelta(seconds=second))
    limit("k", times=3, per_seconds=60, now=NOW + timedelta(seconds=20.1))
    with pytest.raises(TooManyRequests):
        limit("k", times=3, per_seconds=60, now=NOW + timedelta(seconds=20.2))


@pytest.mark.django_db
def test_one_key_does_not_spend_anothers_tokens_and_the_bucket_never_overflows() -> None:
    limit("a", times=1, per_seconds=60, now=NOW)
    limit("b", times=1, per_seconds=60, now=NOW)
    limit("a", times=1, per_seconds=60, now=NOW + timedelta(days=9))
    with pytest.raises(TooManyRequests):
        limit("a", times=1, per_seconds=60, now=NOW + timedelta(days=9))


@pytest.mark.django_db
def test_a_clock_that_runs_backwards_gives_nothing_away() -> None:
    limit("k", times=1, per_seconds=60, now=NOW)
    with pytest.raises(TooManyRequests):
        limit("k", times=1, per_seconds=60, now=NOW - timedelta(hours=1))


@pytest.mark.django_db(transaction=True)
def test_processes_that_ask_at_once_share_one_bucket() -> None:
    passed = []

    def ask() -> None:
        for _try in range(10):
            try:
                limit("shared", times=15, per_seconds=3600, now=NOW)
            except TooManyRequests:
                continue
            passed.append(1)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 15


@pytest.mark.django_db
def test_idle_buckets_are_forgotten() -> None:
    limit("old", times=1, per_seconds=1, now=NOW)
    assert forget_idle_buckets(before=NOW + timedelta(days=1)) == 1
