"""The officials' desk of elections: rolls, keys, credentials, decryptions, and steps by two managers."""

from collections.abc import Callable
from datetime import date
from itertools import islice
from typing import TypeVar

import msgspec
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.bulk.sheets import NotATable, day_of, lines_of
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import Fault, Refusal, clock
from madang.systems.elections.domain.words import Kind, RollSource, State, Step
from madang.systems.elections.models import Credential, Election, JointStep, Trustee, Voter
from madang.systems.elections.usecases.approvals import APPROVE
from madang.systems.elections.usecases.awaited_parts import DECRYPTION, SHUFFLE, awaited_parts
from madang.systems.elections.usecases.counting.add_up import adding_up
from madang.systems.elections.usecases.counting.check_shuffle import HandedIn, shuffles_handed_in
from madang.systems.elections.usecases.counting.decrypt import hand_in_decryption
from madang.systems.elections.usecases.counting.hand_in_shuffle import hand_in_shuffle
from madang.systems.elections.usecases.joint_step import FROM, propose
from madang.systems.elections.usecases.permissions import CREDENTIALS, MANAGER, STATION
from madang.systems.elections.usecases.preparation.draw_roll import Member, draw_roll, enter_list
from madang.systems.elections.usecases.preparation.hand_in_credentials import (
    PublicPart,
    hand_in_credentials,
    replace_credential,
    send_secrets,
)
from madang.systems.elections.usecases.preparation.hand_in_key import THRESHOLD_STEPS, hand_in_key, needed_by
from madang.systems.elections.usecases.preparation.name_stations import name_stations
from madang.systems.elections.usecases.preparation.tell_cancelled import telling
from madang.systems.elections.web.counting.trustees import being_checked, shown_shuffle
from madang.systems.elections.web.preparation.aside import aside_of, records_of
from madang.systems.elections.web.preparation.public import facts_of, questions_of
from madang.systems.elections.web.preparation.words import PARTS, STATES, STEPS, track
from madang.systems.elections.web.words import title_of

LARGEST = 30_000_000
MOST_ROWS = 20_000


class FileUnreadable(Refusal):
    """An upload is no file of the kind that is asked for."""

    code = "elections.file_unreadable"
    says = gettext_lazy("The file was not read. Send the file that the form names.")
    status = 422


@open_to(officials(MANAGER, CREDENTIALS, STATION))
@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """All elections of the official's office."""
    listed = [
        {
            "url": reverse("elections:desk_election", args=[one.uuid]),
            "title": title_of(election=one),
            "state": STATES[State(one.state)],
            "when": f"{written.moment(one.opens_at)} – {written.moment(one.closes_at)}",
        }
        for one in Election.objects.filter(office__in=_offices(request)).order_by("-made_at")[:100]
    ]
    values = {"listed": listed, "may_draft": request.actor.has_duty(MANAGER)}
    return render(request, "elections/preparation/desk.html", values)


@open_to(officials(MANAGER, CREDENTIALS, STATION))
@require_http_methods(["GET", "POST"])
def desk_election(request: ActorRequest, uuid: str) -> HttpResponse:
    """One election, and what the official may do with it now."""
    held = _of_office(request, uuid)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        act(held, request)
        return HttpResponseRedirect(request.path)
    actor = request.actor
    managing, state = actor.has_duty(MANAGER, held.office), State(held.state)
    awaited = awaited_parts(election=held) if managing else {}
    came = shuffles_handed_in(election=held)
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "steps": track(held),
        "facts": facts_of(held),
        "needed": held.threshold,
        "adding": adding_up(election=held),
        "telling": telling(election=held) if managing else None,
        "questions": questions_of(held),
        "joint": _joint(held, request) if managing else None,
        "aside": aside_of(held=held, request=request) if managing else (),
        "records": records_of(held=held) if managing else None,
        "roll_from": held.roll_source if managing and state is State.DRAFT else "",
        "checking": being_checked(came),
        "trustees": [_trustee(one, awaited, came) for one in held.trustees.order_by("position")],
        "credentials": Credential.objects.filter(election=held, voided_at=None).count(),
        "keeping": actor.has_duty(CREDENTIALS, held.office) and state in {State.ROLL_FROZEN, State.READY},
        "frozen": state is State.ROLL_FROZEN,
        "serving": actor.has_duty(STATION, held.office) and _takes_paper(held),
        "by_post": held.absentee_until is not None,
        "observers": managing,
        "stations": _stations(held) if managing and clock.now() < held.closes_at and not held.cancelled_at else None,
    }
    return render(request, "elections/preparation/desk_election.html", values)


