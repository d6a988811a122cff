"""One election at the officials' desk: every button is looked for on the page, pressed once, and refused where it must be."""

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from madang.exchange.models import AccessEntry
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.models import Account
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.values import Party, clock
from madang.systems.elections.domain.belenios.credentials import new_credentials
from madang.systems.elections.domain.belenios.tally import partial_decryption
from madang.systems.elections.domain.belenios.trustees import new_trustee
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Credential, Election, PollingRecord, Voter
from madang.systems.elections.tests.polling_world import OFFICE, official, registered_people
from madang.systems.elections.usecases.counting.hand_in_shuffle import tally_of
from madang.systems.elections.usecases.permissions import CREDENTIALS, MANAGER, STATION
from madang.systems.elections.usecases.voting.public_election import public_election

LIST = "\ufeff이름,생년월일,가중치\n김하나,1988-04-12,2\n\n이민수,1986-11-03,\n"


def _official(login: str, duty: str, *, office: str = OFFICE) -> Client:
    account = new_account(login)
    give_duty(account, duty, office=office)
    return signed_in(account)


class Desk:
    """The page of one election, as several officials have it open."""

    def __init__(self, election: Election) -> None:
        self.election, self.address = election, f"/elections/desk/{election.uuid}/"
        self.keys = [new_trustee() for _ in range(2)]

    def press(self, client: Client, act: str, **sent: Any) -> str:
        """Presses the button that the page offers; what a refusal says, or nothing."""
        page = client.get(self.address).content.decode()
        assert f'name="act" value="{act}"' in page, act
        assert all(f'name="{name}"' in page for name in sent), act
        answer = client.post(self.address, {"act": act} | sent)
        if answer.status_code == 302:
            return ""
        assert answer.status_code in (403, 404, 409, 422), answer.status_code
        return answer.content.decode()

    def together(self, step: str, first: Client, second: Client) -> None:
        assert self.press(first, "propose", step=step) == ""
        assert 'value="approve"' not in first.get(self.address).content.decode()
        assert (
            "proposed this step yourself" in first.post(self.address, {"act": "approve", "step": step}).content.decode()
        )
        assert self.press(second, "approve", step=step) == ""
        self.election.refresh_from_db()


def _file(content: object) -> SimpleUploadedFile:
    text = content if isinstance(content, str) else json.dumps(content)
    return SimpleUploadedFile("file", text.encode())


