"""An authenticator in software, for tours and tests: it answers as WebAuthn says, and lies where it is told to.

Its key lies in memory, so it proves nothing about a device. No page uses it.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_PRESENT, _VERIFIED, _COPIES, _ATTESTED = 0x01, 0x04, 0x08, 0x40


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class SoftKey:
    """One credential at one origin; `count` is its signature counter, `verifies` whether it asks for a PIN."""

    origin: str
    host: str
    verifies: bool = True
    count: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    transports: tuple[str, ...] = ("internal",)
    copies: bool = False
    # A maker's key and certificate, where the authenticator has one; and the model that it names.
    maker: tuple[ec.EllipticCurvePrivateKey, bytes] | None = None
    model: bytes = bytes(16)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _flags(self) -> int:
        return _PRESENT | (_VERIFIED if self.verifies else 0) | (_COPIES if self.copies else 0)

    def _authenticator_data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def create(self, options: str) -> str:
        """The answer to the options of `navigator.credentials.create()`, as JSON."""
        asked = json.loads(options)
        handle = asked["user"]["id"]
        self.handle = base64.urlsafe_b64decode(handle + "=" * (-len(handle) % 4))
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = self.model + len(self.credential).to_bytes(2, "big") + self.credential + cbor2.dumps(cose)
        data = self._authenticator_data(self._flags() | _ATTESTED) + attested
        client_data = self._client_data("webauthn.create", asked["challenge"])
        attestation = cbor2.dumps({**self._statement(data + hashlib.sha256(client_data).digest()), "authData": data})
        response = {
            "clientDataJSON": _text(client_data),
            "attestationObject": _text(attestation),
            "transports": list(self.transports),
        }
        return self._credential(response)

    def _statement(self, signed: bytes) -> dict[str, object]:
        """Nothing, or the maker's word (Web Authentication Level 3, s. 8.2)."""
        if self.maker is None:
            return {"fmt": "none", "attStmt": {}}
        key, certificate = self.maker
        mark = key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return {"fmt": "packed", "attStmt": {"alg": -7, "sig": mark, "x5c": [certificate]}}

    def get(self, options: str) -> str:
        """The answer to the options of `navigator.credentials.get()`, as JSON. The counter goes on by one."""
        self.count += 1
        client_data = self._client_data("webauthn.get", json.loads(options)["challenge"])
        data = self._authenticator_data(self._flags())
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": _text(client_data),
            "authenticatorData": _text(data),
            "signature": _text(signature),
            "userHandle": _text(self.handle),
        }
        return self._credential(response)

    def _credential(self, response: Mapping[str, object]) -> str:
        name = _text(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
