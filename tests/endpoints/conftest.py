"""A small republic in one transaction, and the URL table, for tests that walk through all of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib import import_module
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from madang.framework.documents.models import Document
from madang.framework.identity.access import Circle, access_of, duties
from madang.framework.identity.models import Account, DutyAssignment, Office
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.law import pack
from madang.framework.ops.tests.once_a_file import undone
from madang.framework.values import clock

RELEASE = {"ocid": "ocds-madang-1", "id": "ocds-madang-1-1", "date": "2026-01-05T00:00:00Z", "tag": ["tender"]}
GOODS = {
    "commodity": "6109101000",
    "description": "T-shirts",
    "origin": "CN",
    "net_mass": "20",
    "quantities": [{"value": "100", "unit": "H87"}],
    "price": {"minor": 300000, "currency": "KRW"},
}
APPLICATION = {"service": "population.abstract", "answers": {}, "key": "every-endpoint"}


@dataclass
class Known:
    """What is there to be found: by operation, what to put in the path, the query and the body."""

    path: dict[str, dict[str, str]] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    query: dict[str, dict[str, str]] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    acting: dict[str, dict[str, str]] = field(default_factory=dict)
    """By operation: the cookies of a resident who acts for whom it needs."""


def addresses(patterns: list[Any] | None = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URL table."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        place = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, place)
        else:
            yield place, pattern


OPEN_TO = {
    "nobody": {Circle.ANYONE},
    "resident": {Circle.ANYONE, Circle.RESIDENTS, Circle.SIGNED_IN},
    "official": {Circle.ANYONE, Circle.OFFICIALS, Circle.SIGNED_IN},
}
"""Whom the circles let in, written down here a second time. The official has every duty."""


def may(*, view: Any, who: str, method: str = "GET") -> bool:
    """Whether what the view declares lets them in."""
    return bool({access.circle for access in access_of(view, method=method) or ()} & OPEN_TO[who])


def template(place: str) -> str:
    """A Django route as an OpenAPI path."""
    return place.replace("<str:", "{").replace("<int:", "{").replace("<", "{").replace(">", "}")


@pytest.fixture(scope="module")
def known(django_db_setup: None, django_db_blocker: Any) -> Iterator[Known]:
    """A small republic with people, a business, an application and its document, and three who ask."""
    signals = (request_started, request_finished)
    with django_db_blocker.unblock(), undone():
        found = found_in_the_republic()
        for signal in signals:
            # The server's own end of a request would close the connection that the transaction lives on.
            signal.disconnect(close_old_connections)
        yield found
    for signal in signals:
        signal.connect(close_old_connections)


def found_in_the_republic() -> Known:
    now = clock.now()
    for row in pack().data("offices"):
        Office.objects.get_or_create(code=row["code"], defaults={"name": row["name"], "agency": row["agency"]})
    for system in ("population", "businesses"):
        # By name, as the site loads it.
        import_module(f"madang.systems.{system}.demo").load_demo(
            country=pack().code, population=12, now=now, progress=lambda *_told: None
        )
    import_module("madang.systems.procurement.usecases.market.load_demo").load_market_demo(now=now)
    import_module("madang.systems.civil.usecases.refresh_catalogue").refresh_catalogue(now=now)
    person = next(row["person"] for row in pack().data("demo")["residents"] if row["login"] == "hana")
    resident, official = account(login="hana", person=person), account(login="official")
    for one in duties():
        DutyAssignment.objects.create(
            account=official, office_id="3000000", duty=one.code, assigned_from=(now - timedelta(days=9)).date()
        )
    made = Known(cookies={"nobody": {}, "resident": cookies_of(resident), "official": cookies_of(official)})
    client = Client()
    client.cookies.load(made.cookies["resident"])
    answer = client.post("/api/civil/applications", APPLICATION, content_type="application/json").json()
    business = import_module("madang.systems.businesses.models").Business.objects.first()
    tender = import_module("madang.systems.procurement.models").Tender.objects.filter(state="published").first()
    document = Document.objects.get(number=answer["documents"][0])
    keeping = import_module("madang.framework.documents.keeping")
    made.path = {
        "civil_service": {"code": "population.abstract"},
        "civil_application": {"number": answer["number"]},
        "population_person": {"key": person},
        "businesses_status": {"number": business.number},
        "businesses_entry": {"number": business.number},
        "procurement_tender": {"number": tender.number},
        "verify_number": {"number": document.number},
    }
    released = import_module("madang.systems.procurement.models").Release.objects.create(
        ocid="ocds-madang-1", key="ocds-madang-1-1", step="tender", at=now, body=RELEASE
    )
    made.path |= {"procurement_record": {"ocid": released.ocid}, "procurement_releases": {}}
    made.query = {
        "population_person": {"reason": "A test looks"},
        "procurement_releases": {"since": "2026-01-01T00:00:00Z"},
    }
    made.body = {
        "civil_apply": APPLICATION | {"key": "another-key"},
        "population_search": {"name": "김하나"},
        "verify_file": {"file": keeping.read(sha256=document.sha256), "number": document.number},
    }
    filed = {"tax": "income", "period": "2025", "facts": {"wages": 30_000_000}}
    told = client.post("/api/tax/returns", filed, content_type="application/json").json()
    made.path |= {"tax_return": {"number": told["number"]}}
    made.body["tax_file_return"] = filed
    lodged = {"direction": "import", "reference": "endpoints", "incoterm": "CIF", "items": [GOODS]}
    told = client.post("/api/customs/declarations", lodged, content_type="application/json").json()
    made.path |= {"customs_declaration": {"number": told["number"]}}
    made.body["customs_lodge_declaration"] = lodged
    correct(made, client, lodged)
    number, sealed, sent = sealed_bid()
    made.path |= {"procurement_ceremony": {"number": number}, "procurement_bid_timestamp": {"number": sent}}
    made.body["procurement_submit_bid"] = {"sealed": sealed}
    trade(made)
    ship(made)
    return made


def ship(made: Known) -> None:
    """A resident who acts for a carrier that lodged a manifest and lodges others."""
    world = import_module("madang.systems.customs.tests.cargo_world")
    lodged = world.lodged(world.manifest(world.direct("ENDPOINT1")))
    now = clock.now()
    browsers = import_module("madang.framework.identity.tests.browsers")
    mandate = browsers.company_mandate(world.CARRIER, person="person-carrier", scope=("*",), now=now)
    carrier = cookies_of(account(login="carrier", person="person-carrier"), mandate=mandate)
    row = {"master": "ENDPOINT2", "loading": "CNSHA", "discharge": "KRINC", "description": "Tea", "packages": 1}
    voyage = {
        "kind": "master",
        "reference": "E2",
        "mode": "sea",
        "carrier": "MDGL",
        "conveyance_number": "9",
        "voyage": "2",
    }
    given = voyage | {"port": "KRINC", "rows": [row | {"package_kind": "CT", "gross_mass": "1"}]}
    made.path |= {"customs_manifest": {"number": lodged.number}, "customs_manifests": {}}
    cuscar = import_module("madang.systems.customs.formats.edifact.cuscar")
    sent = world.manifest(world.direct("ENDPOINT3"), reference="E3", voyage="3")
    message = cuscar.write(manifest=sent, sender="MDGL", recipient="KCS", reference="1", at=sent.reported_at)
    made.body |= {"customs_lodge": given}
    made.body |= {"customs_lodge_cuscar": {"kind": "master", "interchange": message.decode()}}
    made.acting |= dict.fromkeys(
        ("customs_lodge", "customs_lodge_cuscar", "customs_manifests", "customs_manifest"), carrier
    )
    send_files(made, world.CARRIER, mandate, carrier)
    leave(made, carrier)


def leave(made: Known, carrier: dict[str, str]) -> None:
    """The carrier's manifests of leaving goods: one with goods at the terminal, one that leaves, and those it lodges."""
    world = import_module("madang.systems.customs.tests.departures_world")
    cuscar = import_module("madang.systems.customs.formats.edifact.cuscar")
    models = import_module("madang.systems.customs.models")
    select = import_module("madang.systems.customs.usecases.selectivity.select_declaration")
    # Nobody is drawn by chance: the export is to be released.
    with patch.object(select, "POLICY", replace(select.POLICY, sample_per_mille=0)):
        export = world.exported("E-LEAVES", 40).number
    waits, leaves = (
        world.lodge_leaving(
            world.departure(world.leaving_bill(f"LEAVES{place}", world.goods(2, export=export)), **which)
        )
        for place, which in enumerate(({"reference": "L0", "voyage": "L0"}, {"reference": "L1", "voyage": "L1"}))
    )
    models.DepartureGoods.objects.update(waiting=2, terminal="02000001")
    row = {"master": "LEAVES2", "loading": "KRINC", "discharge": "USLGB", "description": "Tea", "packages": 1}
    row |= {"package_kind": "CT", "gross_mass": "1", "export": export}
    voyage = {"kind": "master", "reference": "L2", "mode": "sea", "carrier": "MDGL", "conveyance_number": "9"}
    sent = world.departure(world.leaving_bill("LEAVES3", world.goods(2, export=export)), reference="L3", voyage="L3")
    message = cuscar.write(manifest=sent, sender="MDGL", recipient="KCS", reference="1", at=sent.reported_at)
    made.path |= {"customs_departure": {"number": waits.number}, "customs_departures": {}}
    made.path |= {
        "customs_confirm_loaded": {"number": waits.number},
        "customs_report_departure": {"number": leaves.number},
    }
    made.body |= {"customs_lodge_departure": voyage | {"voyage": "L2", "port": "KRINC", "rows": [row]}}
    made.body |= {"customs_lodge_departure_cuscar": {"kind": "master", "interchange": message.decode()}}
    made.body |= {"customs_confirm_loaded": {"loaded": [{"bill": "LEAVES0", "packages": 1}]}}
    operations = (
        "lodge_departure",
        "lodge_departure_cuscar",
        "departures",
        "departure",
        "confirm_loaded",
        "report_departure",
    )
    made.acting |= dict.fromkeys((f"customs_{one}" for one in operations), carrier)


