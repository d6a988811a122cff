"""Validation data for what was signed: the certificates of signers and timestamps, and what their authorities say of them."""

from collections.abc import Iterable
from itertools import pairwise

from madang.systems.signatures.domain.path import PathInputs, find_issuers
from madang.systems.signatures.domain.validation.evidence import Material, SignatureEvidence, Stamp
from madang.systems.signatures.formats.sources import RevocationSource, SourceOutage


def collect_material(
    *,
    evidences: Iterable[SignatureEvidence],
    anchors: tuple[bytes, ...],
    sources: RevocationSource,
) -> tuple[Material, bool]:
    """Certificates and status of everything in `evidences`; False when a source did not answer for some."""
    leaves: list[bytes] = []
    material = Material()
    for evidence in evidences:
        leaves += [evidence.signer] if evidence.signer else []
        for step in evidence.steps:
            if isinstance(step, Stamp):
                leaves += [step.signer] if step.signer else []
                material += Material(certificates=step.certificates)
            else:
                material += Material(certificates=step.certificates)
    inputs = PathInputs(anchors=anchors, certificates=material.certificates)
    whole, found = True, Material()
    asked: set[bytes] = set()
    for leaf in dict.fromkeys(leaves):
        path = find_issuers(leaf=leaf, inputs=inputs)
        found += Material(certificates=path)
        for certificate, issuer in pairwise(path):
            if certificate in asked:
                continue
            asked.add(certificate)
            try:
                found += sources.status(certificate=certificate, issuer=issuer)
            except SourceOutage:
                whole = False
    return found, whole
