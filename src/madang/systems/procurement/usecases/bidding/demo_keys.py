"""Keys of the demonstration: made of names that everybody knows, so that everybody can play each part."""

import hashlib
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from madang.systems.procurement.domain.group import ORDER
from madang.systems.procurement.formats.sealed_bid import public_point
from madang.systems.procurement.models import BidderKey, Supplier
from madang.systems.procurement.usecases.bidding.certify_keys import certify_key


def demo_secret(*, login: str) -> int:
    """The secret half of a custodian's key. It protects nothing, and a key made of it is marked as the demonstration's wherever
    it is shown."""
    digest = hashlib.sha512(f"madang demonstration custodian {login}".encode()).digest()
    return int.from_bytes(digest, "little") % ORDER


def demo_device(*, supplier: Supplier, at: datetime) -> tuple[ec.EllipticCurvePrivateKey, BidderKey]:
    """A supplier's device, registered at its first bid and certified where the trust services answer."""
    signer = ec.derive_private_key(int.from_bytes(f"madang demonstration {supplier.number}".encode()), ec.SECP256R1())
    asked = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(signer, hashes.SHA256())
    key, fresh = BidderKey.objects.get_or_create(
        supplier=supplier,
        public=public_point(key=signer.public_key()).hex(),
        defaults={
            "label": "demonstration",
            "registered_at": at,
            "registered_by": "demonstration",
            "request": asked.public_bytes(Encoding.DER),
        },
    )
    if fresh:
        certify_key(key=key, now=at)
    return signer, key
