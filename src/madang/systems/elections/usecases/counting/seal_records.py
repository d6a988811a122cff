"""Seal the records of an election for the archive: the digest of its whole board and its result, under the office's seal."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.documents import Document, DocumentKind, issue, register
from madang.framework.documents.usecases.look import take_file
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.models import Office
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Party, Refusal
from madang.systems.elections.domain.words import State
from madang.systems.elections.formats.bag import write_bag
from madang.systems.elections.models import Election, OverrideList
from madang.systems.elections.usecases.counting.archive import archive_of, collected_of
from madang.systems.elections.usecases.counting.results import results_of
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.begin import both

KIND = "elections.record"


class NotSealable(Refusal):
    """Before its result is published, nothing is final."""

    code = "elections.not_sealable"
    says = _("Nothing was sealed: records are sealed once the result is published.")


class NotSealed(Refusal):
    """An archive takes sealed records."""

    code = "elections.not_sealed"
    says = _("Nothing was handed out: seal the records first.")


def register_record() -> None:
    """The sealed record of an election."""
    register(
        DocumentKind(
            code=KIND,
            title=_("Record of an election"),
            template="documents/plain.typ",
            office=lambda party, _content: party.key,
            certifies=_("We certify that the board of this election ended with these digests and this result."),
            readers=(MANAGER,),
        )
    )


def seal_records(*, election: Election, actor: Actor, now: datetime) -> Election:
    """Hash the archive as it stands and issue the record of it; done again it changes nothing. Outside a transaction.

    Raises Forbidden, NotSealable.
    """
    require(actor, "elections.manage", election.office)
    if election.state != State.PUBLISHED:
        raise NotSealable
    if election.record_number:
        return election
    digest = hashlib.sha256()
    for piece in archive_of(election=election):
        digest.update(piece)
    made = _issued(election, digest.hexdigest(), actor, now)
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        held.record_number, held.archive_sha256 = made.number, digest.hexdigest()
        held.save(update_fields=["record_number", "archive_sha256"])
        detail = {"document": made.number, "sha256": held.archive_sha256}
        record(actor=actor, action="elections.seal_records", target=f"election:{held.uuid}", detail=detail, now=now)
    return held


def _issued(election: Election, digest: str, actor: Actor, now: datetime) -> Document:
    language = pack().languages[0]
    with override(language):
        facts = _facts(election, digest)
        office = Office.objects.get(code=election.office)
        return issue(
            kind=KIND,
            party=Party.office(election.office),
            content={"rows": [list(row) for row in facts.items()]},
            facts=facts,
            language=language,
            actor=actor,
            now=now,
            idempotency_key=f"elections:record:{election.uuid}",
            holder=office.name,
        )


def _facts(election: Election, digest: str) -> dict[str, str]:
    found = results_of(election=election)
    if found is None:
        raise NotSealable
    listed = OverrideList.objects.filter(election=election).first()
    left_out = {gettext("SHA-256 of the list of overridden ballots"): listed.sha256} if listed else {}
    return {
        gettext("Election"): both(election.title, election.title_en),
        gettext("Name on the board"): election.uuid,
        gettext("Voting"): f"{written.moment(election.opens_at)} – {written.moment(election.closes_at)}",
        gettext("Took part"): f"{found.turnout.voted:,} / {found.turnout.voters:,}",
        gettext("SHA-256 of the frozen roll"): election.roll_digest,
        gettext("Hash of the last event"): found.head,
        gettext("SHA-256 of the archive"): digest,
        **left_out,
    }


def hand_to_archive(*, election: Election, file: IO[bytes], actor: Actor, now: datetime) -> None:
    """Write a bag (RFC 8493) of the board, the result and the sealed record into `file`. Raises Forbidden, NotSealed."""
    require(actor, "elections.manage", election.office)
    if not election.record_number:
        raise NotSealed
    document = Document.objects.get(number=election.record_number)
    payload: dict[str, Iterable[bytes]] = {
        f"{election.uuid}.bel": archive_of(election=election),
        "result.json": _result(election),
        "record.pdf": (take_file(document=document, actor=actor, now=now),),
    }
    listed = OverrideList.objects.filter(election=election).first()
    if listed is not None:
        payload[f"{election.uuid}.collected.bel"] = collected_of(listed=listed)
        payload[f"{election.uuid}.overridden.json"] = (listed.text.encode(),)
    info = {
        "Source-Organization": document.issuer,
        "External-Identifier": election.uuid,
        "External-Description": both(election.title, election.title_en),
        "Bagging-Date": now.date().isoformat(),
        "Internal-Sender-Identifier": election.record_number,
    }
    write_bag(file=file, name=election.uuid, payload=payload, info=info)
    with transaction.atomic():
        detail = {"document": election.record_number}
        record(
            actor=actor, action="elections.hand_to_archive", target=f"election:{election.uuid}", detail=detail, now=now
        )


def _result(election: Election) -> Iterator[bytes]:
    found = results_of(election=election)
    yield json.dumps(asdict(found) if found else {}, ensure_ascii=False, indent=2).encode() + b"\n"
