"""What attackers do to signed files, and the verdict that each attempt gets; nothing of it passes and nothing crashes."""

import base64
import hashlib
import hmac
import io
import json
import re

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from madang.systems.signatures.domain.validation.indications import Indication
from madang.systems.signatures.domain.validation.report import Report
from madang.systems.signatures.formats.jws import encode
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.tests.files import CONTENT, FORMATS, fresh
from madang.systems.signatures.tests.pki import NOW, Authority, Pair
from madang.systems.signatures.tests.test_levels import LATER, report, signed
from madang.systems.signatures.usecases.sign_content import Level
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

ANOTHER = (SignedFile(name="", data=b"another"),)
DS = "{http://www.w3.org/2000/09/xmldsig#}"


def verdict(found: Report) -> str:
    return f"{found.indication} {found.sub_indication}"


def made(name: str, key: Pair, authority: Authority, level: Level = Level.B) -> bytes:
    form, data = fresh(name)
    return signed(form, data, key, authority, level)


@pytest.mark.parametrize("name", FORMATS)
def test_a_truncated_file_is_not_read(name: str, authority: Authority, signer: Pair) -> None:
    whole = made(name, signer, authority)
    for cut in (1, len(whole) // 3, len(whole) * 9 // 10):
        assert verdict(report(whole[:cut], authority)) == "TOTAL-FAILED FORMAT_FAILURE"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), value=st.integers(0, 255), name=st.sampled_from(FORMATS))
def test_no_changed_byte_crashes_or_turns_a_failure_into_a_pass(
    place: int, value: int, name: str, authority: Authority, signer: Pair
) -> None:
    whole = bytearray(made(name, signer, authority))
    # The content is another one, so that whatever byte is changed besides, it must not pass.
    whole = whole.replace(b"Two parties", b"Ten parties").replace(b"1000", b"9000")
    whole[place % len(whole)] = value
    found = validate_signatures(data=bytes(whole), files=ANOTHER, anchors=(), sources=authority, now=NOW + LATER)
    assert found.indication is not Indication.PASSED


@pytest.mark.parametrize("last", [0x02, 0x0C, 0x00])
def test_a_key_of_a_kind_that_does_not_sign_is_no_crash(last: int, authority: Authority, signer: Pair) -> None:
    whole = made("CAdES", signer, authority)
    # RFC 5480: id-ecPublicKey is 1.2.840.10045.2.1; what the last arc becomes is a key to agree upon, or nothing.
    altered = whole.replace(bytes.fromhex("06072a8648ce3d0201"), bytes.fromhex("06072a8648ce3d02") + bytes([last]))
    assert altered != whole
    found = validate_signatures(data=altered, files=ANOTHER, anchors=(), sources=authority, now=NOW + LATER)
    assert found.indication is not Indication.PASSED


def test_another_content_is_told(authority: Authority, signer: Pair) -> None:
    whole = made("CAdES", signer, authority)
    other = (SignedFile(name="a.txt", data=b"other"),)
    for files, expected in ((other, "TOTAL-FAILED HASH_FAILURE"), ((), "INDETERMINATE SIGNED_DATA_NOT_FOUND")):
        found = validate_signatures(
            data=whole, files=files, anchors=(authority.anchor,), sources=authority, now=NOW + LATER
        )
        assert verdict(found) == expected


def test_reordered_xml_fails(authority: Authority, signer: Pair) -> None:
    form, _data = fresh("XAdES")
    whole = signed(form, b"<a><b>1</b><c>2</c></a>", signer, authority, Level.B)
    assert verdict(report(whole, authority)) == "TOTAL-PASSED None"
    swapped = whole.replace(b"<b>1</b><c>2</c>", b"<c>2</c><b>1</b>")
    assert verdict(report(swapped, authority)) == "TOTAL-FAILED HASH_FAILURE"


def _wrapped(whole: bytes, *, identifier: bool) -> bytes:
    """The signed document hidden inside a forged one, its signature moved to where a careless reader finds it."""
    original = etree.fromstring(whole)
    signature = original.find(f"{DS}Signature")
    forged = etree.Element(original.tag, nsmap=original.nsmap)
    etree.SubElement(forged, "sum").text = "9000"
    shelf = etree.SubElement(forged, "shelf")
    if identifier:
        shelf.append(original)
        forged.append(signature)
    else:
        shelf.append(original)
    return etree.tostring(forged)