def _workbook() -> SimpleUploadedFile:
    """The same list as xlsxwriter writes it, the days as days of its calendar."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        rows = [row for row in csv.reader(io.StringIO(LIST.lstrip("\ufeff"))) if row]
        for line, (name, born, weight) in enumerate(rows):
            sheet.write_string(line, 0, name)
            if line:
                sheet.write_datetime(line, 1, datetime.fromisoformat(born))
                sheet.write(line, 2, int(weight) if weight else "")
    return SimpleUploadedFile("list.xlsx", buffer.getvalue())


def _drafted(client: Client) -> Election:
    today = timezone.localdate(clock.now())
    day, at = str(today - timedelta(days=4)), timezone.localtime(clock.now())
    said = {
        "kind": "housing",
        "title": "동대표 선거",
        "title_en": "Representative",
        "roll_source": "list",
        "division": "1111000000",
        "reference_on": day,
        "inspection_from": day,
        "inspection_until": str(today - timedelta(days=2)),
        "opens_at": f"{at - timedelta(days=1):%Y-%m-%dT%H:%M}",
        "closes_at": f"{at + timedelta(days=1):%Y-%m-%dT%H:%M}",
        "question": "누구를 뽑습니까?",
        "question_en": "Whom?",
        "question_kind": "single",
        "answers": "가온 / Gaon\n나래 / Narae",
        "least": "1",
        "most": "1",
        "trustees": "김선관\n이참관",
        "threshold": "0",
    }
    wrong = client.post("/elections/desk/new/", said | {"division": "99", "threshold": "3"})
    assert (wrong.status_code, Election.objects.count()) == (422, 0)
    sent = client.post("/elections/desk/new/", said)
    election = Election.objects.get()
    assert sent["Location"] == f"/elections/desk/{election.uuid}/"
    return election


@pytest.mark.django_db
def test_every_button_of_the_desk_is_pressed_once() -> None:
    people = registered_people()
    first, second = _official("first", MANAGER), _official("second", MANAGER)
    keeper, station = _official("keeper", CREDENTIALS), _official("station", STATION)
    desk = Desk(_drafted(first))
    assert desk.election.title_en in second.get("/elections/desk/").content.decode()
    assert "Seoul Jongno-gu" in second.get(desk.address).content.decode()
    assert _official("elsewhere", MANAGER, office="KCS-020").get(desk.address).status_code == 404

    _roll(desk, first, second, people)
    _parts(desk, first, keeper)
    secrets = _credentials(desk, keeper)
    _aside(desk, first, second)
    desk.together("begin", first, second)
    _voting(desk, keeper, station, secrets, people)
    _counting(desk, first, second)
    _records(desk, first)


def _aside(desk: Desk, first: Client, second: Client) -> None:
    """Cancelling needs a reason, and is taken back by either manager."""
    way = f"{desk.address}aside/"
    assert "write why" in first.post(way, {"act": "cancel", "because": ""}).content.decode()
    assert first.post(way, {"act": "cancel", "because": "A flood."}).status_code == 302
    page = second.get(desk.address).content.decode()
    assert "A flood." in page
    assert 'name="step" value="cancel"' in page
    assert second.post(way, {"act": "take_back", "step": "cancel"}).status_code == 302
    assert "A flood." not in first.get(desk.address).content.decode()


def _records(desk: Desk, first: Client) -> None:
    """Sealed on the page, then a file for the archive."""
    assert 'name="act" value="seal"' in first.get(desk.address).content.decode()
    assert first.post(f"{desk.address}aside/", {"act": "seal"}).status_code == 302
    assert "SHA-256 of the archive" in first.get(desk.address).content.decode()
    bag = first.get(f"{desk.address}records.zip")
    assert b"".join(bag).startswith(b"PK")


def _roll(desk: Desk, first: Client, second: Client, people: dict[str, str]) -> None:
    assert "Row 2" in desk.press(first, "roll", file=_file("name,birth\n김하나,12.4.1988\n"))
    assert "was not read" in desk.press(first, "roll", file=_file("\x00"))
    assert desk.press(first, "roll", file=_file(LIST)) == ""
    desk.election.voters.all().delete()
    assert desk.press(first, "roll", file=_workbook()) == ""
    desk.together("announce", first, second)
    roll = desk.election.voters.order_by("number").values_list("person", "weight")
    assert list(roll) == [(people["hana"], 2), (people["minsu"], 1)]

    entry = f"/elections/{desk.election.uuid}/roll/"
    sora = signed_in(new_account("sora", person=people["sora"]))
    late = sora.post(entry, {"ground": "나는 빠졌습니다."})
    assert late.status_code == 422
    assert "the roll lies open from" in late.content.decode()
    Election.objects.filter(pk=desk.election.pk).update(inspection_until=timezone.localdate(clock.now()))
    sent = sora.post(entry, {"ground": "나는 빠졌습니다."})
    case = Case.objects.get(procedure="elections.objection")
    assert sent["Location"] == f"/my/cases/{case.number}/"
    decide(case=case, outcome="granted", reasons="산다.", actor=official(99, MANAGER), now=clock.now())
    assert "Number on the roll" in sora.get(entry).content.decode()
    Election.objects.filter(pk=desk.election.pk).update(inspection_until=desk.election.inspection_until)
    desk.together("freeze_roll", first, second)
    assert len(desk.election.roll_digest) == 64


def _parts(desk: Desk, first: Client, keeper: Client) -> None:
    for position, key in enumerate(desk.keys, 1):
        assert "not the one that is asked for now" in desk.press(first, "key", trustee=position, file=_file("{}"))
        assert desk.press(first, "key", trustee=position, file=_file(key.public)) == ""
    assert 'value="key"' not in first.get(desk.address).content.decode()
    assert 'value="propose"' not in keeper.get(desk.address).content.decode()
    assert first.get(f"{desk.address}trustees/1.json").json()["certificates"] == []
    assert first.get(f"{desk.address}trustees/9.json").status_code == 404
    assert keeper.get(f"{desk.address}trustees/1.json").status_code == 403


def _credentials(desk: Desk, keeper: Client) -> list[str]:
    roll = keeper.get(f"{desk.address}roll.json").json()["roll"]
    assert roll == [{"number": 1, "weight": 2}, {"number": 2, "weight": 1}, {"number": 3, "weight": 1}]
    made = new_credentials(uuid=desk.election.uuid, count=4)
    parts = [{"number": place % 4, "public": one.public} for place, one in enumerate(made, 1)]
    for bad in ("[]", '{"credentials": [{"number": 1e400, "public": "2"}]}', {"credentials": {"number": 1}}, "{"):
        assert "was not read" in desk.press(keeper, "credentials", file=_file(bad))
    heavy = [parts[0], *parts[1:3], parts[3] | {"weight": 10**12}]
    for unfit in (parts[:2], [*parts, parts[0]], heavy, [parts[0] | {"public": "4"}, *parts[1:]]):
        assert "No credential was taken" in desk.press(keeper, "credentials", file=_file({"credentials": unfit}))
    assert desk.press(keeper, "credentials", file=_file({"credentials": parts})) == ""
    assert set(Credential.objects.values_list("voter__number", "weight")) == {(1, 2), (2, 1), (3, 1), (None, 1)}
    swapped = {"secrets": {"1": made[1].secret}}
    assert "does not fit" in desk.press(keeper, "secrets", file=_file(swapped))
    right = {"secrets": {str(place): one.secret for place, one in enumerate(made[:3], 1)}}
    assert desk.press(keeper, "secrets", file=_file(right)) == ""
    return [one.secret for one in made]


def _voting(desk: Desk, keeper: Client, station: Client, secrets: list[str], people: dict[str, str]) -> None:
    public = Client().get(f"/elections/{desk.election.uuid}/").content.decode()
    assert f'href="/elections/{desk.election.uuid}/vote/"' in public
    assert "was not replaced" in desk.press(keeper, "replace", number="1", secret=secrets[3])
    assert desk.press(keeper, "replace", number="2", secret=secrets[3]) == ""
    _at_the_station(desk, station)
    assert PollingRecord.objects.get().voter.person == people["sora"]
    page = signed_in(Account.objects.get(login="sora")).get(f"/elections/{desk.election.uuid}/vote/")
    assert "You voted on paper" in page.content.decode()


def _at_the_station(desk: Desk, station: Client) -> None:
    """Found by number or name, handed one ballot; ballots are printed without a name."""
    page = f"{desk.address}station/"
    assert f'href="{page}"' in station.get(desk.address).content.decode()
    shown = station.get(page, {"station": "S1", "who": "3"}).content.decode()
    assert 'name="act" value="paper"' in shown
    shown_to = Party.person(desk.election.voters.get(number=3).person)
    assert AccessEntry.objects.filter(subject=str(shown_to), contract="own.elections.voter").exists()
    refused = {" ": "the name of a polling station", "post": "the name of a polling station"}
    for name, says in refused.items():
        answer = station.post(page, {"act": "paper", "number": "3", "station": name})
        assert says in answer.content.decode()
    assert "has no number" in station.post(page, {"act": "paper", "number": "9", "station": "S1"}).content.decode()
    assert station.post(page, {"act": "paper", "number": "3", "station": "S1"}).status_code == 302
    again = station.post(page, {"act": "paper", "number": "3", "station": "S1"})
    assert "voted already" in again.content.decode()
    printed = station.post(page, {"act": "print", "station": "S1", "copies": "2"})
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    serials = desk.election.paper_stocks.get(station="S1").serials
    assert serials == sorted(serials)
    assert len(set(serials)) == 2
    for typed, says in ((serials[0], "printed it."), ("0000000000", "No station")):
        assert says in station.get(page, {"station": "S1", "serial": typed}).content.decode()


def _counted_on_paper(desk: Desk) -> None:
    """Two officials see no figures but their own; a count that differs is entered anew."""
    page = f"{desk.address}counts/"
    first, second = _official("counter", STATION), _official("counter2", STATION)
    assert "Ballots in the box" in first.get(page, {"station": "S1"}).content.decode()
    sent = {"station": "S1", "ballots": "1", "q0-0": "1", "q0-1": "0"}
    assert "number for each answer" in first.post(page, sent | {"q0-0": "²"}).content.decode()
    assert "more ballots than were handed out" in first.post(page, sent | {"ballots": "2"}).content.decode()
    assert first.post(page, sent).status_code == 302
    other = sent | {"q0-0": "0", "q0-1": "1"}
    assert second.post(page, other).status_code == 302
    assert "The counts differ" in second.get(page).content.decode()
    assert first.post(page, other).status_code == 302
    assert "Two officials counted the same" in first.get(page).content.decode()


def _counting(desk: Desk, first: Client, second: Client) -> None:
    Election.objects.filter(pk=desk.election.pk).update(closes_at=clock.now())
    desk.together("close", first, second)
    public, tally = public_election(uuid=desk.election.uuid), tally_of(election=desk.election)
    for position, key in enumerate(desk.keys, 1):
        part = partial_decryption(election=public, tally=tally.json, private_key=key.private)
        assert "part" in desk.press(first, "decryption", trustee=position, file=_file("{}"))
        assert desk.press(first, "decryption", trustee=position, file=_file(part)) == ""
    desk.election.refresh_from_db()
    assert desk.election.state == State.COUNTED
    _counted_on_paper(desk)
    desk.together("publish", first, second)
    assert desk.election.state == State.PUBLISHED
    assert Voter.objects.exclude(channel="").count() == 1
    assert (
        "Narae"
        in Client(headers={"accept-language": "en"}).get(f"/elections/{desk.election.uuid}/results/").content.decode()
    )
