"""A file of reports: read, checked whole, and kept where its reporter says so."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from madang.contracts.population_v1 import FindPerson
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit.purposes import declare
from madang.framework.bulk.kinds import Chunk, ImportKind, Outcome, RowFault
from madang.framework.bulk.models import Import
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.protect import blind_index, blind_indexes
from madang.framework.storage.storing import read_blob
from madang.framework.values import Refusal
from madang.systems.tax.domain.filing import fact_names
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.formats.reports_csv import NotReports, ReportRow, read_blocks
from madang.systems.tax.models import KnownNumber, Report, ReportUpload
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.returns.keep_reports import keep_upload

KIND = "tax.reports"
NUMBER = "tax.reported_number"
FINDING = declare(gettext_noop("Finding whom a report to the tax office names"))


class NoReports(Refusal):
    """The first line does not name the columns."""

    code = "tax.report.no_heading"
    says = gettext_lazy(
        "The first line of the file must be: resident_number,kind,amount. Export it again as CSV in UTF-8."
    )
    status = 422


def kind() -> ImportKind:
    """Files of reports, as the framework's imports run them."""
    return ImportKind(
        code=KIND, title=gettext_lazy("Reports to the tax office"), read=_read, load=_load, size=_size, finish=_finish
    )


def says(code: str) -> str:
    """What a fault means and what to do."""
    sentences = {
        "too_long": _("The line is longer than any report. Write one person and one kind a line."),
        "unreadable": _("The line is no text in UTF-8. Export the file again."),
        "columns": _("The line has not three fields. Write the number, the kind and the amount."),
        "number": _("The resident number has not the form of one. Compare it with the person's card."),
        "person": _("Nobody has this resident number. Compare it with the person's card."),
        "kind": _("The kind is none that is reported. Choose one of the list."),
        "amount": _("The amount is no whole amount. Write digits without separators."),
        "negative": _("The amount is less than nothing. Report what is right in a correction round instead."),
        "absurd": _("The amount is larger than any that can be true."),
        "twice": _("The file tells this person and kind twice. Leave one line."),
    }
    return sentences[code]


def _source(source: str) -> bytes:
    return read_blob(source.partition(":")[2])


def _size(source: str) -> int:
    return len(_source(source))


def _read(*, source: str, state: dict[str, Any], position: int, line: int) -> Iterator[Chunk]:
    """Chunks of (line, person, kind, minor). Whom a number names is asked here, outside the transaction that writes."""
    here = pack()
    try:
        for block in read_blocks(
            _source(source),
            position=position,
            line=line,
            kinds=frozenset(fact_names(tax=Tax.INCOME)),
            digits=here.currency_digits,
            number_length=here.identity_number.length,
        ):
            people = _people({row.resident_number for row in block.rows})
            faults = [*block.faults]
            rows = [
                (row.line, people[row.resident_number], row.kind, row.amount)
                for row in block.rows
                if people[row.resident_number]
            ]
            told = [_fault(fault.line, fault.place, fault.code) for fault in faults]
            told += [_unknown(row) for row in block.rows if not people[row.resident_number]]
            yield Chunk(
                rows=rows, position=block.position, line=block.line, unreadable=tuple(sorted(told, key=_by_line))
            )
    except NotReports:
        raise NoReports from None


def _by_line(fault: RowFault) -> int:
    return fault.line


def _unknown(row: ReportRow) -> RowFault:
    return _fault(row.line, "resident_number", "person")


def _fault(line: int, place: str, code: str) -> RowFault:
    return RowFault(line=line, place=place, code=f"tax.report.{code}", says=says(code))


def _people(numbers: set[str]) -> dict[str, str]:
    """The register's key of each number; empty where nobody has it. The register is asked once a number, ever."""
    indexes = {index: number for number in numbers for index in blind_indexes(number, NUMBER)}
    rows = KnownNumber.objects.filter(blind_index__in=list(indexes))
    found = {indexes[bytes(row.blind_index)]: row.person for row in rows}
    for number in sorted(numbers - set(found)):
        found[number] = _asked(number)
    return found


def _asked(number: str) -> str:
    asking = Asking(
        system=SYSTEM,
        actor=system_actor("tax.reports"),
        purpose=FINDING,
        basis=legal_basis(asker=SYSTEM, question=FindPerson),
    )
    people = ask(FindPerson(resident_number=number, limit=1), asking).people
    person = (people[0].key or "") if people else ""
    if person:
        KnownNumber.objects.get_or_create(blind_index=blind_index(number, NUMBER), defaults={"person": person})
    return person


def _load(*, chunk: Chunk, imported: Import, now: datetime) -> Outcome:
    """Writes the good rows; they do not count yet."""
    upload = ReportUpload.objects.select_related("reporter").get(key=imported.key)
    pairs = {(person, fact) for _line, person, fact, _minor in chunk.rows}
    before = set(
        Report.objects.filter(upload=upload, person__in={person for person, _fact in pairs}).values_list(
            "person", "kind"
        )
    )
    good, refused = [], []
    for line, person, fact, minor in chunk.rows:
        if (person, fact) in before:
            refused.append(_fault(line, "", "twice"))
            continue
        before.add((person, fact))
        good.append(_report(upload, line, person, fact, minor, now))
    Report.objects.bulk_create(good)
    return Outcome(accepted=len(good), refused=tuple(refused))


def _report(upload: ReportUpload, line: int, person: str, fact: str, minor: int, now: datetime) -> Report:
    return Report(
        number=f"P{upload.year}-{upload.pk}-{line}",
        reporter=upload.reporter,
        upload=upload,
        person=person,
        kind=fact,
        year=upload.year,
        minor=minor,
        currency=pack().currency,
        round=upload.round,
        reported_at=now,
    )


def _finish(*, imported: Import, now: datetime) -> None:
    """A file without a fault counts at once; any other waits for its reporter."""
    upload = ReportUpload.objects.select_for_update().get(key=imported.key)
    if imported.refused:
        upload.state = ReportUpload.State.WAITING
        upload.save(update_fields=["state"])
        return
    keep_upload(upload=upload, actor=system_actor("tax.reports"), now=now)