def correct(made: Known, client: Client, lodged: dict[str, Any]) -> None:
    """A paid import that was corrected, another one that is, and one of which customs told what it would assess."""
    numbers: list[str] = []
    for place in range(9):
        given = lodged | {"reference": f"correct-{place}"}
        told = client.post("/api/customs/declarations", given, content_type="application/json").json()
        if told["state"] == "awaiting_payment" and len(numbers) < 3:
            # What chance chose to be looked at waits for an officer.
            numbers.append(told["number"])
            _pay(told["charges"])
    dearer = lodged | {"items": [GOODS | {"price": {"minor": 900_000, "currency": "KRW"}}]}
    body = {"version": 1, "reason": "Invoice", "declaration": dearer}
    place = f"/api/customs/declarations/{numbers[0]}/corrections"
    answer = client.post(place, body, content_type="application/json").json()
    made.path |= {"customs_correction": {"number": answer["number"]}}
    made.path |= {"customs_correct_declaration": {"number": numbers[1]}}
    made.body["customs_correct_declaration"] = body
    made.path["customs_appeal_correction"] = {"number": _told(numbers[2])}
    made.body["customs_appeal_correction"] = {"kind": "review", "reasons": "The invoice is right."}
    draw(made, client, lodged)


def _told(number: str) -> str:
    """Customs tells that it would assess the double value."""
    identity = import_module("madang.framework.identity.actor")
    filing = import_module("madang.systems.customs.usecases.corrections.file_correction")
    one = import_module("madang.systems.customs.models").CustomsDeclaration.objects.get(number=number)
    said = import_module("madang.systems.customs.usecases.declarations.content").declaration_of(content=one.content)
    items = tuple(replace(item, price=replace(item.price, minor=2 * item.price.minor)) for item in said.items)
    duty = identity.Duty(one.office_code, one.office_code, "customs.officer")
    officer = identity.Actor(kind=identity.ActorKind.OFFICIAL, account_id=1, name="Officer", duties=(duty,))
    return str(
        filing.assess_anew(
            number=number,
            version=one.version,
            declaration=replace(said, items=items),
            reason="Invoice",
            actor=officer,
            now=clock.now(),
        ).number
    )


