"""Documents sealed a CPU second at B-B, B-T and B-LT, beside stock pyHanko for the same file and services in one run.

Stock pyHanko signs as its documentation shows (`sign_pdf` with a `SimpleSigner` loaded once, `embed_validation_info` for B-LT),
with our timestamp unit and our OCSP answers at hand in the same process, so that neither side waits for a network. All keys
are P-256.
"""

import io
import time
from collections.abc import Callable
from typing import Any

ROUNDS, OURS, THEIRS = 3, 300, 20
GOALS = {"B-B": 20, "B-T": 5, "B-LT": 5}
PAGE = "#set document(title: [Notice])\n= Notice\n#lorem(200)"


def figures() -> list[dict[str, object]]:
    """A figure a level."""
    import logging

    import typst

    from madang.framework.values import clock
    from madang.systems.signatures.usecases.load_demo import load_demo

    # It warns of what is meant: all status is at hand, and nothing is fetched.
    logging.getLogger("pyhanko").setLevel(logging.ERROR)
    load_demo(now=clock.now())
    page = bytes(typst.compile(PAGE.encode(), format="pdf", pdf_standards=["a-2a", "ua-1"]))
    rows, seal = [], _own_seal()
    for level, goal in GOALS.items():
        ours = max(_rate(lambda level=level: _ours(page, level, seal), OURS) for _ in range(ROUNDS))
        stock = _Stock(page, level)
        theirs = max(_rate(stock.seal, THEIRS) for _ in range(ROUNDS))
        rows.append(
            {
                "figure": f"documents sealed at {level} a CPU second (stock pyHanko)",
                "ours": round(ours),
                "peer": round(theirs, 1),
                "limit": round(_signing_limit() / (1 if level == "B-B" else 2)),
                "ratio": round(ours / theirs, 1),
                "goal": f">= {goal}",
                "met": ours / theirs >= goal,
            }
        )
    return rows


def _rate(call: Callable[[], Any], count: int) -> float:
    """`call` does `count` pieces at once, or one."""
    start = time.process_time()
    done = call()
    if done is None:
        for _ in range(count - 1):
            call()
        done = count
    return float(done) / (time.process_time() - start)


def _signing_limit() -> float:
    """P-256 signatures alone."""
    from madang.systems.signatures.gateways.keys import new_memory_key

    key = new_memory_key()
    start = time.process_time()
    for _ in range(500):
        key.sign(data=b"x" * 300)
    return 500 / (time.process_time() - start)


def _own_seal() -> Any:
    """A seal whose key we keep."""
    from madang.framework.identity.actor import system_actor
    from madang.framework.values import Party, clock
    from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate

    wanted = Wanted(profile="seal", party=Party.office("1741000"), name="Bench")
    return issue_certificate(wanted=wanted, actor=system_actor("bench"), now=clock.now())


def _ours(page: bytes, level: str, seal: Any) -> int:
    """A batch of OURS, with all that a batch does once."""
    from madang.framework.identity.actor import system_actor
    from madang.framework.values import clock
    from madang.systems.signatures.usecases.seal_batch import seal_batch
    from madang.systems.signatures.usecases.sign_content import Level

    made = seal_batch(
        documents=[page] * OURS, certificate=seal, level=Level(level), reason="Bench", actor=system_actor("bench"),
        clock=clock.now,
    )  # fmt: skip
    return sum(1 for _ in made)


class _Stock:
    """pyHanko alone: its signer, its CMS, its writer, its validation store."""

    def __init__(self, page: bytes, level: str) -> None:
        from asn1crypto import keys, x509
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from pyhanko.sign import SimpleSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        from madang.framework.identity.actor import system_actor
        from madang.framework.values import Party, clock
        from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate

        private = ec.generate_private_key(ec.SECP256R1())
        public = private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        wanted = Wanted(profile="seal", party=Party.office("1741000"), name="Bench", public_key=public)
        certificate = issue_certificate(wanted=wanted, actor=system_actor("bench"), now=clock.now())
        der = private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        store = SimpleCertificateStore()
        self._chain = [x509.Certificate.load(one) for one in certificate.chain]
        store.register_multiple(self._chain[1:-1])
        self._signer = SimpleSigner(
            signing_cert=self._chain[0], signing_key=keys.PrivateKeyInfo.load(der), cert_registry=store
        )
        self._page, self._level = page + b"\n", level
        self._stamper = _stamper() if level != "B-B" else None
        self._context = self._known(certificate.chain) if level == "B-LT" else None

    def _known(self, chain: tuple[bytes, ...]) -> Any:
        """Status of the chain and of the timestamping unit's, collected once for all rounds."""
        from asn1crypto import crl, ocsp, x509
        from pyhanko_certvalidator import ValidationContext

        from madang.framework.values import clock
        from madang.systems.signatures.usecases.own_services import OwnServices
        from madang.systems.signatures.usecases.timestamp import stamping_certificate

        own = OwnServices(now=clock.now())
        unit = stamping_certificate(now=clock.now())
        found = own.status(certificate=chain[0], issuer=chain[1]) + own.status(certificate=chain[1], issuer=chain[2])
        if unit is not None:
            found += own.status(certificate=bytes(unit.der), issuer=chain[1])
        return ValidationContext(
            trust_roots=[self._chain[-1]],
            other_certs=[x509.Certificate.load(one) for one in (*chain, *found.certificates)],
            ocsps=[ocsp.OCSPResponse.load(one) for one in found.ocsps],
            crls=[crl.CertificateList.load(one) for one in found.crls],
            allow_fetching=False,
        )

    def seal(self) -> None:
        """One document."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import PdfSignatureMetadata, sign_pdf
        from pyhanko.sign.fields import SigSeedSubFilter

        metadata = PdfSignatureMetadata(
            field_name="Seal",
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=self._level == "B-LT",
            validation_context=self._context,
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(self._page))
        sign_pdf(writer, metadata, signer=self._signer, timestamper=self._stamper)


class _Stamps:
    """Our unit, looked up once as a batch of ours does; pyHanko asks it for each document."""

    def __init__(self) -> None:
        from madang.framework.values import clock
        from madang.systems.signatures.usecases.timestamp import current_stamper

        self._unit, self._now = current_stamper(now=clock.now()), clock.now

    def stamp(self, *, imprint: bytes, algorithm: str) -> bytes:
        """A token over a digest."""
        from madang.systems.signatures.formats.timestamps import Imprint, Request

        hashed = Imprint(algorithm=algorithm, digest=imprint)
        return self._unit.stamp(request=Request(imprint=hashed, wants_certificate=True), now=self._now())


def _stamper() -> Any:
    """Our unit behind pyHanko's interface."""
    from madang.systems.signatures.formats.pades import _OwnTimeStamper

    return _OwnTimeStamper(_Stamps())
