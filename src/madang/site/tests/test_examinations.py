"""What the doctor finds above the framework."""

import socket
from typing import Any

import pytest
from django.conf import LazySettings

from madang.exchange.models import Delivery, OutboxEvent
from madang.framework.documents.seal import sealer
from madang.framework.values import clock
from madang.site import examinations

pytestmark = pytest.mark.django_db


def _faults(examination: Any) -> dict[str, str]:
    return {part.name: part.says for part in examination(clock.now()) if not part.sound}


def test_a_sound_deployment_has_no_faults(settings: LazySettings) -> None:
    settings.ROADS = {}
    for examination in (examinations.seals, examinations.roads, examinations.events):
        assert _faults(examination) == {}


def test_a_neighbour_that_takes_no_connection_is_told(settings: LazySettings) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        settings.ROADS = {"tax": {"member": "north", "address": f"https://127.0.0.1:{silent.getsockname()[1]}"}}
        assert "call its operator" in _faults(examinations.roads)["Road to north"]
        silent.listen()
        assert _faults(examinations.roads) == {}


def test_seals_that_do_not_open_are_told(settings: LazySettings, tmp_path: Any) -> None:
    settings.MADANG_KEYS = tmp_path
    sealer._opened.cache_clear()
    assert _faults(examinations.seals) == {}
    settings.MADANG_KEYS_PASSPHRASE = "another"
    assert "Seals" in _faults(examinations.seals)
    sealer._opened.cache_clear()


def test_an_event_that_was_given_up_is_told() -> None:
    now = clock.now()
    event = OutboxEvent.objects.create(id="e" * 32, contract="tax_v1.Filed", happening=b"{}", announced_at=now)
    Delivery.objects.create(event=event, recipient="tax", next_at=now, dead_at=now, attempts=9)
    assert _faults(examinations.events)["Events"].startswith("1 deliveries were given up")
