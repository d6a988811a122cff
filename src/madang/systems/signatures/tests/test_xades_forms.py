"""XAdES in every place that it may stand in: xmlsec1 signs what we read and reads what we sign; wrappers get no pass."""

import base64
import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from lxml import etree

from madang.systems.signatures.formats import xml
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.formats.xades import Xades
from madang.systems.signatures.tests.pki import NOW, Authority, Pair
from madang.systems.signatures.tests.reading import PLAN, read, told
from madang.systems.signatures.tests.test_levels import signed
from madang.systems.signatures.usecases.extend_signature import extend_signature
from madang.systems.signatures.usecases.sign_content import Level, NotSignable

PEM = serialization.Encoding.PEM
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
TRANSFORM = '<ds:Transform Algorithm="{}"/>'
ENVELOPED, EXCLUSIVE, INCLUSIVE, BASE64 = (
    TRANSFORM.format(one) for one in (xml.ENVELOPED, xml.EXCLUSIVE, xml.INCLUSIVE, xml.BASE64)
)
NOTE = SignedFile(name="note.txt", data=b"Paid in full.\n")


def reference(uri: str, *transforms: str, more: str = "") -> str:
    inside = f"<ds:Transforms>{''.join(transforms)}</ds:Transforms>" if transforms else ""
    return f'<ds:Reference URI="{uri}" {more}>{inside}<ds:DigestMethod Algorithm="{SHA256}"/><ds:DigestValue/></ds:Reference>'


def template(key: Pair, *references: str, objects: str = "", canonical: str = xml.INCLUSIVE) -> str:
    """A signature that xmlsec1 fills in: digests of the references and the value."""
    digest = base64.b64encode(hashlib.sha256(key.certificate).digest()).decode()
    return f"""<ds:Signature xmlns:ds="{xml.DS}" Id="S"><ds:SignedInfo>
<ds:CanonicalizationMethod Algorithm="{canonical}"/>
<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>
{"".join(references)}{reference("#P", more='Type="http://uri.etsi.org/01903#SignedProperties"')}
</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo>{objects}
<ds:Object><x:QualifyingProperties xmlns:x="{xml.XADES}" Target="#S"><x:SignedProperties Id="P"><x:SignedSignatureProperties>
<x:SigningTime>2026-11-22T03:00:00Z</x:SigningTime><x:SigningCertificateV2><x:Cert><x:CertDigest>
<ds:DigestMethod Algorithm="{SHA256}"/><ds:DigestValue>{digest}</ds:DigestValue></x:CertDigest></x:Cert>
</x:SigningCertificateV2>
</x:SignedSignatureProperties></x:SignedProperties></x:QualifyingProperties></ds:Object></ds:Signature>"""


Foreign = Callable[..., bytes]
NODES = (f"{xml.XADES}:SignedProperties", "a", "b", "order", f"{xml.DS}:Object", f"{xml.DS}:Signature")
IDENTIFIERS = [part for name in NODES for part in ("--id-attr:Id", name)]


