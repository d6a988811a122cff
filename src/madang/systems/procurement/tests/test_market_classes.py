"""The list of UNSPSC: the published spellings, and what an import changes on the pages."""

from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as some

from madang.framework.identity.actor import system_actor
from madang.framework.identity.may import Forbidden
from madang.framework.values import clock
from madang.systems.procurement.commands import command
from madang.systems.procurement.formats.unspsc_file import NotUnspsc, read_unspsc
from madang.systems.procurement.models import ProductClass
from madang.systems.procurement.tests.disclosure_rows import tender
from madang.systems.procurement.tests.supply_world import BUYER
from madang.systems.procurement.usecases.market.import_classes import import_classes
from madang.systems.procurement.usecases.market.law import class_titles, classes

# The columns and the rows of the example that onetcenter.org's dictionary of the database prints ("UNSPSC Reference").
ONET = (
    "Commodity Code\tCommodity Title\tClass Code\tClass Title\tFamily Code\tFamily Title\tSegment Code\tSegment Title\n"
    "43232104\tWord processing software\t43232100\tContent authoring and editing software\t43230000\tSoftware"
    "\t43000000\tInformation Technology Broadcasting and Telecommunications\n"
    "12131704\tExplosive initiators\t12131700\tIgniters\t12130000\tExplosive materials\t12000000\tChemicals\n"
)
# The columns of UNSPSC's own list, under a line that names its version.
OWN = (
    "\ufeffUNSPSC,,,,,,,\r\nKey,Segment,Segment Title,Segment Definition,Family,Family Title,Class,Class Title,Commodity,"
    'Commodity Title\r\n1,43000000,"Information Technology, Broadcasting",,43210000,Computers,43211500,Computers,43211503,'
    "Notebook computers\r\n"
)


def test_both_published_spellings_are_read() -> None:
    found = read_unspsc(data=ONET.encode())
    assert found["43232104"] == "Word processing software"
    assert (found["12131700"], found["12000000"]) == ("Igniters", "Chemicals")
    assert len(found) == 8
    assert read_unspsc(data=OWN.encode()) == {
        "43000000": "Information Technology, Broadcasting",
        "43210000": "Computers",
        "43211500": "Computers",
        "43211503": "Notebook computers",
    }


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"code,title\n43000000,x", ONET.encode()[:150], ONET.replace("43232104", "4323210").encode()],
)
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(NotUnspsc):
        read_unspsc(data=data)


@settings(max_examples=80, deadline=None)
@given(
    some.binary(max_size=300) | some.text(max_size=200).map(lambda rest: (ONET[:100] + rest).encode("utf-8", "replace"))
)
def test_no_file_does_more_than_be_refused(data: bytes) -> None:
    with suppress(NotUnspsc):
        assert read_unspsc(data=data)


@pytest.mark.django_db
def test_what_was_imported_is_shown_and_chosen() -> None:
    now, importer = clock.now(), system_actor("procurement.import_unspsc")
    assert class_titles(code="12131704") == {}
    assert "43232100" not in classes()
    with pytest.raises(Forbidden):
        import_classes(data=ONET.encode(), language="en", actor=BUYER, now=now)
    assert import_classes(data=ONET.encode(), language="en", actor=importer, now=now) == 8
    assert class_titles(code="12131704") == {"en": "Explosive initiators"}
    assert class_titles(code="12131799") == {"en": "Igniters"}, "the nearest wider one"
    assert classes()["43232100"] == {"en": "Content authoring and editing software"}, (
        "suppliers register for software (4323)"
    )
    assert "12131700" not in classes()
    own = ONET.replace("Word processing software", "워드프로세서")
    assert import_classes(data=own.encode(), language="ko", actor=importer, now=now) == 8
    assert ProductClass.objects.get(code="43232104").titles == {"en": "Word processing software", "ko": "워드프로세서"}
    made = tender("T1")
    made.lots.get().items.update(unspsc="43232104")
    page = Client(headers={"accept-language": "en"}).get(f"/procurement/tenders/{made.number}/").content.decode()
    assert "43232104 Word processing software" in page


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    ran = CliRunner().invoke(command, ["import-unspsc", str(tmp_path / "missing.csv")])
    assert ran.exit_code == 2
    assert "missing.csv" in ran.stderr
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    ran = CliRunner().invoke(command, ["import-unspsc", str(tmp_path / "other.csv")], obj=nullcontext)
    assert ran.exit_code == 1
    assert "other.csv was not imported" in ran.stderr
