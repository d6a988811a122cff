"""The trust services' journey: a ceremony, a certificate, a revocation, lists, an answer, a timestamp; all left for openssl."""

import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from asn1crypto import ocsp, tsp  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.ocsp import OCSPRequestBuilder

from madang.framework.cases.usecases.decide import decide
from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.law import pack
from madang.framework.values import clock
from madang.framework.values.identifiers import new_key
from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.models import Authority, Certificate
from madang.systems.signatures.usecases import load_demo as demo
from madang.systems.signatures.usecases.answer_ocsp import answer_ocsp
from madang.systems.signatures.usecases.change_status import revoke_certificate
from madang.systems.signatures.usecases.found_services import THRESHOLD
from madang.systems.signatures.usecases.issue_certificate import current_authority
from madang.systems.signatures.usecases.permissions import OFFICER
from madang.systems.signatures.usecases.publish_crl import latest_list, publish_crl
from madang.systems.signatures.usecases.publish_trust_list import publish_trust_list
from madang.systems.signatures.usecases.refusals import SharesRefused
from madang.systems.signatures.usecases.renew_root_list import renew_root_list
from madang.systems.signatures.usecases.request_certificate import request_certificate
from madang.systems.signatures.usecases.sign_tour import sign_all
from madang.systems.signatures.usecases.sign_tour_remotely import sign_remotely_in_order
from madang.systems.signatures.usecases.timestamp import answer_timestamp

