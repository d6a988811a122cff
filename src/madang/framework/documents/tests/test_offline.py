"""Verifying without a network: the command line, the script of the page in Node, the page itself in Chromium."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from madang.framework.documents import Document
from madang.framework.documents.seal import keys
from madang.framework.documents.tests.test_verify import as_file, picture

Make = Callable[..., Document]
File = Callable[[Document], bytes]

SCRIPT = """
import { verify, isWhole } from %s;
import { readFileSync } from "node:fs";
const { texts, keySet } = JSON.parse(readFileSync(0));
const answers = [];
for (const text of texts) {
  try {
    const statement = await verify(text, keySet);
    answers.push({ ...statement, digest: null, whole: await isWhole(statement) });
  } catch (error) {
    answers.push({ refused: error.constructor.name });
  }
}
console.log(JSON.stringify(answers));
"""


def in_node(texts: list[str]) -> list[dict[str, object]]:
    """What the page's script makes of the texts."""
    script = SCRIPT % json.dumps(Path(finders.find("documents/statement.js")).as_uri())
    asked = json.dumps({"texts": texts, "keySet": keys.key_set()})
    run = subprocess.run(
        [shutil.which("node") or "node", "--input-type=module", "-e", script],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


def test_the_pages_script_reads_what_was_signed_and_refuses_what_was_changed(made: Make) -> None:
    document = made()
    text = document.statement
    place = len(text) // 2
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    good, *bad = in_node([text, changed, "MD1:", "MD1:ABC", "HC1:" + text, text[:-3], "MD1:" + ":" * 90])
    assert good["number"] == document.number
    assert dict(good["facts"]) == dict(document.facts)
    assert (good["holder"], good["title"], good["issuer"], good["whole"]) == (
        "김하나",
        "주민등록표 초본",
        "서울특별시 종로구",
        True,
    )
    assert good["validUntil"] == "2026-09-06T15:00:00.000Z"
    assert all("refused" in answer for answer in bad)


def test_the_pages_script_tells_that_facts_are_left_out(made: Make) -> None:
    many = {f"사실 {index}": "가나다라마바사아자차카타파하" * 2 for index in range(20)}
    (answer,) = in_node([made(facts=many).statement])
    assert answer["whole"] is False


def test_the_command_line_verifies_a_photograph(made: Make, file: File, tmp_path: Path) -> None:
    document = made()
    (tmp_path / "photo.jpg").write_bytes(as_file(picture(file(document), tmp_path)))
    (tmp_path / "key.pem").write_text(keys.pem(use="statement"))
    command = [sys.executable, "-m", "madang.framework.documents.offline", tmp_path / "photo.jpg", tmp_path / "key.pem"]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": "src", "PYTHONUTF8": "1"}
    )
    assert run.returncode == 0, run.stderr
    for value in (document.number, "김하나", "서울특별시 종로구 세종대로 209"):
        assert value in run.stdout


def test_the_command_line_tells_a_strangers_key_and_an_empty_photograph(made: Make, file: File, tmp_path: Path) -> None:
    from PIL import Image

    from madang.framework.documents.offline import verify_photo

    photo = as_file(picture(file(made()), tmp_path))
    # The example key of RFC 7515, appendix A.3, as PEM: not ours.
    strangers = (
        b"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7\n"
        b"6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==\n-----END PUBLIC KEY-----\n"
    )
    assert verify_photo(photo=photo, pem=strangers).signed is False
    assert verify_photo(photo=as_file(Image.new("L", (300, 300))), pem=strangers).signed is None
    with pytest.raises(ValueError, match="P-256"):
        verify_photo(photo=photo, pem=b"nothing")
