"""Exports are fulfilled by loading within thirty days of release (Customs Act art. 251): confirmed by carriers, else told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.customs.domain.loading import load_by
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import ExportLoading
from madang.systems.customs.tests.declarations_world import MACHINE, NOW, OFFICE, acting, declaration
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.leaving import refusals
from madang.systems.customs.usecases.leaving.confirm_loading import Leaving, confirm_loading
from madang.systems.customs.usecases.leaving.watch_exports import extend_loading, tell_late_exports
from madang.systems.customs.usecases.permissions import OFFICER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_chance")]

OFFICIAL = Actor(kind=ActorKind.OFFICIAL, name="가", duties=(Duty(OFFICE, OFFICE, OFFICER),))
ABROAD = {"direction": Direction.EXPORT, "destination_country": "US", "export_country": "KR"}


def exported(reference: str = "X-1"):
    one = lodge_declaration(declaration=declaration(reference, **ABROAD), channel="api", actor=acting(), now=NOW)
    assert one.state == "released"
    return one


def leaving(*numbers: str, **other) -> Leaving:
    told = {"reference": "M-1", "conveyance": "Sea Light", "voyage": "12E", "port": "KRPUS", "loaded_on": NOW.date()}
    return Leaving(**told | other, declarations=numbers)


def confirmed(*numbers: str, **other) -> int:
    return confirm_loading(leaving=leaving(*numbers, **other), actor=acting(scope=("*",)), now=NOW)


def test_the_term_is_thirty_days_or_what_was_granted():
    released = date(2026, 3, 9)
    assert load_by(released_on=released, days=30) == date(2026, 4, 8)
    assert load_by(released_on=released, days=30, extended_until=date(2026, 6, 1)) == date(2026, 6, 1)


def test_a_manifest_is_taken_whole_or_refused_with_every_fault_and_once():
    one, other = exported(), exported("X-2")
    arrived = lodge_declaration(declaration=declaration("A-1"), channel="api", actor=acting(), now=NOW)
    with pytest.raises(refusals.LoadingRefused) as refused:
        confirmed(one.number, arrived.number, "none", port="Busan")
    assert [fault.place for fault in refused.value.faults] == ["port", "declarations[2]", "declarations[3]"]
    assert not ExportLoading.objects.exists()
    assert (confirmed(one.number), confirmed(one.number), confirmed(one.number, other.number)) == (1, 0, 1)
    assert one.events.filter(kind="loaded").count() == 1
    with pytest.raises(refusals.LoadingRefused):
        confirmed(one.number, reference="M-2")
    with pytest.raises(refusals.LoadingRefused):
        confirmed(exported("X-3").number, loaded_on=NOW.date() - timedelta(days=1))


def test_an_export_that_no_carrier_loaded_is_told_once_and_not_before_its_term():
    late, loaded, granted = exported(), exported("X-2"), exported("X-3")
    confirmed(loaded.number)
    with pytest.raises(refusals.TermFaulty):
        extend_loading(number=granted.number, until=date(2027, 3, 10), reason="x", actor=OFFICIAL, now=NOW)
    extend_loading(number=granted.number, until=date(2026, 6, 1), reason="배편 지연", actor=OFFICIAL, now=NOW)
    # Released on 9 March: the thirtieth day after is 8 April.
    days = [tell_late_exports(actor=MACHINE, now=NOW + timedelta(days=day)) for day in (30, 31, 32)]
    assert days == [0, 1, 0]
    told = Message.objects.filter(template="customs/export_late")
    assert [message.link for message in told] == [f"/customs/declarations/{late.number}/"]


def test_a_carrier_confirms_and_an_officer_grants_on_pages():
    one, other = exported(), exported("X-2")
    key = company_mandate("1018100001", person="person-sora", scope=("*",), now=clock.now())
    carrier = signed_in(new_account("sora", person="person-sora"), mandate=key)
    told = {"reference": "M-1", "conveyance": "Sea Light", "voyage": "12E", "port": "krpus"}
    told |= {"loaded_on": f"{NOW:%Y-%m-%d}", "declarations": f"{one.number}\n{one.number}\n"}
    assert carrier.post(reverse("customs:leaving"), told | {"port": "x"}).status_code == 422
    assert carrier.post(reverse("customs:leaving"), told).status_code == 302
    assert ExportLoading.objects.get().declaration == one
    account = new_account("officer")
    give_duty(account, OFFICER, office=OFFICE)
    desk = signed_in(account)
    page = desk.get(reverse("customs:leaving_desk")).content.decode()
    assert (one.number in page, other.number in page) == (False, True)
    address = reverse("customs:extend_loading", args=[other.number])
    assert desk.post(address, {"until": "2026-01-01", "reason": "x"}).status_code == 422
    assert desk.post(address, {"until": "2026-06-01", "reason": "배편 지연"}).status_code == 302
    assert desk.get(reverse("customs:extend_loading", args=[one.number])).status_code == 404
