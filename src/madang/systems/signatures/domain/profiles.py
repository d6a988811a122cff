"""What kinds of certificate there are: each profile is data, and says what a certificate may be used for.

RFC 5280 gives the extensions, RFC 6960 (4.2.2.2) the OCSP responder's, RFC 3161 (2.3) the timestamping unit's, RFC 9336 the
purpose of signing documents. How long each is valid and which a country allows, says the country's pack.
"""

from dataclasses import dataclass

SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1"
CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2"
EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of certificate.

    `usage` are the bits of KeyUsage, `purposes` the object identifiers of ExtendedKeyUsage (`purposes_critical` where the
    standard asks for it). `no_check` says that the certificate itself is never asked about (RFC 6960, 4.2.2.2.1).
    """

    code: str
    usage: tuple[str, ...]
    purposes: tuple[str, ...] = ()
    purposes_critical: bool = False
    no_check: bool = False
    authority: bool = False
    path_length: int | None = None
    for_parties: tuple[str, ...] = ()
    host_names: bool = False


SIGNS = ("digital_signature", "non_repudiation")

ROOT = Profile(code="root", usage=("key_cert_sign", "crl_sign"), authority=True)
ISSUING = Profile(code="issuing", usage=("key_cert_sign", "crl_sign"), authority=True, path_length=0)
# Readers on NSS (poppler, LibreOffice) and `openssl cms` know no purpose of signing documents; they look for the one of e-mail.
SIGNING = (DOCUMENT_SIGNING, EMAIL_PROTECTION)
PERSON = Profile(code="person", usage=SIGNS, purposes=SIGNING, for_parties=("person",))
ORGANISATION = Profile(code="organisation", usage=SIGNS, purposes=SIGNING, for_parties=("business",))
SEAL = Profile(code="seal", usage=SIGNS, purposes=SIGNING, for_parties=("office",))
MEMBER = Profile(
    code="member",
    usage=("digital_signature",),
    purposes=(SERVER_AUTHENTICATION, CLIENT_AUTHENTICATION),
    for_parties=("office",),
    host_names=True,
)
OCSP = Profile(code="ocsp", usage=("digital_signature",), purposes=(OCSP_SIGNING,), no_check=True)
TIMESTAMP = Profile(code="timestamp", usage=SIGNS, purposes=(TIME_STAMPING,), purposes_critical=True)

PROFILES = {one.code: one for one in (ROOT, ISSUING, PERSON, ORGANISATION, SEAL, MEMBER, OCSP, TIMESTAMP)}
# What a party may ask for; the others are the authorities' own.
SUBSCRIBERS = tuple(one.code for one in PROFILES.values() if one.for_parties)
