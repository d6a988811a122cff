"""Keys in an encrypted folder and in a real PKCS#11 device (SoftHSM2), through one interface."""

import hashlib
import os
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from madang.framework.identity.actor import system_actor
from madang.systems.signatures.gateways.keys import FolderKeystore, Keystore, KeyUnavailable, open_key
from madang.systems.signatures.tests.conftest import openssl, pem
from madang.systems.signatures.usecases.found_services import found_services
from madang.systems.signatures.usecases.publish_crl import latest_list

LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


@pytest.fixture(scope="session")
def device(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh token of SoftHSM2."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    command = ["softhsm2-util", "--init-token", "--free", "--label", "madang", "--pin", "1234", "--so-pin", "5678"]
    subprocess.run(command, check=True, capture_output=True)
    module = next((path for path in LIBRARIES if Path(path).exists()), "")
    assert module, "softhsm2 is not installed: apt-get install softhsm2"
    return {"module": module, "token": "madang", "pin": "1234"}


def check(store: Keystore) -> None:
    """What every keystore does."""
    label = store.create()
    key = store.open(label=label)
    public = serialization.load_der_public_key(key.public_key)
    assert isinstance(public, ec.EllipticCurvePublicKey)
    algorithm = ec.ECDSA(hashes.SHA256())
    public.verify(key.sign(data=b"what is signed"), b"what is signed", algorithm)
    digest = hashlib.sha256(b"what is signed").digest()
    public.verify(key.sign_digest(digest=digest), b"what is signed", algorithm)
    with pytest.raises(KeyUnavailable):
        store.open(label="0" * 32)


def test_a_folder_keeps_keys_encrypted(tmp_path: Path) -> None:
    store = FolderKeystore(folder=tmp_path, passphrase="right")
    check(store)
    file = next(tmp_path.glob("*.key"))
    assert file.stat().st_mode & 0o077 == 0
    read = openssl("pkcs8", "-inform", "DER", "-in", file.name, "-passin", "pass:right", folder=tmp_path)
    assert "BEGIN PRIVATE KEY" in read.stdout
    with pytest.raises(KeyUnavailable):
        FolderKeystore(folder=tmp_path, passphrase="wrong").open(label=file.stem)
    with pytest.raises(KeyUnavailable):
        FolderKeystore(folder=tmp_path, passphrase="")


@pytest.mark.django_db
def test_an_authority_lives_in_a_device(
    device: dict[str, str], settings: object, now: datetime, tmp_path: Path
) -> None:
    from madang.systems.signatures.gateways.pkcs11_device import device_keystore

    check(device_keystore(**device))
    settings.MADANG_PKCS11 = device  # type: ignore[attr-defined]
    services = found_services(actor=system_actor("test"), now=now)
    (tmp_path / "root.pem").write_bytes(pem(services.root.certificate))
    (tmp_path / "own.pem").write_bytes(pem(services.authority.certificate))
    assert openssl("verify", "-CAfile", "root.pem", "own.pem", folder=tmp_path).returncode == 0
    published = latest_list(authority=services.authority)
    assert published is not None
    (tmp_path / "list.crl").write_bytes(published.der)
    read = openssl("crl", "-inform", "DER", "-in", "list.crl", "-CAfile", "own.pem", "-noout", folder=tmp_path)
    assert "verify OK" in read.stderr
    with pytest.raises(KeyUnavailable):
        open_key(label="f" * 32)


def test_a_token_that_does_not_open_is_told(device: dict[str, str]) -> None:
    from madang.systems.signatures.gateways.pkcs11_device import device_keystore

    with pytest.raises(KeyUnavailable, match="does not open"):
        device_keystore(**{**device, "token": "elsewhere"})