@pytest.mark.parametrize("identifier", [True, False])
def test_a_wrapped_document_fails(identifier: bool, authority: Authority, signer: Pair) -> None:
    forged = _wrapped(made("XAdES", signer, authority), identifier=identifier)
    assert verdict(report(forged, authority)) == "TOTAL-FAILED HASH_FAILURE"


def test_a_reference_by_identifier_to_a_hidden_part_is_not_what_was_signed(authority: Authority, signer: Pair) -> None:
    whole = made("XAdES", signer, authority)
    hidden = whole.replace(b'URI=""', b'URI="#hidden"').replace(b"<sum>", b'<sum Id="hidden">')
    assert verdict(report(hidden, authority)) == "TOTAL-FAILED HASH_FAILURE"


def test_many_references_to_a_large_document_are_refused_before_any_is_followed(authority: Authority) -> None:
    signature = b'<d:Signature xmlns:d="%s"><d:SignedInfo>%s</d:SignedInfo></d:Signature>'
    many = signature % (DS[1:-1].encode(), b'<d:Reference URI=""/>' * 60)
    found = report(b"<r>" + b"<a/>" * 90_000 + many + b"</r>", authority)
    assert (verdict(found), found.why) == (
        "TOTAL-FAILED FORMAT_FAILURE",
        "The XML is too large for so many signed references.",
    )


def test_twin_identifiers_and_twin_properties_fail(authority: Authority, signer: Pair) -> None:
    root = etree.fromstring(made("XAdES", signer, authority))
    signature = root.find(f"{DS}Signature")
    thing = signature.find(f"{DS}Object")
    signature.append(etree.fromstring(etree.tostring(thing)))
    assert verdict(report(etree.tostring(root), authority)).endswith("FORMAT_FAILURE")


@pytest.mark.parametrize(
    "text",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 5000 + b"</a>" * 5000,
        "<a/>".encode("utf-16"),
    ],
)
def test_entities_and_depth_are_refused(text: bytes, authority: Authority) -> None:
    assert verdict(report(text, authority)) == "TOTAL-FAILED FORMAT_FAILURE"


