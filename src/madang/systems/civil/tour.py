"""The main journey without a browser: from a word typed to a paper that a stranger verifies offline."""

import io
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import zxingcpp
from django.db import transaction
from django.utils import timezone, translation
from PIL import Image

from madang.contracts.envelope import own_request
from madang.contracts.looks_v1 import ListLooks
from madang.contracts.population_v1 import GetPerson
from madang.contracts.services_v1 import FieldKind, ServiceKind
from madang.exchange import Asking, ask, ask_member
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.decide import decide
from madang.framework.cases.usecases.take import take
from madang.framework.documents import Outcome, offline, verify_number, verify_upload
from madang.framework.documents.models import Document
from madang.framework.documents.seal.keys import pem
from madang.framework.documents.usecases.look import take_file
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account, DutyAssignment, Mandate, MandateUse
from madang.framework.identity.usecases.use_mandate import act_for
from madang.framework.identity.who import actor_of
from madang.framework.law import pack
from madang.framework.money.gateways.sandbox.bank import conclude
from madang.framework.money.models import Charge, Receipt
from madang.framework.money.usecases import reconcile_one, start_payment
from madang.framework.ui.written import money
from madang.framework.values import clock
from madang.framework.values.identifiers import new_key
from madang.systems.civil.demo import carry
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.apply import apply
from madang.systems.civil.usecases.export_catalogue import export_catalogue
from madang.systems.civil.usecases.issue_instant import issue_instant
from madang.systems.civil.usecases.prefill import prefill
from madang.systems.civil.usecases.refresh_catalogue import refresh_catalogue
from madang.systems.civil.usecases.withdraw import withdraw

ABSTRACT = "population.abstract"
MOVE_IN = "population.move_in"


class StepFailed(RuntimeError):
    """A step of the tour did not do what it says."""


def tour(*, out: Path) -> Iterator[str]:
    """One line a step; leaves certificate.pdf, public-key.pem and statement.txt in `out`. Raises StepFailed."""
    with translation.override(pack().languages[0]):
        yield from _finding()
        hana = _actor("hana")
        application = _applied(hana, ABSTRACT, {})
        yield f"{hana.name} applies for {ABSTRACT}: application {application.number}, {_paid(application, hana)}"
        document, took = _issued(application, hana)
        yield f"the register renders, seals, numbers and records it in {took:.0f} ms: document {document.number}"
        yield from _verifying(document, hana, out)
        yield _looks(hana)
        yield from _paying(hana)
        yield _by_proxy()
        yield from _decided()
        yield _export(out)


def _need(holds: object, problem: str) -> None:
    if not holds:
        raise StepFailed(problem)


def _actor(login: str) -> Actor:
    return actor_of(account=Account.objects.get(login=login), now=clock.now())


def _finding() -> Iterator[str]:
    renewed = refresh_catalogue(now=clock.now())
    here = catalogue.current()
    yield f"the catalogue is gathered: {len(here.services)} services of {len(renewed.offered)} members"
    korean = ("등본", "ㅊㅂ") if pack().languages[0] == "ko" else ()
    for query in (*korean, "abstract", "abstarct"):
        begun = time.perf_counter()
        codes = [hit.code for hit in here.hits(query=query, limit=10)]
        took = (time.perf_counter() - begun) * 1000
        _need(ABSTRACT in codes, f"“{query}” does not find {ABSTRACT}: {codes}")
        yield f"“{query}” finds {ABSTRACT} at place {codes.index(ABSTRACT) + 1} in {took:.1f} ms"


def _applied(actor: Actor, service: str, answers: dict[str, str]) -> Application:
    declared = catalogue.service(code=service)
    subject = actor.party
    if subject is None:
        raise StepFailed("the actor is nobody's")
    known = prefill(service=declared, subject=subject, actor=actor, application="")
    _need(not known.silence, known.silence)
    filled = {each.field: each.value for each in known.prefill.answers if each.value}
    defaults = {field.name: field.default for field in declared.fields if field.default}
    given = {**defaults, **filled, **answers}
    return apply(service=service, answers=given, known=known, key=new_key(), actor=actor, now=clock.now())


