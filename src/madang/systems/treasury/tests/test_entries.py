"""Officials record entries; everyone reads them."""

import pytest
from django.test import Client

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.values import clock
from madang.systems.treasury.domain.entry import is_sound_title
from madang.systems.treasury.models import Entry
from madang.systems.treasury.usecases.record_entry import RECORDER, EntryRefused, record_entry

RECORDING = Actor(kind=ActorKind.OFFICIAL, name="Kim", duties=(Duty("1", "Office", RECORDER),))
RESIDENT = Actor(kind=ActorKind.RESIDENT, name="Lee", person="a" * 32)


def test_a_title_says_something() -> None:
    assert is_sound_title(title="A notice")
    assert not is_sound_title(title="   ")


@pytest.mark.django_db
def test_a_recorded_entry_is_read_by_everyone() -> None:
    record_entry(title=" A notice ", actor=RECORDING, now=clock.now())
    assert "A notice" in Client().get("/treasury/").content.decode()


@pytest.mark.django_db
def test_an_empty_entry_is_refused_and_changes_nothing() -> None:
    with pytest.raises(EntryRefused):
        record_entry(title=" ", actor=RECORDING, now=clock.now())
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_resident_records_nothing() -> None:
    with pytest.raises(Forbidden):
        record_entry(title="A notice", actor=RESIDENT, now=clock.now())
