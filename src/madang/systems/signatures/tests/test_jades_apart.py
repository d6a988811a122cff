"""JAdES beside its files: RFC 7515 appendix F, RFC 7797's bare payload, ETSI's sigD; npm's jose checks ours and makes some."""

import base64
import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from django.conf import settings

from madang.systems.signatures.formats.jades import Jades
from madang.systems.signatures.formats.jades_payload import URI, URI_HASH, Apart
from madang.systems.signatures.formats.jws import encode
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.tests.pki import NOW, Authority, Pair
from madang.systems.signatures.tests.reading import PLAN, read, told
from madang.systems.signatures.tests.test_levels import signed
from madang.systems.signatures.usecases.extend_signature import extend_signature
from madang.systems.signatures.usecases.sign_content import Level, NotSignable

SCRIPT = Path(__file__).parent / "jws_apart.mjs"
NOTE = SignedFile(name="note.txt", data="마당에서 만나요.\n".encode())
OTHER = SignedFile(name="note.txt", data=b"other")
PASSED, MISSING = "TOTAL-PASSED None", "INDETERMINATE SIGNED_DATA_NOT_FOUND"
# A changed file breaks the signature's own input; where sigD holds digests, the digest.
BROKEN = {
    Apart.UNNAMED: "TOTAL-FAILED SIG_CRYPTO_FAILURE",
    Apart.BY_NAME: "TOTAL-FAILED SIG_CRYPTO_FAILURE",
    Apart.BY_DIGEST: "TOTAL-FAILED HASH_FAILURE",
}


