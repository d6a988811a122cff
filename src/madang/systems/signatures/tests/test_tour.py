"""The tour leaves what its promise names, and openssl agrees with each file."""

import json
import shlex
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from madang.framework.identity.models import Office
from madang.framework.law import pack
from madang.framework.values import clock
from madang.systems.signatures.tests.conftest import openssl
from madang.systems.signatures.tour import tour
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.service_names import trust_services
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

FILES = {"root.pem", "chain.pem", "leaf.pem", "crl.pem", "ocsp.der", "ocsp-request.der", "document.txt", "document.tsr"}
SIGNED = {"pades-b-lta.pdf", "xades.xml", "cades.p7s", "jades.json", "report.json"}


@pytest.mark.django_db
def test_openssl_agrees_with_what_the_tour_leaves(tmp_path: Path) -> None:
    # By name, as the site loads it: systems do not import each other.
    load = import_module("madang.systems.population.demo").load_demo
    load(country=pack().code, population=20, now=clock.now(), progress=lambda *_told: None)
    Office.objects.create(code=str(trust_services()["office"]), name="행정안전부", name_en="Ministry")
    steps = list(tour(out=tmp_path))
    assert any("Verification: OK" in step for step in steps)
    assert {path.name for path in tmp_path.iterdir()} >= FILES
    assert {path.name for path in tmp_path.iterdir()} >= SIGNED
    two_signed(tmp_path)
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert {name: one["indication"] for name, one in report.items()} == dict.fromkeys(
        sorted(SIGNED - {"report.json"}), "TOTAL-PASSED"
    )
    # A newcomer with the folder alone follows what lies in it.
    told = [shlex.split(line) for line in (tmp_path / "how-to-check.txt").read_text().splitlines()[1:] if line]
    assert [line[0] for line in told] == ["openssl", "openssl", "openssl", "openssl", "xmlsec1", "pdfsig"]
    for line in told:
        done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    assert (tmp_path / "signed.txt").read_text().strip() == (tmp_path / "document.txt").read_text().strip()
    good = openssl("verify", "-crl_check", "-CAfile", "root.pem", "-CRLfile", "crl.pem", "-untrusted", "chain.pem",
                   "leaf.pem", folder=tmp_path)  # fmt: skip
    assert good.stdout.strip() == "leaf.pem: OK"
    status = openssl("ocsp", "-respin", "ocsp.der", "-issuer", "chain.pem", "-cert", "leaf.pem", "-CAfile", "root.pem",
                     "-verify_other", "chain.pem", folder=tmp_path)  # fmt: skip
    assert "leaf.pem: good" in status.stdout
    stamp = ("ts", "-verify", "-in", "document.tsr", "-CAfile", "root.pem", "-untrusted", "chain.pem", "-data")
    assert openssl(*stamp, "document.txt", folder=tmp_path).returncode == 0
    (tmp_path / "forged.txt").write_text("The courtyard was closed.\n")
    assert openssl(*stamp, "forged.txt", folder=tmp_path).returncode != 0


def two_signed(folder: Path) -> None:
    """Ara and Bora signed one document, each by their own device."""
    two = validate_signatures(
        data=(folder / "two-signers.pdf").read_bytes(),
        anchors=own_anchors(),
        sources=OwnServices(now=clock.now()),
        now=clock.now(),
    )
    assert [(one.signer, one.indication) for one in two.signatures] == [
        ("Ara", "TOTAL-PASSED"),
        ("Bora", "TOTAL-PASSED"),
    ]