KEEPER = system_actor("tour")
PEM = serialization.Encoding.PEM


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; what relying parties need stays in `out`."""
    now = clock.now()
    demo.load_demo(now=now)
    authority = current_authority(now=now)
    root = authority.parent or authority
    yield from _ceremony(root, now)
    first, second = _certificate(now), _certificate(now)
    yield f"an officer grants two requests: certificates {first.serial[:8]}… and {second.serial[:8]}… for {first.name}"
    holder = _resident()
    revoke_certificate(serial=second.serial, reason=Reason.KEY_COMPROMISE, actor=holder, now=now)
    whole = publish_crl(authority=authority, now=clock.now())
    yield f"the holder revokes the second; list no. {whole.number} names {whole.entries}"
    _keep_chain(authority, root, first, out)
    yield _status(authority, first, second, out)
    yield _stamp(out)
    yield from sign_all(certificate=first, out=out)
    yield from sign_remotely_in_order(out=out)
    (out / "trust-list.xml").write_bytes(publish_trust_list(now=clock.now()))
    yield "the trust list names the services that the country recognises: trust-list.xml"
    yield from _checked(out)


def _ceremony(root: Authority, now: datetime) -> Iterator[str]:
    shares = demo.demo_shares(root=root)
    if not shares:
        yield f"the shares of {root.name} lie with its custodians: its list is renewed in their ceremony"
        return
    try:
        renew_root_list(root=root, shares=shares[: THRESHOLD - 1], actor=KEEPER, now=now)
    except SharesRefused as refusal:
        yield f"a ceremony with {THRESHOLD - 1} of {len(shares)} custodians: “{refusal}”"
    published = renew_root_list(root=root, shares=shares[-THRESHOLD:], actor=KEEPER, now=now)
    yield f"with {THRESHOLD} custodians the key opens, and the root signs its list no. {published.number}"


def _resident() -> Actor:
    person = next(row["person"] for row in pack().data("demo")["residents"] if row.get("account"))
    return Actor(kind=ActorKind.RESIDENT, name="tour", person=person, language=pack().languages[0])


def _certificate(now: datetime) -> Certificate:
    case = request_certificate(actor=_resident(), now=now, key=new_key())
    duty = Duty(office_code=case.office_code, office_name="", code=OFFICER)
    officer = Actor(kind=ActorKind.OFFICIAL, name="tour", duties=(duty,))
    decide(case=case, outcome="granted", reasons="Identified at the counter.", actor=officer, now=now)
    return Certificate.objects.get(case=case.number)


def _pem(der: bytes | memoryview) -> bytes:
    return x509.load_der_x509_certificate(bytes(der)).public_bytes(PEM)


def _keep_chain(authority: Authority, root: Authority, leaf: Certificate, out: Path) -> None:
    lists = [latest_list(authority=one) for one in (authority, root)]
    (out / "root.pem").write_bytes(_pem(root.certificate))
    (out / "chain.pem").write_bytes(_pem(authority.certificate) + _pem(root.certificate))
    (out / "leaf.pem").write_bytes(_pem(leaf.der))
    loaded = [x509.load_der_x509_crl(bytes(one.der)) for one in lists if one]
    (out / "crl.pem").write_bytes(b"".join(one.public_bytes(PEM) for one in loaded))


def _status(authority: Authority, first: Certificate, second: Certificate, out: Path) -> str:
    issuer = x509.load_der_x509_certificate(bytes(authority.certificate))
    told = []
    for certificate in (second, first):
        leaf = x509.load_der_x509_certificate(bytes(certificate.der))
        # SHA-1 only names the issuer here (RFC 6960, 4.1.1), and is what openssl looks for.
        builder = OCSPRequestBuilder().add_certificate(leaf, issuer, hashes.SHA1())  # noqa: S303
        (out / "ocsp-request.der").write_bytes(builder.build().public_bytes(serialization.Encoding.DER))
        answer = answer_ocsp(request=(out / "ocsp-request.der").read_bytes(), now=clock.now())
        (out / "ocsp.der").write_bytes(answer.der)
        read = ocsp.OCSPResponse.load(answer.der).response_data["responses"][0]["cert_status"]
        told.append(f"{certificate.serial[:8]}… is {read.name}")
    return f"the status service says: {', '.join(told)}"


def _stamp(out: Path) -> str:
    document = f"The courtyard was open on {clock.now():%Y-%m-%d}.\n".encode()
    (out / "document.txt").write_bytes(document)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(document)
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest.finalize()}
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True}).dump()
    (out / "document.tsr").write_bytes(answer_timestamp(request=request, now=clock.now()))
    return "document.txt has its timestamp, document.tsr"


CHAIN = ("-CAfile", "root.pem")
CHECKS = (
    ("verify", "-crl_check_all", *CHAIN, "-CRLfile", "crl.pem", "-untrusted", "chain.pem", "leaf.pem"),
    ("ocsp", "-respin", "ocsp.der", "-reqin", "ocsp-request.der", "-no_nonce", *CHAIN, "-verify_other", "chain.pem"),
    ("ts", "-verify", "-data", "document.txt", "-in", "document.tsr", *CHAIN, "-untrusted", "chain.pem"),
    # openssl expects certificates for mail unless told otherwise; these are for documents (RFC 9336).
    ("cms", "-verify", "-binary", "-inform", "DER", "-in", "cades.p7s", "-content", "document.txt",
     *CHAIN, "-out", "signed.txt"),
)  # fmt: skip
OTHERS = (
    ("xmlsec1", "--verify", "--trusted-pem", "root.pem", "--untrusted-pem", "chain.pem", "xades.xml"),
    ("pdfsig", "-nocert", "pades-b-lta.pdf"),
)
HEAD = "How to check what lies in this folder with nothing but it. Compare the fingerprint of root.pem with a published one."


def _checked(out: Path) -> Iterator[str]:
    lines = [" ".join(("openssl", *one)) for one in CHECKS] + [" ".join(one) for one in OTHERS]
    (out / "how-to-check.txt").write_text("\n\n".join((HEAD, *lines)) + "\n")
    for arguments in CHECKS:
        done = subprocess.run(["openssl", *arguments], cwd=out, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"openssl {arguments[0]} says: {done.stderr.strip()}")
        said = (done.stdout + done.stderr).strip().splitlines()
        yield f"openssl {arguments[0]}: {next(line for line in said if 'OK' in line or 'successful' in line)}"
    yield "the same by hand: how-to-check.txt"
