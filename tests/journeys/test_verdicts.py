"""What a verifier is told in the browser: altered, of another document, revoked, replaced, expired, unknown, each apart."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.conftest import Site, surroundings

Visit = Callable[..., Page]
Axe = Callable[[Page], list[str]]

# On the served demo's own books and keys: papers whose days no browser can bring about.
ISSUE = """
import json, sys, pathlib
import django; django.setup()
from datetime import timedelta
from madang.framework.documents import DocumentKind, issue, keeping, register, reissue, revoke
from madang.framework.documents.tests.conftest import CONTENT, FACTS, HANA
from madang.framework.identity.actor import system_actor
from madang.framework.values import clock
register(DocumentKind(code="test.residence", title="초본", template="documents/plain.typ", office="3000000", valid_days=90))
actor, now = system_actor("test"), clock.now()
def made(days=0):
    return issue(kind="test.residence", party=HANA, content=CONTENT, facts=FACTS, language="ko", actor=actor,
                 now=now - timedelta(days=days))
papers = {"genuine": made(), "other": made(), "expired": made(100), "replaced": made(), "revoked": made()}
new = reissue(document=papers["replaced"], content=CONTENT, facts=FACTS, actor=actor, now=now)
revoke(document=papers["revoked"], reason="Issued for the wrong person", actor=actor, now=now)
folder = pathlib.Path(sys.argv[1])
for name, document in papers.items():
    (folder / f"{name}.pdf").write_bytes(keeping.read(sha256=document.sha256))
print(json.dumps({name: document.number for name, document in papers.items()} | {"new": new.number}))
"""
TELLS = {
    "genuine": ("is-success", "This document is genuine", ""),
    "expired": ("is-warning", "This document has expired", ""),
    "replaced": ("is-warning", "This document was replaced", "{new}"),
    "revoked": ("is-danger", "This document was revoked", "Issued for the wrong person"),
}


@pytest.fixture(scope="module")
def papers(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    """The numbers of five papers by what has become of them, and the folder with their files and pictures."""
    folder = tmp_path_factory.mktemp("papers")
    done = subprocess.run(
        [sys.executable, "-c", ISSUE, str(folder)],
        env=surroundings(database=site.database, var=site.var),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1]), folder


def picture(pdf: Path) -> Image.Image:
    """The page as poppler prints it."""
    program = shutil.which("pdftoppm")
    assert program, "apt-get install poppler-utils"
    subprocess.run([program, "-r", "200", "-png", "-singlefile", str(pdf), str(pdf.with_suffix(""))], check=True)
    return Image.open(pdf.with_suffix(".png")).convert("L")


def verdict(page: Page) -> tuple[str, str]:
    """The tone and the words of what the page says."""
    told = page.locator(".m-verdict")
    return told.get_attribute("class") or "", told.inner_text()


def upload(page: Page, file: Path) -> tuple[str, str]:
    page.goto("/verify/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload and verify").click()
    return verdict(page)


@pytest.mark.parametrize("name", TELLS)
def test_what_became_of_a_paper_is_told_by_number_and_by_file(
    visit: Visit, axe: Axe, papers: tuple[dict[str, str], Path], name: str
) -> None:
    numbers, folder = papers
    tone, headline, detail = TELLS[name]
    page = visit("/verify/", language="en")
    page.fill("[name=number]", numbers[name])
    page.get_by_role("button", name="Verify", exact=True).click()
    for found in (verdict(page), upload(page, folder / f"{name}.pdf")):
        assert tone in found[0]
        assert found[1].startswith(headline)
        assert detail.format(**numbers) in found[1]
    assert axe(page) == []


@pytest.mark.parametrize("place", [100, 20_000, -3_000, -2])
def test_one_altered_byte_is_told(
    visit: Visit, papers: tuple[dict[str, str], Path], place: int, tmp_path: Path
) -> None:
    _numbers, folder = papers
    data = bytearray((folder / "genuine.pdf").read_bytes())
    data[place] ^= 1
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(bytes(data))
    tone, words = upload(visit("/verify/", language="en"), altered)
    assert "is-danger" in tone
    assert words.startswith("This document was altered")


def test_the_code_of_another_paper_is_told_with_and_without_a_network(
    visit: Visit, axe: Axe, papers: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    numbers, folder = papers
    paper, other = picture(folder / "genuine.pdf"), picture(folder / "other.pdf")
    half = paper.height // 2
    paper.paste(other.crop((0, half, paper.width, paper.height)), (0, half))
    pasted = tmp_path / "pasted.png"
    paper.save(pasted)
    page = visit("/verify/", language="en")
    tone, words = upload(page, pasted)
    assert "is-danger" in tone
    assert words.startswith("This belongs to another document")
    assert axe(page) == []
    page.goto("/verify/offline/")
    expect(page.locator("#offline-state")).to_contain_text("Ready", timeout=20_000)
    page.context.set_offline(True)
    page.locator("#photo").set_input_files(pasted)
    expect(page.locator("#offline-result")).to_have_attribute("data-outcome", "good", timeout=30_000)
    # Without a network the signed facts are shown: they are the other paper's, to compare with what is printed.
    facts = page.locator("#offline-facts").inner_text()
    assert numbers["other"] in facts
    assert numbers["genuine"] not in facts


def test_a_number_that_nobody_issued_is_told(visit: Visit) -> None:
    page = visit("/verify/?number=madang-ABCD-EFGH-JKMN-PQRS-T", language="en")
    tone, words = verdict(page)
    assert "is-danger" in tone
    assert words.startswith("No such document was issued")