def _changed(whole: bytes, change: str) -> bytes:
    """An incremental update after the signature, as attackers write it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(whole))
    page, _parent = writer.find_page_for_modification(0)[0], None
    page = page.get_object()
    if change == "content":
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT (9000) Tj ET"))
    elif change == "annotation":
        note = {"/Type": "/Annot", "/Subtype": "/FreeText"}
        made_note = generic.DictionaryObject({pdf_name(key): pdf_name(value) for key, value in note.items()})
        made_note["/Rect"] = generic.ArrayObject(generic.NumberObject(one) for one in (0, 0, 300, 300))
        made_note["/Contents"] = generic.TextStringObject("Paid.")
        page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(made_note)])
    else:
        writer.root["/OpenAction"] = generic.DictionaryObject(
            {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.TextStringObject("app.alert(1)")}
        )
        writer.update_root()
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("change", ["content", "annotation", "action"])
def test_a_pdf_changed_after_signing_fails(change: str, authority: Authority, signer: Pair) -> None:
    whole = made("PAdES", signer, authority)
    assert verdict(report(_changed(whole, change), authority)) == "TOTAL-FAILED FORMAT_FAILURE"


def test_a_byte_range_that_leaves_something_out_fails(authority: Authority, signer: Pair) -> None:
    whole = made("PAdES", signer, authority)
    assert report(whole + b"\n%%EOF\n% appended", authority).indication is Indication.FAILED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"/ByteRange", b"/ByteRangX"),
        (rb"/ByteRange ?\[ ?0 ", b"/ByteRange[-1 "),
        (rb"/Contents ?<30", b"/Contents <00"),
    ],
)
def test_a_signature_that_lacks_its_range_or_value_fails(
    old: bytes, new: bytes, authority: Authority, signer: Pair
) -> None:
    """Universal signature forgery: a reader that finds nothing to check must not say that all is well."""
    whole = made("PAdES", signer, authority)
    found = re.search(old, whole)
    assert found is not None
    altered = whole[: found.start()] + new.ljust(len(found.group())) + whole[found.end() :]
    assert report(altered, authority).indication is Indication.FAILED


def _jws(header: dict[str, object], value: bytes) -> bytes:
    return f"{encode(json.dumps(header).encode())}.{encode(CONTENT)}.{encode(value)}".encode()


def test_alg_none_and_hmac_with_the_public_key_fail(authority: Authority, signer: Pair) -> None:
    chain = [base64.b64encode(signer.certificate).decode()]
    named = encode(hashlib.sha256(signer.certificate).digest())
    header = {"alg": "none", "x5c": chain, "x5t#S256": named}
    assert verdict(report(_jws(header, b""), authority)) == "TOTAL-FAILED FORMAT_FAILURE"
    header["alg"] = "HS256"
    body = f"{encode(json.dumps(header).encode())}.{encode(CONTENT)}".encode()
    key = asn1_x509.Certificate.load(signer.certificate).public_key.dump()
    forged = _jws(header, hmac.digest(key, body, "sha256"))
    assert verdict(report(forged, authority)) == "TOTAL-FAILED FORMAT_FAILURE"


def test_a_json_member_named_twice_is_not_read(authority: Authority, signer: Pair) -> None:
    whole = made("JAdES", signer, authority)
    twin = whole.replace(b'"payload":', b'"payload": "OTAwMA", "payload":', 1)
    assert verdict(report(twin, authority)) == "TOTAL-FAILED FORMAT_FAILURE"


@pytest.mark.parametrize("digest", ["md5", "sha1"])
def test_broken_digests_never_pass(digest: str, authority: Authority) -> None:
    private = rsa.generate_private_key(65537, 2048)
    pair = authority.person(private=private)
    form, data = fresh("CAdES")
    structure = asn1_cms.ContentInfo.load(form.sign(data=data, key=pair, at=NOW))
    info = structure["content"]["signer_infos"][0]
    attributes = list(info["signed_attrs"])
    for one in attributes:
        if one["type"].native == "message_digest":
            one["values"] = [hashlib.new(digest, CONTENT, usedforsecurity=False).digest()]
    info["digest_algorithm"] = {"algorithm": digest}
    info["signed_attrs"] = asn1_cms.CMSAttributes(attributes)
    body = b"\x31" + info["signed_attrs"].dump()[1:]
    info["signature_algorithm"] = {"algorithm": f"{digest}_rsa"}
    info["signature"] = private.sign(body, padding.PKCS1v15(), {"md5": hashes.MD5(), "sha1": hashes.SHA1()}[digest])
    found = report(structure.dump(), authority)
    assert verdict(found) == "INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE"


def test_a_stranger_of_an_unknown_authority(authority: Authority) -> None:
    other = Authority(name="Nowhere")
    whole = made("PAdES", other.person(), other, Level.LTA)
    assert verdict(report(whole, authority)) == "INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND"


def test_a_certificate_put_in_the_signers_place_is_noticed(authority: Authority, signer: Pair) -> None:
    """The same key under another name: only the signed reference tells (EN 319 122-1, 5.2.2)."""
    twin = authority.person(name="Someone Else", private=signer.private)
    form, data = fresh("XAdES")
    whole = form.sign(data=data, key=signer, at=NOW)
    swapped = whole.replace(base64.b64encode(signer.certificate), base64.b64encode(twin.certificate))
    assert verdict(report(swapped, authority)) == "INDETERMINATE NO_SIGNING_CERTIFICATE_FOUND"


@pytest.mark.parametrize("part", ["x509Cert", "crlVals", "ocspVals", "sigTst"])
def test_rubbish_in_the_place_of_validation_data_proves_nothing(part: str, authority: Authority, signer: Pair) -> None:
    body = json.loads(made("JAdES", signer, authority))
    # With no service to ask, nothing but the rubbish could speak for the certificate.
    authority.down = True
    for rubbish in (b"", b"rubbish", b"\x30\x03\x02\x01\x01", b"\x30\x84\xff\xff\xff\xff"):
        value = {"val": base64.b64encode(rubbish).decode()}
        parts = {
            "x509Cert": {"xVals": [{"x509Cert": value}]},
            "sigTst": {"sigTst": {"tstTokens": [value]}},
        }
        told = parts.get(part, {"rVals": {part: [value]}})
        body["signatures"][0]["header"] = {"etsiU": [encode(json.dumps(told).encode())]}
        found = verdict(report(json.dumps(body).encode(), authority))
        assert found in ("TOTAL-FAILED FORMAT_FAILURE", "INDETERMINATE TRY_LATER")