def _paid(application: Application, actor: Actor) -> str:
    """Pay what is due at the sandbox bank."""
    if application.state != State.TO_PAY:
        return "free of charge"
    owed = Charge.objects.get(number=application.charge)
    payment = start_payment(charge=owed, return_url="/", actor=actor, now=clock.now())
    with transaction.atomic():
        conclude(token=payment.token, confirmed=True, now=clock.now())
    reconcile_one(payment=payment, now=clock.now())
    receipt = Receipt.objects.filter(payment__charge=owed).first()
    _need(receipt, "the payment left no receipt")
    return f"{money(owed.amount)} paid at the sandbox bank, receipt {receipt.number if receipt else ''}"


def _issued(application: Application, actor: Actor) -> tuple[Document, float]:
    begun = time.perf_counter()
    done = issue_instant(number=application.number, now=clock.now(), actor=actor)
    took = (time.perf_counter() - begun) * 1000
    _need(done.state == State.ISSUED, f"{done.service} was not issued: {done.note}")
    return Document.objects.get(number=done.documents[0]), took


def _verifying(document: Document, holder: Actor, out: Path) -> Iterator[str]:
    pdf = take_file(document=document, actor=holder, now=clock.now())
    keys = pem(use="statement")
    (out / "certificate.pdf").write_bytes(pdf)
    (out / "public-key.pem").write_text(keys)
    yield f"certificate.pdf: {len(pdf) / 1024:.0f} kB, sealed (PAdES)"
    now = clock.now()
    _need(verify_number(document.number, now).outcome is Outcome.GENUINE, "the number does not verify")
    yield f"verified by its number: {Outcome.GENUINE}"
    _need(verify_upload(pdf, now).outcome is Outcome.GENUINE, "the file does not verify")
    altered = bytearray(pdf)
    altered[len(altered) // 2] ^= 1
    found = verify_upload(bytes(altered), now).outcome
    _need(found is Outcome.ALTERED, f"a file with one byte changed is told to be {found}")
    yield f"verified by upload: {Outcome.GENUINE}; with one byte changed: {found}"
    picture = page_picture(pdf=pdf)
    text = next((code.text for code in zxingcpp.read_barcodes(picture) if "QR" in str(code.format)), "")
    (out / "statement.txt").write_text(text)
    verdict = offline.verify_text(text=text, keys=offline.keys_in(pem=keys.encode()))
    _need(verdict.signed and verdict.statement, f"offline: {verdict.explanation}")
    number = verdict.statement.number if verdict.statement else ""
    _need(number == document.number, f"the code speaks of {number}")
    yield f"verified offline from the printed QR code with public-key.pem alone: {len(text)} characters, signed"


def page_picture(*, pdf: bytes) -> Image.Image:
    """The first page as a printer would draw it, at 200 dots an inch."""
    if find_spec("pypdfium2"):
        page = import_module("pypdfium2").PdfDocument(pdf)[0]
        drawn: Image.Image = page.render(scale=200 / 72).to_pil()
        return drawn.convert("L")
    program = shutil.which("pdftoppm")
    if program is None:
        raise StepFailed("drawing a page needs pdftoppm: apt-get install poppler-utils")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(
            [program, "-r", "200", "-f", "1", "-l", "1", "-png", str(path)], capture_output=True, check=True
        )
        return Image.open(io.BytesIO(done.stdout)).convert("L")


def _looks(actor: Actor) -> str:
    party = actor.party
    if party is None:
        raise StepFailed("the actor is nobody's")
    asking = Asking(
        system="portal", actor=actor, purpose="Showing you your own page", basis=own_request(), subject=party
    )
    looks = ask_member(ListLooks(party=party, limit=5), asking, system="civil")
    _need(looks.total and looks.looks, "no look is shown")
    last = looks.looks[0]
    return f"{actor.name} sees {looks.total} looks at their data; the last: {last.asked_by}, “{last.purpose}”"


def _paying(actor: Actor) -> Iterator[str]:
    """A service with a fee: paid before it goes on, and given back when it is taken back."""
    plain = {FieldKind.TEXT, FieldKind.DATE, FieldKind.NUMBER, FieldKind.LONG_TEXT}
    declared = next(
        each
        for each in catalogue.current().services.values()
        if each.fee.online and each.kind is ServiceKind.MATTER and all(field.kind in plain for field in each.fields)
    )
    samples = {FieldKind.DATE: timezone.localdate(clock.now()).isoformat(), FieldKind.NUMBER: "7"}
    answers = {field.name: samples.get(field.kind, "9" * min(field.max_length, 15)) for field in declared.fields}
    application = _applied(actor, declared.code, answers)
    yield f"{actor.name} applies for {declared.code}: {_paid(application, actor)}"
    carry()
    withdraw(number=application.number, actor=actor, now=clock.now())
    carry()
    application.refresh_from_db()
    state = Charge.objects.get(number=application.charge).state
    _need(application.state == State.WITHDRAWN and state == "refunded", f"taken back: {application.state}, fee {state}")
    yield f"taken back before a decision: application {application.state}, fee {state}"


def _by_proxy() -> str:
    sora, dohyun = _actor("sora"), Account.objects.get(login="dohyun")
    mandate = Mandate.objects.filter(grantor_key=dohyun.person, holder_key=sora.person).first()
    if mandate is None:
        raise StepFailed("the demo has no mandate of dohyun for sora")
    under = act_for(key=mandate.key, actor=sora, now=clock.now())
    application = _applied(under, ABSTRACT, {})
    _paid(application, under)
    document, _took = _issued(Application.objects.get(pk=application.pk), under)
    _need(document.party_key == dohyun.person, "the document is not the mandator's")
    uses = MandateUse.objects.filter(mandate=mandate, target=application.number).count()
    _need(uses, "the use of the mandate was not recorded")
    return f"{sora.name} obtains {dohyun.name}'s abstract under a mandate: {document.number}; both see its use"


def _decided() -> Iterator[str]:
    """A move-in that an official decides."""
    today = timezone.localdate(clock.now())
    mover, moves = _mover(today)
    division = next(each.code for each in pack().divisions if each.level == 2)
    here = {"address": f"{new_key()[:4]} 1", "address_division": division, "moved_on": today.isoformat()}
    application = _applied(mover, MOVE_IN, {**here, "movers": str(mover.person), "head": ""})
    carry()
    case = Case.objects.get(application=application.number)
    yield f"{mover.name} reports a move: case {case.number} at office {case.office_code}, due on {case.due_on}"
    held = DutyAssignment.objects.filter(duty="population.registrar", office_id=case.office_code).first()
    if held is None:
        raise StepFailed(f"office {case.office_code} has no registrar in the demo")
    official = actor_of(account=held.account, now=clock.now())
    case = take(case=Case.objects.get(pk=case.pk), actor=official, now=clock.now())
    # The register enters one move a day; whoever moved today already is told no.
    outcome, reasons = ("granted", "The report is complete.") if moves else ("refused", "Already moved today.")
    decide(case=case, outcome=outcome, reasons=reasons, actor=official, now=clock.now())
    carry()
    application.refresh_from_db()
    _need(application.state == outcome, f"the move stands as {application.state}")
    yield f"{official.name} decides; {mover.name}'s application now says: {application.state}"


def _mover(today: date) -> tuple[Actor, bool]:
    """One of the demo's residents who has not moved today, and whether there still is one."""
    actors = [_actor(login) for login in ("minsu", "soonja", "dohyun", "sora", "hana")]
    for actor in actors:
        asking = Asking(
            system="civil", actor=actor, purpose="Choosing who moves", basis=own_request(), subject=actor.party
        )
        address = ask(GetPerson(person=str(actor.person)), asking).address
        if address and address.from_on and address.from_on < today:
            return actor, True
    return actors[0], False


def _export(out: Path) -> str:
    data, _media = export_catalogue(suffix="jsonld", base="https://madang.example")
    (out / "catalogue.jsonld").write_bytes(data)
    return f"catalogue.jsonld: {len(json.loads(data))} nodes of CPSV-AP"
