"""Bonded areas: licensed, suspended, ended and cleared by two officers (Customs Act arts. 174 to 182)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.tests.browsers import company_mandate, give_duty, new_account, signed_in
from madang.framework.notify.models import Message
from madang.framework.values import clock
from madang.systems.customs.domain.areas import ActKind, AreaAct, AreaLaw, AreaState, Ground, standing, wrongs_of
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.models import AreaDecision, BondedStore, CargoPort
from madang.systems.customs.tests.cargo_world import KEEPER, MACHINE, NOW, QUAY, STORE, direct, lodged, manifest, stores
from madang.systems.customs.usecases.areas import refusals
from madang.systems.customs.usecases.areas.keep_areas import AreaFacts, Entered, decide, propose
from madang.systems.customs.usecases.areas.load_demo import load_areas_demo
from madang.systems.customs.usecases.areas.standing import lying_at, standing_of
from madang.systems.customs.usecases.areas.watch_areas import watch_areas
from madang.systems.customs.usecases.cargo.find_bill import standing_bill
from madang.systems.customs.usecases.cargo.handle_goods import carry_in, report_arrival, unload
from madang.systems.customs.usecases.permissions import CARGO

OFFICE, TODAY = "KCS-020", NOW.date()
FIRST, SECOND, ELSEWHERE = (
    Actor(kind=ActorKind.OFFICIAL, account_id=place, name=name, duties=(Duty(office, office, CARGO),))
    for place, (name, office) in enumerate((("가", OFFICE), ("나", OFFICE), ("다", "KCS-030")), 1)
)
# Customs Act arts. 176 (1), 178 (1), 182 (2).
LAW = AreaLaw(licence_years=10, suspension_months=6, clearing_months=6)


def act(kind: str, begins: str, last: str = "") -> AreaAct:
    day = date.fromisoformat
    return AreaAct(kind=ActKind(kind), begins_on=day(begins), last_on=day(last) if last else None)


def wrong(one: AreaAct, *before: AreaAct, kind: StoreKind = StoreKind.WAREHOUSE) -> list[str]:
    found = wrongs_of(act=one, store_kind=kind, before=before, today=date(2026, 3, 9), law=LAW)
    return [fault.code for fault in found]


LICENCE = act("licence", "2020-01-01", "2029-12-31")


def test_a_licence_holds_ten_years_at_most_and_a_designation_without_end():
    assert wrong(LICENCE) == []
    assert wrong(act("licence", "2020-01-01", "2030-01-01")) == ["licence_too_long"]
    assert wrong(act("licence", "2020-01-01")) == ["no_last_day"]
    assert wrong(act("licence", "2020-01-01"), kind=StoreKind.DESIGNATED) == []
    assert wrong(act("licence", "2020-01-01"), kind=StoreKind.FREE_ZONE) == []
    # Its renewal follows it.
    assert wrong(act("licence", "2029-12-31", "2035-12-31"), LICENCE) == ["licensed_then"]
    assert wrong(act("licence", "2030-01-01", "2039-12-31"), LICENCE) == []


def test_a_suspension_and_the_days_to_clear_last_six_months_at_most():
    assert wrong(act("suspension", "2026-04-01", "2026-09-30"), LICENCE) == []
    assert wrong(act("suspension", "2026-04-01", "2026-10-01"), LICENCE) == ["suspension_too_long"]
    assert wrong(act("end", "2026-03-08", "2026-03-31"), LICENCE) == ["past"]
    assert wrong(act("end", "2026-04-01", "2026-10-01"), LICENCE) == ["clearing_too_long"]
    ran_out = act("licence", "2016-03-09", "2026-03-08")
    assert wrong(act("clearing", "2026-03-09", "2026-09-08"), ran_out) == []
    assert wrong(act("clearing", "2026-03-10", "2026-09-09"), ran_out) == ["not_run_out"]
    assert wrong(act("suspension", "2026-04-01", "2026-04-30"), ran_out) == ["not_open"]


def test_what_an_area_is_follows_from_what_was_decided():
    end, renewal = act("end", "2026-05-01", "2026-10-31"), act("licence", "2030-01-01", "2039-12-31")
    paused = act("suspension", "2026-04-01", "2026-04-10")
    decided = (LICENCE, renewal, paused, end)

    def state(day: str, *acts: AreaAct) -> str:
        return standing(acts=acts, on=date.fromisoformat(day)).state.value

    assert [state(day, *decided) for day in ("2019-12-31", "2026-03-31", "2026-04-10", "2026-04-11")] == [
        "coming",
        "open",
        "suspended",
        "open",
    ]
    over = standing(acts=decided, on=date(2026, 5, 1))
    assert (over.state, over.since, over.until) == (AreaState.ENDED, end.begins_on, end.last_on)
    # The end takes the renewal with it, and a later licence begins anew.
    assert state("2031-01-01", *decided) == "ended"
    assert state("2031-01-01", *decided, act("licence", "2031-01-01", "2031-12-31")) == "open"
    # What the country's data entered is open until something is decided of it.
    assert (state("2026-01-01"), state("2026-05-01", end), state("2026-04-30", end)) == ("open", "ended", "open")


FACTS = AreaFacts(
    store_kind=StoreKind.WAREHOUSE, name="새 보세창고", name_en="New Warehouse", port="KRINC", keeper=KEEPER, x=40, y=40
)
NEW = Entered(area="02019999", act=act("licence", "2026-03-09", "2036-03-08"), text="제2026-1호", facts=FACTS)


@pytest.fixture
def port(db):
    CargoPort.objects.create(code="KRINC", name="인천항", name_en="Incheon", office=OFFICE)
    stores()


def approved(entered: Entered, now=NOW) -> AreaDecision:
    made = propose(entered=entered, actor=FIRST, now=now)
    return decide(number=made.number, approve=True, actor=SECOND, now=now)


def closing(kind: ActKind, first: date, last: date, area: str = STORE) -> Entered:
    ground = {ActKind.SUSPENSION: Ground.BROKE_LAW, ActKind.END: Ground.GIVEN_UP}.get(kind, "")
    one = AreaAct(kind=kind, begins_on=first, last_on=last)
    return Entered(area=area, act=one, text="현장 확인", ground=str(ground))


def test_a_new_area_is_there_when_a_second_officer_approves(port):
    made = propose(entered=NEW, actor=FIRST, now=NOW)
    assert not BondedStore.objects.filter(code="02019999").exists()
    with pytest.raises(refusals.AreaFaulty):
        propose(entered=NEW, actor=SECOND, now=NOW)
    with pytest.raises(refusals.OwnDecision):
        decide(number=made.number, approve=True, actor=FIRST, now=NOW)
    with pytest.raises(Forbidden):
        decide(number=made.number, approve=True, actor=ELSEWHERE, now=NOW)
    row = decide(number=made.number, approve=True, actor=SECOND, now=NOW)
    store = BondedStore.objects.get(code="02019999")
    assert (store.kind, store.keeper, store.office, store.port) == ("warehouse", KEEPER, OFFICE, "KRINC")
    assert Message.objects.get(template="customs/area_licensed").party_key == KEEPER
    with pytest.raises(refusals.AreaDecided):
        decide(number=made.number, approve=False, actor=SECOND, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaDecision.objects.filter(pk=row.pk).update(last_on=None)
    assert AreaDecision.objects.filter(pk=row.pk).update(told_at=NOW) == 1


def test_every_fault_of_a_licence_is_told(port):
    faulty = Entered(
        area="소문자",
        act=NEW.act,
        text=" ",
        facts=AreaFacts(store_kind=StoreKind.WAREHOUSE, name="", name_en="N", port="KRINC", keeper="", x=101),
    )
    with pytest.raises(refusals.AreaFaulty) as told:
        propose(entered=faulty, actor=FIRST, now=NOW)
    assert {fault.place for fault in told.value.faults} == {"area", "text", "name", "keeper", "x"}
    # Goods lie at the area: its kind stays.
    with pytest.raises(refusals.AreaFaulty) as told:
        propose(entered=Entered(area=STORE, act=NEW.act, text="갱신", facts=FACTS), actor=FIRST, now=NOW)
    assert [fault.code for fault in told.value.faults] == ["customs.area.kind_stays"]


def test_an_area_that_ended_takes_nothing_in_and_what_lies_there_is_told_of(port):
    came = lodged(manifest(direct("ARE1"), direct("ARE2")))
    report_arrival(call=came, actor=MACHINE, now=NOW)
    unload(call=came, quay=QUAY, counted={}, actor=MACHINE, now=NOW)
    one, other = (standing_bill(number=number) for number in ("ARE1", "ARE2"))
    carry_in(bill=one, store=STORE, actor=MACHINE, now=NOW)
    approved(closing(ActKind.SUSPENSION, TODAY, TODAY))
    with pytest.raises(refusals.AreaClosed) as told:
        carry_in(bill=other, store=STORE, actor=MACHINE, now=NOW)
    assert [(fault.place, fault.code) for fault in told.value.faults] == [("store", "customs.area.closed")]
    approved(closing(ActKind.END, TODAY + timedelta(days=1), TODAY + timedelta(days=60)))
    later = NOW + timedelta(days=1)
    with pytest.raises(refusals.AreaClosed):
        carry_in(bill=other, store=STORE, actor=MACHINE, now=later)
    assert standing_of(area=STORE, on=later.date()).until == TODAY + timedelta(days=60)
    assert [row.bill.number for row in lying_at(areas=[STORE])] == ["ARE1"]
    assert [watch_areas(actor=MACHINE, now=later) for _again in range(2)] == [1, 0]
    assert sorted(Message.objects.filter(template__startswith="customs/area").values_list("template", flat=True)) == [
        "customs/area_ended",
        "customs/area_goods_leave",
        "customs/area_suspended",
    ]


def test_a_keeper_is_reminded_once_and_not_where_the_licence_is_renewed(port):
    soon = act("licence", "2016-05-01", "2026-04-30")
    approved(Entered(area="02019999", act=soon, text="제1호", facts=FACTS))
    assert [watch_areas(actor=MACHINE, now=NOW) for _again in range(2)] == [1, 0]
    approved(Entered(area="02018888", act=soon, text="제2호", facts=FACTS))
    renewal = act("licence", "2026-05-01", "2036-04-30")
    approved(Entered(area="02018888", act=renewal, text="갱신 제2호", facts=FACTS))
    assert watch_areas(actor=MACHINE, now=NOW) == 0
    # One ran out, the other goes on.
    assert watch_areas(actor=MACHINE, now=NOW + timedelta(days=60)) == 1


def test_the_demonstration_is_loaded_once(port):
    CargoPort.objects.create(code="KRPUS", name="부산항", name_en="Busan", office=OFFICE)
    # A licence, and one that waits.
    assert [load_areas_demo(now=NOW) for _again in range(2)] == [2, 2]
    assert AreaDecision.objects.filter(state="proposed").count() == 1


def test_two_officers_on_the_pages_and_what_anybody_sees(port, client):
    desks = []
    for login in ("cargo1", "cargo2"):
        account = new_account(login)
        give_duty(account, CARGO, office=OFFICE)
        desks.append(signed_in(account))
    told = {"area": "02019999", "store_kind": "warehouse", "name": "새 보세창고", "name_en": "New Warehouse"}
    told |= {"port": "KRINC", "keeper": KEEPER, "begins_on": "2026-01-01", "last_on": "2030-12-31", "x": 40, "y": 40}
    entering = desks[0].post(reverse("customs:new_area"), told | {"text": "제2026-1호"})
    page = reverse("customs:area", args=["02019999"])
    assert (entering.status_code, entering.headers["Location"]) == (302, page)
    assert desks[0].post(reverse("customs:new_area"), told | {"text": "둘째"}).status_code == 422
    assert client.get(page).status_code == 404
    assert "New Warehouse" in desks[1].get(page).content.decode()
    number = AreaDecision.objects.get().number
    decided = desks[1].post(reverse("customs:decide_area", args=[number]), {"approve": "1"})
    assert decided.headers["Location"] == page
    ending = {"do": "end", "end-ground": "revoked", "end-begins_on": "2026-01-01", "end-last_on": "2026-02-01"}
    assert desks[0].post(page, ending | {"end-text": "청문"}).status_code == 422
    shown = client.get(page).content.decode()
    assert number in shown
    assert "제2026-1호" not in shown
    listed = reverse("customs:areas")
    assert "02019999" in client.get(listed).content.decode()
    key = company_mandate(KEEPER, person="person-keeper", scope=("customs.cargo:*",), now=clock.now())
    keeper = signed_in(new_account("keeper", person="person-keeper"), mandate=key)
    assert f'href="{page}"' in keeper.get(listed).content.decode().partition("<table")[0]
    assert "제2026-1호" in keeper.get(page).content.decode()