def draw(made: Known, client: Client, lodged: dict[str, Any]) -> None:
    """Two exports: the fixed amount of one is claimed, and that of the other may be."""
    numbers: list[str] = []
    goods = GOODS | {"origin": "KR", "price": {"minor": 9_000_000, "currency": "KRW"}}
    for place in range(9):
        given = lodged | {"direction": "export", "reference": f"draw-{place}", "incoterm": "FOB", "items": [goods]}
        told = client.post("/api/customs/declarations", given, content_type="application/json").json()
        if told["state"] == "released" and len(numbers) < 2:
            numbers.append(told["number"])
            _load(told["number"])
    body = {"method": "fixed", "small_maker": True, "account": "088-12345678901", "holder": "Hana"}
    place = f"/api/customs/declarations/{numbers[0]}/drawback"
    answer = client.post(place, body, content_type="application/json").json()
    made.path |= {"customs_drawback": {"number": answer["number"]}, "customs_claim_drawback": {"number": numbers[1]}}
    made.body["customs_claim_drawback"] = body


def _load(number: str) -> None:
    models = import_module("madang.systems.customs.models")
    one = models.CustomsDeclaration.objects.get(number=number)
    told = {"carrier": "1018100009", "reference": "M-1", "conveyance": "HANA", "voyage": "1E", "port": "KRINC"}
    models.ExportLoading.objects.create(declaration=one, loaded_on=one.rates_on, at=one.released_at, by="test", **told)


