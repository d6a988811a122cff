"""Keys in a PKCS#11 device (a hardware security module, a smart card, SoftHSM2): they are made there and never leave it."""

import hashlib
import threading
from functools import cache
from typing import cast

import pkcs11
from pkcs11.exceptions import PKCS11Error
from pkcs11.util.ec import encode_ec_public_key, encode_ecdsa_signature, encode_named_curve_parameters

from madang.framework.values.identifiers import new_key
from madang.systems.signatures.gateways.keys import KeyUnavailable


class DeviceKey:
    """One key in the device."""

    def __init__(self, private: pkcs11.SignMixin, public_key: bytes, lock: threading.Lock) -> None:
        self._private, self.public_key, self._lock = private, public_key, lock

    def sign(self, *, data: bytes) -> bytes:
        """The signature in DER over `data`."""
        return self.sign_digest(digest=hashlib.sha256(data).digest())

    def sign_digest(self, *, digest: bytes) -> bytes:
        """The signature in DER over data whose SHA-256 is `digest`. Raises KeyUnavailable."""
        try:
            # A session does one thing at a time (PKCS#11, 5.11).
            with self._lock:
                raw = self._private.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)
        except PKCS11Error as fault:
            raise KeyUnavailable(f"The device did not sign: {type(fault).__name__}.") from fault
        return bytes(encode_ecdsa_signature(raw))


class DeviceKeystore:
    """The keys of one token."""

    def __init__(self, *, session: pkcs11.Session) -> None:
        self._session, self._lock = session, threading.Lock()

    def create(self) -> str:
        """Make a key in the device that cannot be taken out; its label."""
        label = new_key()
        try:
            with self._lock:
                curve = self._session.create_domain_parameters(
                    pkcs11.KeyType.EC,
                    {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")},
                    local=True,
                )
                curve.generate_keypair(store=True, label=label, id=bytes.fromhex(label))
        except PKCS11Error as fault:
            raise KeyUnavailable(f"The device made no key: {type(fault).__name__}.") from fault
        return label

    def open(self, *, label: str) -> DeviceKey:
        """The key of this label. Raises KeyUnavailable."""
        try:
            with self._lock:
                private = self._session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, label=label)
                public = self._session.get_key(pkcs11.ObjectClass.PUBLIC_KEY, label=label)
                spki = bytes(encode_ec_public_key(cast("pkcs11.PublicKey", public)))
        except PKCS11Error as fault:
            raise KeyUnavailable(f"The device has no key {label!r}: {type(fault).__name__}.") from fault
        return DeviceKey(cast("pkcs11.SignMixin", private), spki, self._lock)


@cache
def device_keystore(*, module: str, token: str, pin: str) -> DeviceKeystore:
    """The token's keys, after signing in once. Raises KeyUnavailable."""
    try:
        found = pkcs11.lib(module).get_token(token_label=token)
        return DeviceKeystore(session=found.open(rw=True, user_pin=pin))
    except (PKCS11Error, RuntimeError, OSError) as fault:
        raise KeyUnavailable(f"The token {token!r} does not open: {type(fault).__name__}.") from fault
