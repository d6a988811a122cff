"""The trust list is what TS 119 612 says, and xmlsec1 verifies its signature up to the root."""

import dataclasses
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pyhanko.generated.etsi.ts_119612 import TrustServiceStatusList
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.serializers import XmlSerializer

from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.formats.trust_list import DEPRECATED, NAMESPACE, RECOGNISED
from madang.systems.signatures.tests.conftest import OFFICIAL, pem
from madang.systems.signatures.usecases.found_authority import found_authority
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.issue_certificate import current_authority
from madang.systems.signatures.usecases.publish_trust_list import publish_trust_list
from madang.systems.signatures.usecases.refusals import NotThisStatus
from madang.systems.signatures.usecases.renew_root_list import revoke_authority

E = {"t": NAMESPACE}


def xmlsec(folder: Path) -> subprocess.CompletedProcess[str]:
    """What xmlsec1 says of list.xml."""
    command = ["xmlsec1", "--verify", "--trusted-pem", "root.pem", "--id-attr:Id", "SignedProperties", "list.xml"]  # fmt: skip
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_xmlsec_verifies_the_list_and_finds_a_change(services: Services, tmp_path: Path) -> None:
    answer = Client().get("/signatures/trust-list.xml")
    assert answer["Content-Type"] == "application/vnd.etsi.tsl+xml"
    (tmp_path / "root.pem").write_bytes(pem(services.root.certificate))
    (tmp_path / "list.xml").write_bytes(answer.content)
    good = xmlsec(tmp_path)
    assert good.returncode == 0, good.stderr
    (tmp_path / "list.xml").write_bytes(answer.content.replace(b"recognisedatnational", b"deprecatedatnational", 1))
    assert xmlsec(tmp_path).returncode != 0


def test_the_list_names_each_service_with_its_status(services: Services, now: datetime) -> None:
    root = etree.fromstring(publish_trust_list(now=now))
    kinds = [one.rsplit("/", 1)[-1] for one in root.xpath("//t:ServiceTypeIdentifier/text()", namespaces=E)]
    assert sorted(kinds) == ["OCSP", "PKC", "PKC", "TSA"]
    assert set(root.xpath("//t:ServiceStatus/text()", namespaces=E)) == {RECOGNISED}
    # TS 119 612, 5.3: the order of what a scheme says of itself.
    told = [etree.QName(one).localname for one in root[0]]
    assert told[:4] == ["TSLVersionIdentifier", "TSLSequenceNumber", "TSLType", "SchemeOperatorName"]
    assert told[-2:] == ["ListIssueDateTime", "NextUpdate"]


def test_a_revoked_authority_is_deprecated_and_another_takes_its_place(services: Services, now: datetime) -> None:
    before = int(etree.fromstring(publish_trust_list(now=now)).findtext(".//t:TSLSequenceNumber", namespaces=E))
    old, shares, later = services.authority, services.shares[:3], now + timedelta(hours=1)
    found_authority(root=services.root, shares=shares, actor=OFFICIAL, now=now + timedelta(minutes=1))
    listed = revoke_authority(authority=old, shares=shares, reason=Reason.CA_COMPROMISE, actor=OFFICIAL, now=later)
    assert listed.entries == 1
    assert current_authority(now=later) != old
    root = etree.fromstring(publish_trust_list(now=later))
    assert DEPRECATED in root.xpath("//t:ServiceStatus/text()", namespaces=E)
    assert int(root.findtext(".//t:TSLSequenceNumber", namespaces=E)) > before
    with pytest.raises(NotThisStatus):
        revoke_authority(authority=old, shares=shares, reason=Reason.CA_COMPROMISE, actor=OFFICIAL, now=later)


def lacking(value: Any, where: str) -> Iterator[str]:
    """What the schema asks for and the list does not have."""
    for field in dataclasses.fields(value):
        held, asked = getattr(value, field.name), field.metadata
        several = held if isinstance(held, list | tuple) else [held]
        if (asked.get("required") and held is None) or len(several) < asked.get("min_occurs", 0):
            yield f"{where}.{field.name}"
        for one in several:
            if dataclasses.is_dataclass(one):
                yield from lacking(one, f"{where}.{field.name}")


def test_the_list_is_what_the_schema_of_the_standard_says(services: Services, now: datetime) -> None:
    """The XSD of TS 119 612 as pyHanko's classes carry it: no element it does not know, none missing, all in its order."""
    whole_list = etree.fromstring(publish_trust_list(now=now))
    # The classes know an older XAdES; the signature is xmlsec1's to check, above.
    whole_list.remove(whole_list.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    data = etree.tostring(whole_list)
    config = ParserConfig(
        fail_on_unknown_properties=True, fail_on_unknown_attributes=True, fail_on_converter_warnings=True
    )
    read = XmlParser(config=config).from_bytes(data, TrustServiceStatusList)
    assert list(lacking(read, "list")) == []
    again = XmlSerializer().render(read).encode()
    orders = [[one.tag for one in etree.fromstring(whole).iter(f"{{{NAMESPACE}}}*")] for whole in (data, again)]
    assert orders[0] == orders[1]
    assert len(orders[0]) > 40
