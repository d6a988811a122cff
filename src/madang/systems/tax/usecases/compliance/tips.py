"""Reports of whistle-blowers: sent without a name, followed by a code, read by inspectors alone."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import ANONYMOUS, Actor
from madang.framework.identity.may import may, permits, require
from madang.framework.storage import store
from madang.framework.storage.models import Reference
from madang.framework.storage.storing import hold
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import normalise, random_symbols
from madang.systems.tax.domain.risk_words import TipState
from madang.systems.tax.models import Tip, TipNote

ALLOWED = frozenset({"application/pdf", "image/jpeg", "image/png"})
LARGEST, MOST_FILES, LONGEST = 10 * 1024 * 1024, 5, 10_000
CODE_SYMBOLS = 20
OWNER = "tax.tip"


class TipRefused(Refusal):
    """Something is missing or too much."""

    code = "tax.tip.refused"
    says = _("Nothing was sent. Correct what is marked and send it again.")
    status = 422


class NoSuchTip(Refusal):
    """No report has this code."""

    code = "tax.tip.unknown"
    says = _("No report has this code. Look whether you copied it whole; a code that is lost cannot be replaced.")
    status = 404


class TipClosed(Refusal):
    """It is over."""

    code = "tax.tip.closed"
    says = _("This report is closed. Send a new one if you know more.")
    status = 409


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file as it was sent."""

    name: str
    data: bytes


def send_tip(*, about: str, text: str, contact: str, files: Sequence[Attached], now: datetime) -> str:
    """Keep the report; the claim code, which is told once. Who sends is no parameter: nobody can keep it by mistake.

    Raises TipRefused with every fault, FileRefused.
    """
    faults = [
        Fault(place, str(says).format(most=most), "tax.tip.text")
        for place, said, least, most, says in (
            ("about", about, 1, 200, _("Say whom it is about, in {most} signs or fewer.")),
            ("text", text, 20, LONGEST, _("Tell what happened, in 20 to {most} signs.")),
            ("contact", contact, 0, 200, _("{most} signs are enough for how to reach you.")),
        )
        if not least <= len(said.strip()) <= most
    ]
    if len(files) > MOST_FILES:
        faults.append(Fault("files", str(_("At most {most} files.")).format(most=MOST_FILES), "tax.tip.files"))
    if faults:
        raise TipRefused(faults=tuple(faults))
    code, number = random_symbols(count=CODE_SYMBOLS), f"W{now:%Y}-{random_symbols(count=6)}"
    with transaction.atomic():
        tip = Tip.objects.create(
            number=number,
            code_hash=_hash(code),
            about=about.strip(),
            text=text.strip(),
            contact=contact.strip(),
            received_on=now.date(),
        )
        for place, file in enumerate(files, start=1):
            _attach(tip, place, file, now)
        record(actor=ANONYMOUS, action="tax.send_tip", target=f"tip:{number}", detail={"files": len(files)}, now=now)
    return "-".join(code[place : place + 5] for place in range(0, CODE_SYMBOLS, 5))


def tip_of_code(*, code: str) -> Tip:
    """The report that a sender follows. Raises NoSuchTip."""
    found = Tip.objects.filter(code_hash=_hash(normalise(text=code))).first()
    if found is None:
        raise NoSuchTip
    return found


def add_to_tip(*, code: str, text: str, now: datetime) -> TipNote:
    """What the sender says afterwards. Raises NoSuchTip, TipClosed, TipRefused."""
    tip = tip_of_code(code=code)
    with transaction.atomic():
        note = _note(tip, text, of_office=False, now=now)
        record(actor=ANONYMOUS, action="tax.add_to_tip", target=f"tip:{tip.number}", detail={}, now=now)
    return note


def read_tip(*, number: str, actor: Actor, now: datetime) -> Tip:
    """The report, for an inspector; the look is recorded before anything is shown. Raises Forbidden, Tip.DoesNotExist."""
    require(actor, "tax.inspect")
    tip = Tip.objects.get(number=number)
    record(actor=actor, action="tax.read_tip", target=f"tip:{number}", detail={}, now=now)
    return tip


def answer_tip(*, number: str, text: str, close: bool, actor: Actor, now: datetime) -> Tip:
    """What the office asks or says; closing ends it. Raises Forbidden, TipClosed, TipRefused."""
    require(actor, "tax.inspect")
    with transaction.atomic():
        tip = Tip.objects.select_for_update().get(number=number)
        _note(tip, text, of_office=True, now=now)
        tip.state = (TipState.CLOSED if close else TipState.IN_REVIEW).value
        tip.save(update_fields=["state"])
        record(actor=actor, action="tax.answer_tip", target=f"tip:{number}", detail={"state": tip.state}, now=now)
    return tip


def files_of(*, tip: Tip) -> list[Reference]:
    """What was attached."""
    return list(Reference.objects.filter(owner_kind=OWNER, owner_key=tip.number).order_by("name"))


@permits("storage.read.tax.tip")
def read_attachment(actor: Actor, file: Reference) -> bool:
    """Who may read tips may read what is attached."""
    return may(actor, "tax.inspect")


def _note(tip: Tip, text: str, *, of_office: bool, now: datetime) -> TipNote:
    if tip.state == TipState.CLOSED.value:
        raise TipClosed
    told = text.strip()
    if not 1 <= len(told) <= LONGEST:
        says = str(_("Write up to {most} signs.")).format(most=LONGEST)
        raise TipRefused(faults=(Fault("text", says, "tax.tip.text"),))
    return TipNote.objects.create(tip=tip, of_office=of_office, text=told, written_on=now.date())


def _attach(tip: Tip, place: int, file: Attached, now: datetime) -> None:
    blob = store(file.data, name=file.name, allowed=ALLOWED, limit=LARGEST, now=now)
    # The name that the sender gave may name the sender.
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[blob.media_type]
    name = f"{tip.number}-{place}.{ending}"
    hold(blob=blob, owner_kind=OWNER, owner_key=tip.number, name=name, actor=ANONYMOUS, now=now)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