def _takes_paper(held: Election) -> bool:
    return held.state not in {State.DRAFT, State.CANCELLED} and held.kind != Kind.SURVEY


def _trustee(one: Trustee, awaited: dict[int, str], came: dict[int, HandedIn]) -> dict[str, object]:
    part = awaited.get(one.position, "")
    return {
        "came": shown_shuffle(came.get(one.position)),
        "position": one.position,
        "name": one.name,
        "part": PARTS.get(part, ""),
        "act": part if part in {DECRYPTION, SHUFFLE} else "key",
        "needs": part in THRESHOLD_STEPS[1:],
    }


@open_to(officials(MANAGER))
@require_safe
def trustee_file(request: ActorRequest, uuid: str, position: int) -> HttpResponse:
    """What a trustee's program needs for the next step of a ceremony: nothing in it is secret from the server."""
    held = _of_office(request, uuid)
    require(request.actor, "elections.manage", held.office)
    trustee = get_object_or_404(held.trustees, position=position)
    answer = JsonResponse(needed_by(trustee=trustee))
    answer["Content-Disposition"] = f'attachment; filename="{uuid}.trustee-{position}.json"'
    return answer


@open_to(officials(CREDENTIALS))
@require_safe
def roll_file(request: ActorRequest, uuid: str) -> HttpResponse:
    """What the credential authority needs of the roll: numbers and weights, no names."""
    held = _of_office(request, uuid)
    require(request.actor, "elections.give_credentials", held.office)
    rows = Voter.objects.filter(election=held).order_by("number").values("number", "weight")
    answer = JsonResponse({"uuid": held.uuid, "roll": list(rows)})
    answer["Content-Disposition"] = f'attachment; filename="{uuid}.roll.json"'
    return answer


def _of_office(request: ActorRequest, uuid: str) -> Election:
    return get_object_or_404(Election, uuid=uuid, office__in=_offices(request))


def _offices(request: ActorRequest) -> set[str]:
    """Where the official has a duty of elections."""
    return {office for duty in (MANAGER, CREDENTIALS, STATION) for office in request.actor.offices(duty)}


def _joint(held: Election, request: ActorRequest) -> dict[str, object] | None:
    step = next((one for one, state in FROM.items() if state == held.state), None)
    if step is None:
        return None
    proposed = JointStep.objects.filter(election=held, step=step.value).first()
    return {
        "step": step.value,
        "title": STEPS[step],
        "proposed_by": officer_name(proposed.proposed_by) if proposed else "",
        "own": proposed is not None and proposed.proposed_by == officer(request.actor),
    }


def _propose(held: Election, request: ActorRequest) -> None:
    propose(election=held, step=_step(request), actor=request.actor, now=clock.now())


def _approve(held: Election, request: ActorRequest) -> None:
    APPROVE[_step(request)](election=held, actor=request.actor, now=clock.now())


def _step(request: ActorRequest) -> Step:
    try:
        return Step(request.POST.get("step", ""))
    except ValueError:
        raise Http404 from None


def _roll(held: Election, request: ActorRequest) -> None:
    if held.roll_source == RollSource.REGISTER:
        draw_roll(election=held, actor=request.actor, now=clock.now())
    else:
        enter_list(election=held, members=_members(_sent(request)), actor=request.actor, now=clock.now())