def _pay(charges: list[str]) -> None:
    transfer = import_module("madang.framework.money.usecases.take_transfer").take_transfer
    for one in import_module("madang.framework.money.models").Charge.objects.filter(number__in=charges):
        transfer(
            number=one.number, amount=one.amount, reference=f"bank-{one.number}", in_suspense=False, now=clock.now()
        )


def send_files(made: Known, business: str, mandate: str, cookies: dict[str, str]) -> None:
    """The same sent a file of declarations and sends another."""
    identity = import_module("madang.framework.identity.actor")
    party = import_module("madang.framework.values").Party.business(business)
    behalf = identity.ActingFor(party, mandate, ("*",), name="Carrier")
    actor = identity.Actor(kind=identity.ActorKind.RESIDENT, person="person-carrier", name="C", acting_for=behalf)
    world = import_module("madang.systems.customs.tests.declarations_world")
    cusdec = import_module("madang.systems.customs.formats.edifact.cusdec")
    now = clock.now()
    files = [
        cusdec.write(
            declarations=[world.declaration(one)],
            sender="C",
            recipient="KCS",
            reference=one,
            at=now.replace(tzinfo=None),
        )
        for one in ("E1", "E2")
    ]
    door = import_module("madang.systems.customs.usecases.batches.lodge_batch")
    sent = door.lodge_batch(data=files[0], name="e1.edi", channel="api", actor=actor, now=now)
    operations = ("customs_batch", "customs_batch_answers", "customs_batch_control", "customs_batch_responses")
    made.path |= {one: {"number": sent.number} for one in operations} | {"customs_batches": {}}
    made.body |= {"customs_lodge_batch": {"file": files[1]}}
    made.acting |= dict.fromkeys((*operations, "customs_batches", "customs_lodge_batch"), cookies)
    send_parcels(made, actor, cookies)


