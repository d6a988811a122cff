"""Asking and answering in one process."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from madang.contracts.envelope import BasisKind, consent, law, own_request
from madang.contracts.members_v1 import DescribeMember
from madang.contracts.population_v1 import Address, AddressHistory, GetAddressHistory, GetPerson, Person
from madang.exchange import Asking, ask, ask_all, grants, heads, keys, registry
from madang.exchange.consent import give_consent, withdraw_consent
from madang.exchange.models import AccessEntry
from madang.exchange.refusals import AskedInsideTransaction, NoConsent, NotGranted
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.values import Party, clock

pytestmark = pytest.mark.django_db

CITE = "Electronic Government Act art. 36"
TABLE = grants.Table(
    grants=[
        grants.Grant(
            asker="civil",
            query="population_v1.GetPerson",
            fields=["name", "address.text"],
            basis=grants.GrantBasis(kind=BasisKind.LAW, cite=CITE),
        ),
        grants.Grant(
            asker="civil",
            query="population_v1.GetPerson",
            fields=["birth_on"],
            basis=grants.GrantBasis(kind=BasisKind.CONSENT),
        ),
        grants.Grant(
            asker="civil",
            query="population_v1.GetAddressHistory",
            fields=["addresses.text"],
            basis=grants.GrantBasis(kind=BasisKind.OWN),
        ),
    ]
)
OFFICIAL = Actor(
    kind=ActorKind.OFFICIAL, account_id=7, name="Kim", duties=(Duty("kr-11110", "Jongno-gu Office", "civil.counter"),)
)
RESIDENT = Actor(kind=ActorKind.RESIDENT, account_id=8, name="Hana", person="p1")


@pytest.fixture(autouse=True)
def register_of_one(monkeypatch, settings, tmp_path):
    settings.SYSTEMS = ("population", "civil")
    settings.ROADS = {}
    settings.MADANG_KEYS = tmp_path
    monkeypatch.setattr(grants, "table_of", lambda folder: TABLE)
    grants._by_question.cache_clear()
    address = Address(text="1 Sejong-daero", postcode="03172")
    person = Person(key="p1", name="Hana", resident_number="secret", address=address)
    known = {
        "population_v1.GetPerson": (GetPerson, lambda query, envelope: person),
        "population_v1.GetAddressHistory": (
            GetAddressHistory,
            lambda query, envelope: AddressHistory(addresses=(address,)),
        ),
    }
    original = registry.answerer
    monkeypatch.setattr("madang.exchange.answering.answerer", lambda name: known.get(name) or original(name))
    yield
    grants._by_question.cache_clear()


def asking(**changes: object) -> Asking:
    given = {
        "system": "civil",
        "actor": OFFICIAL,
        "purpose": "To fill in the form",
        "basis": law(CITE),
        "subject": Party.person("p1"),
    }
    return Asking(**{**given, **changes})


def test_only_granted_fields_come_back_also_below_a_part():
    person = ask(GetPerson(person="p1"), asking())
    assert (person.name, person.resident_number, person.key) == ("Hana", None, None)
    assert person.address == Address(text="1 Sejong-daero")


def test_granted_fields_are_cut_inside_lists():
    history = ask(GetAddressHistory(person="p1"), asking(basis=own_request(), actor=RESIDENT))
    assert history.addresses == (Address(text="1 Sejong-daero"),)


@pytest.mark.parametrize(
    "changes",
    [
        {"system": "businesses"},
        {"basis": law("Another Act art. 1")},
        {"basis": law("")},
        {"subject": Party.person("p2")},
        {"subject": None},
    ],
)
def test_what_no_grant_covers_is_refused_and_logged(changes):
    with pytest.raises(NotGranted):
        ask(GetPerson(person="p1"), asking(**changes))
    assert '"outcome":"refused:exchange.not_granted"' in AccessEntry.objects.get().record


def test_a_look_names_office_purpose_and_law_to_its_subject():
    ask(GetPerson(person="p1"), asking(case="madang-2026-1"))
    entry = AccessEntry.objects.get()
    assert entry.subject == "person:p1"
    for written in ("Jongno-gu Office", "To fill in the form", CITE, "madang-2026-1", "address.text"):
        assert written in entry.record
    assert "Kim" not in entry.record


def test_consent_opens_a_question_until_it_is_withdrawn():
    now = clock.now()
    given = give_consent(
        subject=Party.person("p1"),
        asker="civil",
        contract="population_v1.GetPerson",
        purpose="Loan",
        until_on=(now + timedelta(days=9)).date(),
        now=now,
    )
    on_consent = asking(basis=consent(given.reference))
    assert ask(GetPerson(person="p1"), on_consent).name is None
    withdraw_consent(reference=given.reference, subject=Party.person("p1"), now=now)
    with pytest.raises(NoConsent):
        ask(GetPerson(person="p1"), on_consent)


def test_consent_of_one_person_opens_nothing_about_another():
    now = clock.now()
    given = give_consent(
        subject=Party.person("p2"),
        asker="civil",
        contract="population_v1.GetPerson",
        purpose="Loan",
        until_on=(now + timedelta(days=9)).date(),
        now=now,
    )
    with pytest.raises(NoConsent):
        ask(GetPerson(person="p1"), asking(basis=consent(given.reference)))


@pytest.mark.django_db(transaction=True)
def test_asking_inside_a_transaction_is_refused():
    with transaction.atomic(), pytest.raises(AskedInsideTransaction):
        ask(GetPerson(person="p1"), asking())


def test_every_member_describes_itself_without_a_grant():
    (answer,) = ask_all(DescribeMember(), asking())
    assert answer.reply.systems == ("population", "civil")
    assert "looks_v1.ListLooks" in {each.contract for each in answer.reply.contracts}


def test_the_log_verifies_and_a_changed_record_is_named():
    for _ in range(5):
        ask(GetPerson(person="p1"), asking())
    heads.make_head(now=clock.now())
    heads.sign_heads(now=clock.now())
    ask(GetPerson(person="p1"), asking())
    heads.make_head(now=clock.now())
    assert heads.verify_log() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE exchange_accessentry DISABLE TRIGGER ALL")
        cursor.execute("UPDATE exchange_accessentry SET record = replace(record, 'Jongno', 'Mapo') WHERE number = 3")
        cursor.execute("ALTER TABLE exchange_accessentry ENABLE TRIGGER ALL")
    assert heads.verify_log() == ["Chain madang/civil breaks at entry 3."]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exchange_accessentry SET record = ''",
        "DELETE FROM exchange_accessentry",
        "TRUNCATE exchange_accessentry",
    ],
)
def test_the_database_refuses_to_change_the_log(statement, append_only_for_real):
    ask(GetPerson(person="p1"), asking())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_traffic_flows_while_the_key_is_missing_and_heads_are_signed_later(settings, tmp_path):
    settings.MADANG_DEMO = False
    settings.MADANG_KEYS = tmp_path / "none"
    ask(GetPerson(person="p1"), asking())
    head = heads.make_head(now=clock.now())
    assert heads.sign_heads(now=clock.now()) == 0
    settings.MADANG_DEMO = True
    assert heads.sign_heads(now=clock.now()) == 1
    head.refresh_from_db()
    keys.own().shown.verify(bytes(head.signature), heads.statement(head))


@pytest.mark.parametrize(
    "actor", [OFFICIAL, Actor(kind=ActorKind.RESIDENT, person="p2"), Actor(kind=ActorKind.ANONYMOUS)]
)
def test_nobody_asks_for_another_person_as_if_it_were_themselves(actor):
    with pytest.raises(NotGranted):
        ask(GetAddressHistory(person="p1"), asking(basis=own_request(), actor=actor))
