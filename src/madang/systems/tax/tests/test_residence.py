"""A person's tax office is that of the place where they live (Korea: Income Tax Act arts. 6, 11)."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from madang.exchange.delivery import deliver_pending
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.models import Office
from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.law import pack, use_country
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import Party, clock
from madang.systems.tax.domain.words import Role
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.tests.dues_world import MACHINE
from madang.systems.tax.usecases.registration.follow_residence import follow_residence
from madang.systems.tax.usecases.registration.load_demo import load_registration_demo
from madang.systems.tax.usecases.registration.register_taxpayer import register_taxpayer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
JONGNO, MAPO = "NTS-101", "NTS-105"


@once_a_file
def people() -> dict[str, str]:
    """The demonstration's people on the resident register, by login; Hana lives in Jongno."""
    generate = "madang.systems.population.usecases.generate"
    plan = import_module(f"{generate}.plan").plan_of(pack=pack(), today=NOW.date(), seed="test")
    register = import_module(f"{generate}.named").named_people(pack=pack(), plan=plan)
    for one in pack().data("offices"):
        named = {"name": one["name"], "name_en": one["name_en"], "region": one["region"]}
        Office.objects.get_or_create(code=one["code"], defaults=named)
    import_module(f"{generate}.load").write_register(register=register, plan=plan, serials_from=0, now=NOW)
    return {one["login"]: one["person"] for one in pack().data("demo")["residents"]}


def registered(person: str) -> Taxpayer:
    return register_taxpayer(party=Party.person(person), name="김하나", roles=(Role.INCOME,), actor=MACHINE, now=NOW)


def run_waiting() -> None:
    """What waits for a worker, run outside a transaction as there."""
    waiting = ProcrastinateJob.objects.filter(task_name__endswith="follow_person")
    asked = [dict(one.args) for one in waiting]
    assert asked
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE '%%follow_person'")
    for one in asked:
        follow_residence(**one, now=NOW)


def move(person: str) -> None:
    """The person alone moves to Mapo."""
    registrar = Actor(
        kind=ActorKind.OFFICIAL, account_id=1, duties=(Duty("3000000", "종로구청", "population.registrar"),)
    )
    rules = import_module("madang.systems.population.domain.moves")
    moved = rules.MoveIn(
        movers=(person,), moved_on=date(2026, 11, 10), division="1144000000", address="서울특별시 마포구 중앙로 1"
    )
    register_move = import_module("madang.systems.population.usecases.register_move").register_move
    register_move(reporter=person, move=moved, actor=registrar, now=NOW)


def test_the_office_follows_the_residence_and_the_page_says_so(people):
    hana = registered(people["hana"])
    run_waiting()
    assert Taxpayer.objects.get(pk=hana.pk).office_code == JONGNO
    move(people["hana"])
    deliver_pending(now=clock.now())
    run_waiting()
    assert Taxpayer.objects.get(pk=hana.pk).office_code == MAPO
    client = signed_in(new_account("hana", person=people["hana"]))
    assert "Tax office of where you live: Mapo Tax Office" in client.get(reverse("tax:front")).content.decode()
    assert "Mapo Tax Office" in client.get(reverse("tax:dues")).content.decode()
    looked = client.get("/me/looks/").content.decode()
    assert "Finding the tax office of a residence" in looked


def test_who_is_no_taxpayer_is_not_looked_at_when_they_move(people):
    move(people["hana"])
    deliver_pending(now=clock.now())
    assert not Taxpayer.objects.exists()
    follow_residence(person=people["hana"], now=NOW)
    assert not Taxpayer.objects.exists()


def test_the_demonstration_begins_with_the_right_offices(people):
    load_registration_demo(now=NOW)
    offices = dict(Taxpayer.objects.filter(party_kind="person").values_list("party_key", "office_code"))
    assert offices[people["hana"]] == JONGNO
    assert MAPO in offices.values()


def test_where_the_law_lets_nobody_be_asked_the_office_stays():
    with use_country("kz"):
        held = registered("somebody")
        follow_residence(person="somebody", now=NOW)
        assert Taxpayer.objects.get(pk=held.pk).office_code == "KGD-ASTANA"