def _members(data: bytes) -> list[Member]:
    """Rows of a CSV file or a workbook: name, birth date, and the weight where votes have one. The first line is the head."""
    try:
        lines = list(islice(lines_of(data=data), MOST_ROWS + 2))
    except NotATable:
        raise FileUnreadable from None
    members, faults = [], []
    for number, row in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            weight = int(row[2]) if len(row) > 2 and row[2].strip() else 1
            born = date.fromisoformat(day_of(cell=row[1].strip()))
            members.append(Member(row=number, name=row[0].strip(), birth_on=born, weight=weight))
        except (ValueError, IndexError):
            says = _("Row {row}: write a name and a birth date such as 1990-03-02.").format(row=number)
            faults.append(Fault(f"row {number}", says, "elections.list_row"))
    if faults or not members or len(lines) > MOST_ROWS + 1:
        raise FileUnreadable(faults=tuple(faults))
    return members


def _sent(request: ActorRequest) -> bytes:
    sent = request.FILES.get("file")
    if sent is None or (sent.size or 0) > LARGEST:
        raise FileUnreadable
    return bytes(sent.read())


def _text(request: ActorRequest) -> str:
    try:
        text = str(_sent(request), "utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable from None
    if "\x00" in text:
        raise FileUnreadable
    return text


class CredentialsFile(msgspec.Struct):
    """What the credential authority hands in."""

    credentials: list[PublicPart]


class SecretsFile(msgspec.Struct):
    """What the credential authority has sent to the voters, by numbers of the roll."""

    secrets: dict[int, str]


Shape = TypeVar("Shape")


def _json(request: ActorRequest, shape: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(_text(request), type=shape)
    except (msgspec.DecodeError, RecursionError):
        raise FileUnreadable from None


def _key(held: Election, request: ActorRequest) -> None:
    trustee = get_object_or_404(held.trustees, position=_number(request, "trustee"))
    hand_in_key(trustee=trustee, text=_text(request), actor=request.actor, now=clock.now())


def _decryption(held: Election, request: ActorRequest) -> None:
    trustee = get_object_or_404(held.trustees, position=_number(request, "trustee"))
    hand_in_decryption(trustee=trustee, text=_text(request), actor=request.actor, now=clock.now())


def _shuffle(held: Election, request: ActorRequest) -> None:
    trustee = get_object_or_404(held.trustees, position=_number(request, "trustee"))
    hand_in_shuffle(trustee=trustee, text=_text(request), actor=request.actor, now=clock.now())


def _number(request: ActorRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) < 9):
        raise Http404
    return int(given)


def _credentials(held: Election, request: ActorRequest) -> None:
    parts = _json(request, CredentialsFile).credentials
    hand_in_credentials(election=held, parts=parts, actor=request.actor, now=clock.now())


def _secrets(held: Election, request: ActorRequest) -> None:
    secrets = _json(request, SecretsFile).secrets
    send_secrets(election=held, secrets=secrets, actor=request.actor, now=clock.now())


def _replace(held: Election, request: ActorRequest) -> None:
    secret = request.POST.get("secret", "")[:40]
    replace_credential(
        election=held, number=_number(request, "number"), secret=secret, actor=request.actor, now=clock.now()
    )


def _stations(held: Election) -> str:
    """The names of the polling stations, a line each."""
    return "\n".join(held.stations.order_by("name").values_list("name", flat=True))


def _name_stations(held: Election, request: ActorRequest) -> None:
    names = request.POST.get("stations", "").splitlines()
    name_stations(election=held, names=names, actor=request.actor, now=clock.now())


ACTS: dict[str, Callable[[Election, ActorRequest], None]] = {
    "propose": _propose,
    "approve": _approve,
    "roll": _roll,
    "key": _key,
    "shuffle": _shuffle,
    "decryption": _decryption,
    "credentials": _credentials,
    "secrets": _secrets,
    "replace": _replace,
    "stations": _name_stations,
}
