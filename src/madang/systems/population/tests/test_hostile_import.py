"""Whatever a file holds, the import ends: each line is taken or refused with a reason, and the register stays sound."""

from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.bulk.models import Import
from madang.framework.bulk.usecases import run_import
from madang.systems.population.formats.register_csv import COLUMNS, heading, write_rows
from madang.systems.population.models import Person
from madang.systems.population.tests.test_import import row, start

pytestmark = pytest.mark.django_db
LIBERAL = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
ODD = st.text(max_size=30) | st.sampled_from(
    [
        *(
            "\0",
            "\ud7ff",
            '"',
            '""',
            "'",
            "\\N",
            "\\.",
            "=1+1",
            "１９８０-01-01",
            "0000-00-00",
            "9999-12-31",
            "2020-02-30",
        ),
        *("\u202e가", "🏛" * 20, "-", "nan"),
    ]
)


def ended(path: Path, data: bytes, now) -> Import:
    """The import of these bytes, and nothing of it left."""
    path.write_bytes(data)
    with transaction.atomic():
        imported = run_import(key=start(path, now).key, now=lambda: now)
        assert imported.state in {"done", "failed"}
        assert imported.state == "done" or imported.failure
        assert Person.objects.count() == imported.accepted
        lines = set(imported.refused_rows.values_list("line", flat=True))
        assert all(imported.refused_rows.values_list("says", flat=True))
        assert len(lines) == len({line for line in lines if 1 <= line <= data.count(b"\n") + 1})
        transaction.set_rollback(True)
    return imported


# Few files of many rows: what a file costs is the import and not its rows.
@settings(LIBERAL, max_examples=12)
@given(
    changes=st.lists(
        st.dictionaries(st.sampled_from(sorted(COLUMNS)), ODD, min_size=1, max_size=3), min_size=1, max_size=12
    ),
    encoding=st.sampled_from(["utf-8-sig", "cp949"]),
)
def test_odd_values_in_a_sound_row_are_taken_or_refused(tmp_path, now, changes, encoding) -> None:
    odd = [row(place, **change) for place, change in enumerate(changes, start=2)]
    data = write_rows([row(1), *odd]).encode(encoding, "replace")
    imported = ended(tmp_path / "odd.csv", data, now)
    assert imported.state == "done"


@LIBERAL
@given(data=st.binary(min_size=1, max_size=400), headed=st.booleans())
def test_bytes_of_any_kind_end_in_a_report(tmp_path, now, data, headed) -> None:
    ended(tmp_path / "bytes.csv", (heading().encode() + b"\r\n" if headed else b"") + data, now)


def test_a_line_without_an_end_is_no_register(tmp_path, now) -> None:
    imported = ended(tmp_path / "endless.csv", heading().encode() + b"\n" + b"a" * 5_000_000, now)
    assert (imported.state, imported.accepted) == ("failed", 0)
