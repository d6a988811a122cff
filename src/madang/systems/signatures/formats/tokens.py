"""Timestamp tokens (RFC 3161) as a signature carries them: asked for, and read."""

from collections.abc import Callable

from asn1crypto import tsp  # type: ignore[import-untyped]

from madang.systems.signatures.domain.validation.evidence import Algorithm, Stamp
from madang.systems.signatures.domain.validation.indications import Finding, SubIndication
from madang.systems.signatures.formats import algorithms, cms
from madang.systems.signatures.formats.sources import TimestampSource


def request(*, source: TimestampSource, data: bytes, algorithm: str = "sha256") -> bytes:
    """A token over `data`."""
    return source.stamp(imprint=algorithms.digest(algorithm=algorithm, data=data), algorithm=algorithm)


def read(token: bytes, *, data_of: Callable[[str], bytes | None], archive: bool, digested: bool = False) -> Stamp:
    """The token, and whether it covers what `data_of` (by the token's digest) gives; `digested` when that is a digest already.

    NotReadable when it is no token at all.
    """
    signed = cms.load(token)
    content = signed["encap_content_info"]
    if content["content_type"].native != "tst_info" or len(signed["signer_infos"]) != 1:
        raise cms.NotReadable("This is no timestamp token with one signer.")
    info = content["content"].parsed
    if not isinstance(info, tsp.TSTInfo):
        raise cms.NotReadable("This is no timestamp token.")
    inner = content["content"].contents
    signer = cms.read_signer(
        signed,
        signed["signer_infos"][0],
        digest_of=lambda name: algorithms.digest(algorithm=name, data=inner),
        content_type="tst_info",
    )
    imprint = info["message_imprint"]
    name = str(imprint["hash_algorithm"]["algorithm"].native)
    fault = signer.fault or _imprint_fault(imprint["hashed_message"].native, name, data_of, digested=digested)
    return Stamp(
        archive=archive,
        at=info["gen_time"].native,
        signer=signer.certificate,
        certificates=cms.material(signed).certificates,
        algorithms=(*signer.algorithms, Algorithm(name=name)),
        fault=fault,
        token=token,
    )


def _imprint_fault(
    imprint: bytes, name: str, data_of: Callable[[str], bytes | None], *, digested: bool
) -> Finding | None:
    try:
        data = data_of(name)
        expected = data if digested or data is None else algorithms.digest(algorithm=name, data=data)
    except algorithms.UnknownAlgorithm:
        return Finding(sub=SubIndication.CRYPTO_CONSTRAINTS_FAILURE, why=f"The digest {name} is not known here.")
    if expected is None or expected != imprint:
        return Finding(sub=SubIndication.HASH_FAILURE, why="The timestamp is for other bytes than these.")
    return None