@pytest.fixture
def foreign(signer: Pair, tmp_path: Path) -> Foreign:
    """xmlsec1 signs a document that holds a template."""
    private = signer.private.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "key.pem").write_bytes(private)
    chain = [signer.own, x509.load_der_x509_certificate(signer.issuers[0])]
    for place, one in enumerate(chain):
        (tmp_path / f"{place}.pem").write_bytes(one.public_bytes(PEM))
    for file in (NOTE, PLAN):
        (tmp_path / file.name).write_bytes(file.data)

    def sign(document: str) -> bytes:
        (tmp_path / "template.xml").write_text(document)
        command = ["xmlsec1", "--sign", "--privkey-pem", "key.pem,0.pem,1.pem", *IDENTIFIERS, "template.xml"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return sign


def held(name: str, text: str = "") -> str:
    return f'<ds:Object xmlns:ds="{xml.DS}" Id="{name}">{text or "UGFpZC4="}</ds:Object>'


PASSED, PARTLY = "TOTAL-PASSED None", "INDETERMINATE SIG_CONSTRAINTS_FAILURE"


@pytest.mark.parametrize("canonical", [EXCLUSIVE, INCLUSIVE, TRANSFORM.format(xml.INCLUSIVE11), ""])
@pytest.mark.parametrize(("uri", "attribute"), [("", ""), ("#whole", 'Id="whole"')])
def test_an_enveloped_signature_of_xmlsec1_passes(
    canonical: str, uri: str, attribute: str, foreign: Foreign, signer: Pair, authority: Authority
) -> None:
    inside = template(signer, reference(uri, *filter(None, (ENVELOPED, canonical))))
    whole = foreign(f'<order xmlns="urn:o" xmlns:p="urn:p" xml:lang="ko" {attribute}><!--c--><a>1</a>{inside}</order>'
                    if not attribute else f'<order {attribute} xml:lang="ko"><a>1</a>{inside}</order>')  # fmt: skip
    assert told(read(whole, authority)) == (PASSED, ["document"])
    assert told(read(whole.replace(b"<a>1", b"<a>9"), authority))[0] == "TOTAL-FAILED HASH_FAILURE"


def test_an_enveloping_signature_over_several_objects_passes(
    foreign: Foreign, signer: Pair, authority: Authority
) -> None:
    objects = held("o1") + held("o2", '<a Id="in" xmlns="">1</a>') + held("o3", "<b>2</b>")
    references = [reference("#o1", BASE64), reference("#in", INCLUSIVE), reference("#o3", EXCLUSIVE)]
    whole = foreign(template(signer, *references, objects=objects, canonical=xml.EXCLUSIVE))
    assert told(read(whole, authority)) == (PASSED, ["object Object #o1", "object a #in", "object Object #o3"])
    unsigned = whole.replace(b"</ds:KeyInfo>", b"</ds:KeyInfo>" + held("o4", "Refused.").encode())
    assert told(read(unsigned, authority))[0] == PARTLY
    swapped = whole.replace(b'Id="o1"', b'Id="x"').replace(b'Id="o3"', b'Id="o1"').replace(b'Id="x"', b'Id="o3"')
    assert told(read(swapped, authority))[0].startswith(("TOTAL-FAILED", "INDETERMINATE SIGNED_DATA_NOT_FOUND"))
    root = etree.fromstring(whole)
    root.append(root.find("*[@Id='o1']"))
    assert told(read(etree.tostring(root), authority)) == (
        PARTLY,
        ["object Object #o1", "object a #in", "object Object #o3"],
    )


def test_detached_files_and_an_object_together_pass(foreign: Foreign, signer: Pair, authority: Authority) -> None:
    names = [reference("note.txt"), reference("the%20plan.bin"), reference("#o1", BASE64)]
    (note, plan, only), held_one = names, held("o1")
    # xmlsec1 opens the address as it stands.
    whole = foreign(template(signer, note, plan.replace("%20", " "), only, objects=held_one))
    assert told(read(whole, authority, PLAN, NOTE)) == (
        PASSED,
        ["file note.txt", "file the plan.bin", "object Object #o1"],
    )
    other = SignedFile(name="note.txt", data=b"Paid in part.\n")
    assert told(read(whole, authority, PLAN, other))[0] == "TOTAL-FAILED HASH_FAILURE"
    assert told(read(whole, authority, NOTE))[0] == "INDETERMINATE SIGNED_DATA_NOT_FOUND"
    stray = SignedFile(name="stray.txt", data=b"")
    assert read(whole, authority, PLAN, NOTE, stray).not_signed == ("stray.txt",)


WRAPPED = [
    '<order><sum>9000</sum><shelf><a Id="a">1</a></shelf>{}</order>',
    '<order status="paid"><a Id="a">1</a>{}</order>',
    '<rejected><a Id="a">1</a>{}</rejected>',
]


@pytest.mark.parametrize("document", WRAPPED)
def test_a_part_alone_is_told_and_never_passes_for_the_whole(
    document: str, foreign: Foreign, signer: Pair, authority: Authority
) -> None:
    whole = foreign(document.format(template(signer, reference("#a", EXCLUSIVE))))
    report = read(whole, authority)
    assert told(report) == (PARTLY, ["element a #a"])
    assert report.why == "The signature is over a #a alone. What else stands in the document is not signed."


def test_an_element_that_was_moved_or_doubled_does_not_pass(
    foreign: Foreign, signer: Pair, authority: Authority
) -> None:
    whole = foreign(f'<order Id="o"><a>1</a>{template(signer, reference("#o", ENVELOPED, EXCLUSIVE))}</order>')
    inner = whole[whole.index(b"<order") :]
    wrapped = b"<order><a>9000</a>" + inner + b"</order>"
    assert told(read(wrapped, authority)) == (PARTLY, ["element order #o"])
    twice = b'<w><order Id="o"><a>9000</a></order>' + inner + b"</w>"
    assert told(read(twice, authority))[0] == "TOTAL-FAILED FORMAT_FAILURE"
    styled = whole.replace(b"<order Id", b'<?xml-stylesheet href="lie.xsl"?><order Id', 1)
    assert told(read(styled, authority))[0] == PARTLY
    smuggled = whole.replace(b"</ds:Signature>", b"<order><a>9000</a></order></ds:Signature>")
    assert told(read(smuggled, authority))[0] == PARTLY


XSLT = """<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"><xsl:stylesheet version="1.0"
 xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">same</xsl:template></xsl:stylesheet></ds:Transform>"""
XPATH = f'<ds:Transform Algorithm="{xml.XPATH}"><ds:XPath>ancestor-or-self::sum</ds:XPath></ds:Transform>'


@pytest.mark.parametrize("transform", [XSLT, XPATH, XPATH.replace("ancestor-or-self::sum", "true()")])
def test_a_transform_that_selects_at_will_is_not_done(
    transform: str, foreign: Foreign, signer: Pair, authority: Authority
) -> None:
    whole = foreign(f"<order><sum>1</sum>{template(signer, reference('', ENVELOPED, transform))}</order>")
    assert told(read(whole, authority))[0] == "INDETERMINATE SIGNED_DATA_NOT_FOUND"


def test_a_broken_digest_and_a_value_of_a_shared_secret_get_no_pass(
    foreign: Foreign, signer: Pair, authority: Authority
) -> None:
    old = reference("", ENVELOPED, EXCLUSIVE).replace(SHA256, f"{xml.DS}sha1")
    whole = foreign(f"<order><a>1</a>{template(signer, old)}</order>")
    assert told(read(whole, authority))[0] == "INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    shared = whole.replace(b"2001/04/xmldsig-more#ecdsa-sha256", b"2000/09/xmldsig#hmac-sha1")
    assert told(read(shared, authority))[0] == "TOTAL-FAILED FORMAT_FAILURE"


def test_a_manifest_and_a_text_in_base64_beside_markup_are_not_followed(
    foreign: Foreign, signer: Pair, authority: Authority
) -> None:
    listed = held("m", f'<ds:Manifest Id="list">{reference("note.txt")}</ds:Manifest>')
    for part in (reference("#list"), reference("#list", more=f'Type="{xml.DS}Manifest"')):
        signature = template(signer, part, objects=listed).replace("#list", "#m") if "Type" in part else ""
        whole = foreign(signature or template(signer, reference("#m", BASE64), objects=held("m", "<b>UGFpZC4=</b>")))
        assert told(read(whole, authority, NOTE))[0] == "INDETERMINATE SIGNED_DATA_NOT_FOUND"


@pytest.mark.parametrize("level", list(Level))
def test_we_sign_files_beside_the_signature_at_every_level(level: Level, authority: Authority, signer: Pair) -> None:
    form = Xades(files=(NOTE, PLAN))
    first = form.sign(data=b"", key=signer, at=NOW)
    both = signed(form, first, authority.person(name="Lee Doyun"), authority, level)
    report = read(both, authority, PLAN, NOTE)
    assert told(report) == (PASSED, ["file note.txt", "file the plan.bin"] * 2)
    assert {one.level for one in report.signatures} == {level}
    assert told(read(both, authority))[0] == "INDETERMINATE SIGNED_DATA_NOT_FOUND"
    if level is Level.LTA:
        again = extend_signature(
            form=form, signed=both, stamps=authority, sources=authority, anchors=(authority.anchor,), algorithm="sha512"
        )
        assert len(read(again, authority, NOTE, PLAN).signatures[0].timestamps) == 3
        other = SignedFile(name="note.txt", data=b"x")
        assert read(both, authority, other, PLAN).signatures[0].timestamps[1].sub_indication == "HASH_FAILURE"


def test_xmlsec1_verifies_what_we_sign_beside_files(authority: Authority, signer: Pair, tmp_path: Path) -> None:
    (tmp_path / NOTE.name).write_bytes(NOTE.data)
    (tmp_path / "root.pem").write_bytes(authority.root.own.public_bytes(PEM))
    (tmp_path / "signed.xml").write_bytes(signed(Xades(files=(NOTE,)), b"", signer, authority))
    command = ["xmlsec1", "--verify", "--trusted-pem", "root.pem", *IDENTIFIERS, "signed.xml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "SignedInfo References (ok/all): 2/2" in done.stdout + done.stderr
    assert done.returncode == 0
    (tmp_path / NOTE.name).write_bytes(b"other")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_a_foreign_signature_is_strengthened(foreign: Foreign, signer: Pair, authority: Authority) -> None:
    whole = foreign(f"<order><a>1</a>{template(signer, reference('', ENVELOPED, INCLUSIVE))}</order>")
    stronger = extend_signature(
        form=Xades(), signed=whole, stamps=authority, sources=authority, anchors=(authority.anchor,)
    )
    report = read(stronger, authority)
    assert (told(report)[0], report.signatures[0].level) == (PASSED, "B-LTA")
    with pytest.raises(NotSignable):
        signed(Xades(), foreign(template(signer, reference("#o1", BASE64), objects=held("o1"))), signer, authority)