def send_parcels(made: Known, actor: Any, cookies: dict[str, str]) -> None:
    """The same sent a list of parcels and sends another."""
    now = clock.now()
    codes = import_module("madang.systems.customs.usecases.express.personal_code")
    consignee = replace(actor, acting_for=None, name="김소포", person="person-parcels")
    code = codes.issue_code(actor=consignee, now=now).code
    parcel = {"code": code, "name": "김소포", "address": "Seoul", "seller": "Shop", "ordered_on": "2026-01-02"}
    parcel |= {"commodity": "610910", "description": "T-shirt", "quantity": 1, "price": "20", "currency": "USD"}
    parcel |= {"net_mass": "0.2", "sent_from": "CN"}
    door = import_module("madang.systems.customs.usecases.express.lodge_list")
    row = {name: str(value) for name, value in parcel.items()} | {"phone": "", "own_use": "yes", "waybill": "EP01"}
    sent = door.lodge_list(
        sent=door.SentList(reference="EP1", office="", rows=[row], channel="api"), actor=actor, now=now
    )
    made.path |= {"customs_express_list": {"number": sent.number}}
    made.body |= {"customs_lodge_express_list": {"reference": "EP2", "parcels": [parcel | {"waybill": "EP02"}]}}
    made.acting |= dict.fromkeys(("customs_express_list", "customs_lodge_express_list"), cookies)


def trade(made: Known) -> None:
    """A resident who acts for a business that issued an invoice and issues another."""
    world = import_module("madang.systems.tax.tests.invoice_world")
    numbers = import_module("madang.systems.businesses.models").Business.objects.filter(status="active")
    seller, buyer = numbers.order_by("number").values_list("number", flat=True)[:2]
    now = clock.now()
    invoice = world.issued(seller, buyer, key="ref:1", now=now)
    browsers = import_module("madang.framework.identity.tests.browsers")
    mandate = browsers.company_mandate(seller, person="person-trader", scope=("*",), now=now)
    trader = cookies_of(account(login="trader", person="person-trader"), mandate=mandate)
    made.path |= {"tax_invoice": {"number": invoice.number}, "tax_invoices": {}}
    line = {"name": "Paper", "quantity": "10", "price": "12000"}
    made.body["tax_issue_invoice"] = {"key": "2", "buyer": buyer, "written_on": "2026-03-09", "lines": [line]}
    made.acting = dict.fromkeys(("tax_invoice", "tax_invoices", "tax_issue_invoice"), trader)


def sealed_bid() -> tuple[str, str, str]:
    """A tender's number, a bid that is sealed for it by a registered key and not yet sent, and the number of one with a
    timestamp."""
    room = import_module("madang.systems.procurement.tests.bidding_market")
    now, day = clock.now(), timedelta(days=1)
    tender = room.tender("T-ENDPOINTS", published_at=now - day, closes_at=now + day, opens_at=now + day)
    keys = [room.registered(name) for name in room.CUSTODIANS]
    ceremony = room.appoint_custodians(tender=tender, keys=keys, actor=room.BUYER, now=now)
    market = room.Market(tender=tender, lot=tender.lots.get(), ceremony=ceremony)
    for number in ("1018100098", "1018100099"):
        room.supplier(number, asked=now)
    sealed = {number: market.sealed(number) for number in ("1018100098", "1018100099")}
    sent = room.submit_bid(data=sealed["1018100098"], actor=None, now=now)
    type(sent).objects.filter(pk=sent.pk, token=None).update(token=b"token")
    return tender.number, sealed["1018100099"].decode(), sent.number


def account(*, login: str, person: str | None = None) -> Account:
    return Account.objects.create(login=login, name=login, person=person, created_at=clock.now(), language="en")


def cookies_of(account: Account, *, mandate: str = "") -> dict[str, str]:
    """The cookies of a browser in which `account` is signed in, and acts under a mandate where one is named."""
    store = signed_in(account, mandate=mandate).session
    return {
        django_settings.SESSION_COOKIE_NAME: str(store.session_key),
        django_settings.CSRF_COOKIE_NAME: _get_new_csrf_string(),
    }