def jose(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    command = ["node", str(SCRIPT), str(settings.ROOT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.mark.parametrize("encoded", [True, False])
@pytest.mark.parametrize("apart", list(Apart))
def test_a_signature_beside_its_file_passes_and_jose_verifies_it(
    apart: Apart, encoded: bool, authority: Authority, signer: Pair, tmp_path: Path
) -> None:
    form = Jades(files=(NOTE,), apart=apart, encoded=encoded)
    first = form.sign(data=b"", key=signer, at=NOW)
    both = signed(form, first, authority.person(name="Lee Doyun"), authority)
    report = read(both, authority, NOTE)
    assert told(report) == (PASSED, ["file note.txt"] * 2)
    assert {one.level for one in report.signatures} == {"B-LTA"}
    assert told(read(both, authority))[0] == MISSING
    broken = read(both, authority, OTHER)
    assert (told(broken)[0], broken.signatures[0].timestamps[-1].sub_indication) == (BROKEN[apart], "HASH_FAILURE")

    (tmp_path / "signed.json").write_bytes(both)
    (tmp_path / "note.txt").write_bytes(NOTE.data)
    file = () if apart is Apart.BY_DIGEST else (tmp_path / "note.txt",)
    done = jose("check", tmp_path / "signed.json", *file)
    assert done.stdout == b"verified", done.stderr
    (tmp_path / "note.txt").write_bytes(OTHER.data)
    assert apart is Apart.BY_DIGEST or jose("check", tmp_path / "signed.json", *file).returncode != 0


@pytest.mark.parametrize("level", list(Level))
def test_several_files_are_signed_by_their_digests_at_every_level(
    level: Level, authority: Authority, signer: Pair
) -> None:
    form = Jades(files=(NOTE, PLAN), apart=Apart.BY_DIGEST, encoded=False)
    whole = signed(form, b"", signer, authority, level)
    report = read(whole, authority, PLAN, NOTE)
    assert (told(report), report.signatures[0].level) == ((PASSED, ["file note.txt", "file the plan.bin"]), level)
    assert told(read(whole, authority, PLAN))[0] == MISSING
    assert told(read(whole, authority, PLAN, OTHER))[0] == "TOTAL-FAILED HASH_FAILURE"
    header = json.loads(base64.urlsafe_b64decode(json.loads(whole)["signatures"][0]["protected"] + "=="))
    # TS 119 182-1, 5.2.8.3.3: with b64 false the digest is that of the file itself, as sha256sum tells it.
    assert header["sigD"]["hashV"][1] == encode(hashlib.sha256(PLAN.data).digest())
    assert header["crit"] == ["b64", "sigD"]
    if level is Level.LTA:
        more = extend_signature(
            form=form, signed=whole, stamps=authority, sources=authority, anchors=(authority.anchor,)
        )
        assert len(read(more, authority, NOTE, PLAN).signatures[0].timestamps) == 3


@pytest.fixture
def foreign(signer: Pair, tmp_path: Path) -> Any:
    """jose signs a file, or nothing, under a header that names the signer."""
    private = signer.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "key.pem").write_bytes(private)

    def make(data: bytes = b"", **more: object) -> dict[str, Any]:
        header = {
            "alg": "ES256",
            "x5c": [base64.b64encode(one).decode() for one in (signer.certificate, *signer.chain)],
            "x5t#S256": encode(hashlib.sha256(signer.certificate).digest()),
            "iat": int(NOW.timestamp()),
        }
        (tmp_path / "header.json").write_text(json.dumps(header | more))
        (tmp_path / "data").write_bytes(data)
        done = jose("make", tmp_path / "key.pem", tmp_path / "header.json", *((tmp_path / "data",) if data else ()))
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    return make


def test_what_jose_signs_beside_a_file_passes(foreign: Any, authority: Authority) -> None:
    plain, bare = foreign(NOTE.data), foreign(NOTE.data, b64=False, crit=["b64"])
    for one in (plain, bare):
        compact = f"{one['protected']}..{one['signature']}".encode()
        for whole in (json.dumps(one).encode(), compact):
            assert told(read(whole, authority, NOTE)) == (PASSED, ["file note.txt"])
            assert told(read(whole, authority))[0] == MISSING
            assert told(read(whole, authority, OTHER))[0] == "TOTAL-FAILED SIG_CRYPTO_FAILURE"
    # RFC 7797, 6: who overlooks b64 would check other bytes; hence it must be critical.
    assert told(read(json.dumps(bare | {"payload": NOTE.data.decode()}).encode(), authority))[0] == PASSED


def test_what_jose_signs_with_sigd_passes(foreign: Any, authority: Authority) -> None:
    named = foreign(NOTE.data, crit=["sigD"], sigD={"mId": URI, "pars": ["files/note.txt"]})
    assert told(read(json.dumps(named).encode(), authority, NOTE)) == (PASSED, ["file note.txt"])
    digests = [encode(hashlib.sha512(encode(one.data).encode()).digest()) for one in (PLAN, NOTE)]
    sigd = {"mId": URI_HASH, "pars": ["the%20plan.bin", "note.txt"], "hashM": "S512", "hashV": digests}
    whole = foreign(crit=["sigD"], sigD=sigd)
    assert told(read(json.dumps(whole).encode(), authority, NOTE, PLAN)) == (
        PASSED,
        ["file the plan.bin", "file note.txt"],
    )
    both = json.dumps(whole | {"payload": "OTAwMA"}).encode()
    assert told(read(both, authority, NOTE, PLAN))[0] == "TOTAL-FAILED FORMAT_FAILURE"


def test_signatures_that_do_not_agree_on_the_payload_are_not_read(authority: Authority, signer: Pair) -> None:
    """RFC 7797, 3: b64 is the same for all. The text `OTAwMA` would be 9000 to one and itself to the other."""
    inside = json.loads(Jades().sign(data=b"9000", key=signer, at=NOW))
    bare = Jades(files=(SignedFile(name="a", data=b"OTAwMA"),), encoded=False)
    text = json.loads(bare.sign(data=b"", key=signer, at=NOW))
    assert told(read(json.dumps(text | {"payload": "OTAwMA"}).encode(), authority)) == (PASSED, ["payload"])
    mixed = inside | {"signatures": inside["signatures"] + text["signatures"]}
    assert told(read(json.dumps(mixed).encode(), authority))[0] == "TOTAL-FAILED FORMAT_FAILURE"


@pytest.mark.parametrize("encoded", [True, False])
def test_what_is_handed_over_besides_the_files_is_never_left_out_in_silence(
    encoded: bool, authority: Authority, signer: Pair
) -> None:
    for data in (b"a letter", Jades().sign(data=b"a letter", key=signer, at=NOW)):
        with pytest.raises(NotSignable):
            signed(Jades(files=(NOTE,), encoded=encoded), data, signer, authority)
    earlier = Jades(files=(NOTE,)).sign(data=b"", key=signer, at=NOW)
    with pytest.raises(NotSignable):
        signed(Jades(files=(NOTE,), encoded=False), earlier, signer, authority)


def test_bytes_that_could_move_from_one_file_to_the_next_are_told(foreign: Any, authority: Authority) -> None:
    """ObjectIdByURI signs one file after the other as one stream (5.2.8.3.2)."""
    sigd = {"mId": URI, "pars": ["a", "b"]}
    whole = json.dumps(foreign(b"pay 10 00", b64=False, crit=["b64", "sigD"], sigD=sigd)).encode()
    for first, second in ((b"pay 10", b" 00"), (b"pay 1", b"0 00")):
        files = (SignedFile(name="a", data=first), SignedFile(name="b", data=second))
        assert told(read(whole, authority, *files))[0] == "INDETERMINATE SIG_CONSTRAINTS_FAILURE"
    with pytest.raises(NotSignable):
        signed(
            Jades(files=(NOTE, PLAN), apart=Apart.BY_NAME), b"", Pair(private=None, own=authority.root.own), authority
        )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"b64": False}, "TOTAL-FAILED FORMAT_FAILURE"),
        ({"crit": []}, "TOTAL-FAILED FORMAT_FAILURE"),
        ({"crit": ["exp"], "exp": 1}, "TOTAL-FAILED FORMAT_FAILURE"),
        ({"crit": ["sigD"]}, "TOTAL-FAILED FORMAT_FAILURE"),
        ({"sigD": {"mId": URI, "pars": []}}, "TOTAL-FAILED FORMAT_FAILURE"),
        ({"sigD": {"mId": URI, "pars": ["note.txt", "note.txt"]}}, MISSING),
        ({"sigD": {"mId": "http://uri.etsi.org/19182/HttpHeaders", "pars": ["digest"]}}, MISSING),
        ({"sigD": {"mId": URI_HASH, "pars": ["n"], "hashM": "S1", "hashV": ["AA"]}}, "CRYPTO_CONSTRAINTS_FAILURE"),
        ({"sigD": {"mId": URI_HASH, "pars": ["n"], "hashM": "S256", "hashV": []}}, "TOTAL-FAILED FORMAT_FAILURE"),
    ],
)
def test_headers_that_do_not_say_what_is_signed_get_no_pass(
    more: dict[str, object], expected: str, authority: Authority, signer: Pair
) -> None:
    header = {
        "alg": "ES256",
        "x5c": [base64.b64encode(signer.certificate).decode()],
        "x5t#S256": encode(hashlib.sha256(signer.certificate).digest()),
    }
    protected = encode(json.dumps(header | more).encode())
    whole = json.dumps({"protected": protected, "signature": encode(b"\x01" * 64)}).encode()
    assert told(read(whole, authority, NOTE))[0].endswith(expected)
