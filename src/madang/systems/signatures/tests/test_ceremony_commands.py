"""The ceremonies as people hold them, without database: `./madang signatures ceremony …`, read by openssl."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.utils import translation

from madang.framework.identity.actor import system_actor
from madang.framework.values import clock
from madang.systems.signatures.commands import command
from madang.systems.signatures.models import Authority
from madang.systems.signatures.tests.conftest import PARTIES, list_pem, openssl, pem
from madang.systems.signatures.usecases.hold_offline_ceremony import Plan, RecordBroken, begin, read_record
from madang.systems.signatures.usecases.install_authority import install_authority
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate
from madang.systems.signatures.usecases.publish_crl import latest_list
from madang.systems.signatures.usecases.refusals import RequestRefused

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Run:
    """The system's commands in an empty folder; whatever asks the database meanwhile fails."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "MADANG_KEYS", tmp_path / "keys")

    def call(*arguments: str, typed: str = "") -> Result:
        with django_db_blocker.block(), translation.override("en"):
            return CliRunner().invoke(command, ["ceremony", *arguments], input=typed)

    return call


def launched(*arguments: str, folder: Path) -> str:
    """What `./madang signatures ceremony …` says in a process of its own; nothing listens where its settings say."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MADANG_", "DATABASE_"))}
    environment |= {
        "MADANG_VAR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "madang.site.settings.test",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    whole = [sys.executable, "-m", "madang.site.cli", "signatures", "ceremony", *arguments]
    return subprocess.run(whole, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


def shares(*places: int) -> list[str]:
    return [part for place in places for part in ("--share", f"shares/share-{place}.txt")]


def test_a_root_is_made_signs_and_revokes_without_database_and_its_authority_works(
    run: Run, tmp_path: Path, db: None
) -> None:
    people = [part for name in ("Ahn", "Baek", "Cha") for part in ("--custodian", name)]
    begun = ("begin", "--at", "root", *people, "--threshold", "2", "--public-url", "https://trust.example")
    assert "The root is made" in launched(*begun, "--shares-in", "shares", folder=tmp_path)
    with pytest.raises(FileExistsError):
        begin(at=tmp_path / "root", plan=Plan(custodians=("A", "B"), threshold=2, public_url=""), now=clock.now())
    label = run("request", "--out", "request.pem").stdout.split("label is ")[1].split(":")[0]
    assert "verify OK" in openssl("req", "-verify", "-noout", "-in", "request.pem", folder=tmp_path).stderr

    sign = ("sign", "--at", "root", "--request", "request.pem", "--out", "carried.json")
    alone = run(*sign, *shares(3), *shares(3))
    assert alone.exit_code == 1
    assert "At least 2 custodians" in alone.stderr
    assert "Signed." in run(*sign, *shares(3, 1)).stdout
    record = run("record", "--at", "root").stdout
    assert "Present with their shares: Cha, Ahn" in record
    assert (tmp_path / "shares" / "share-1.txt").read_text().strip() not in record
    assert not [path for path in (tmp_path / "root").iterdir() if b"PRIVATE KEY" in path.read_bytes()]

    carried = (tmp_path / "carried.json").read_bytes()
    actor, now = system_actor("test"), clock.now()
    with pytest.raises(RequestRefused):
        install_authority(carried=carried.replace(b'"number": 1', b'"numb": 1'), label=label, actor=actor, now=now)
    authority = install_authority(carried=carried, label=label, actor=actor, now=now)
    leaf = issue_certificate(
        wanted=Wanted(profile="person", party=PARTIES["person"], name="이하나"), actor=actor, now=now
    )
    _openssl_verifies(tmp_path, authority, bytes(leaf.der))
    _the_root_revokes(run, tmp_path, authority)


def _openssl_verifies(folder: Path, authority: Authority, leaf: bytes) -> None:
    lists = [latest_list(authority=one) for one in (authority, authority.parent)]
    (folder / "lists.pem").write_bytes(list_pem(*(one.der for one in lists)))
    (folder / "chain.pem").write_bytes(pem(authority.certificate))
    (folder / "leaf.pem").write_bytes(pem(leaf))
    check = ("verify", "-x509_strict", "-CAfile", "root/root.pem", "-untrusted", "chain.pem", "-crl_check_all")
    assert "leaf.pem: OK" in openssl(*check, "-CRLfile", "lists.pem", "leaf.pem", folder=folder).stdout


def _the_root_revokes(run: Run, folder: Path, authority: Authority) -> None:
    """With shares that two custodians type; the record shows it, and shows when somebody wrote in it."""
    serial = openssl("x509", "-in", "chain.pem", "-noout", "-serial", folder=folder).stdout.strip().split("=")[1]
    typed = [(folder / "shares" / f"share-{place}.txt").read_text() for place in (1, 2)]
    done = run("list", "--at", "root", "--out", "l.pem", "--revoke", serial, typed="".join(["2\n", *typed]))
    assert typed[0].strip() not in done.stdout
    assert "Signed." in done.stdout
    told = openssl("verify", "-CAfile", "root/root.pem", "-crl_check", "-CRLfile", "l.pem", "chain.pem", folder=folder)
    assert "certificate revoked" in told.stderr
    path = folder / "root" / "record.txt"
    path.write_text(path.read_text().replace("Cha", "Choi"))
    with pytest.raises(RecordBroken):
        read_record(at=folder / "root")
