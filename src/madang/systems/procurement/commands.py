"""`./madang procurement …`: a supplier's program seals bids on its own machine, without a database; UNSPSC is imported."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from madang.framework.identity.actor import system_actor
from madang.framework.values import clock
from madang.systems.procurement.formats.base64url import NotBase64, decode
from madang.systems.procurement.formats.sealed_bid import Ceremony, seal
from madang.systems.procurement.formats.unspsc_file import NotUnspsc

GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
MADE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Sealed bids: a key that signs them, and sealing. The list of UNSPSC."""


@command.command()
@click.argument("file", type=GIVEN)
@click.option("--language", default="en", show_default=True, help="The language of its titles.")
@click.pass_obj
def import_unspsc(database: Callable[[], AbstractContextManager[None]], file: Path, language: str) -> None:
    """Import the published list of UNSPSC (CSV or tab-separated): its classes can be chosen and its titles are shown."""
    from madang.systems.procurement.usecases.market.import_classes import import_classes

    with database():
        try:
            count = import_classes(
                data=file.read_bytes(),
                language=language,
                actor=system_actor("procurement.import_unspsc"),
                now=clock.now(),
            )
        except NotUnspsc as fault:
            raise click.ClickException(f"{file.name} was not imported: {fault}.") from fault
    click.echo(f"{count} codes are known now.")


@command.command()
@click.option("--out", type=MADE, required=True, help="Where the secret key goes (PEM); keep it to yourself.")
def new_bidder_key(out: Path) -> None:
    """Make the key with which a program signs bids, and print a signing request for it: paste that on the page of your keys."""
    key = ec.generate_private_key(ec.SECP256R1())
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    out.touch(mode=0o600)
    out.write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    # It names nobody: whose key it is, the market knows.
    asked = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(key, hashes.SHA256())
    click.echo(asked.public_bytes(encoding).decode(), nl=False)


@command.command()
@click.option(
    "--ceremony", type=GIVEN, required=True, help="What GET /api/procurement/tenders/NUMBER/ceremony answered."
)
@click.option("--lot", type=int, default=1, show_default=True, help="The position of the lot.")
@click.option("--supplier", required=True, help="The supplier's registration number.")
@click.option("--content", type=GIVEN, required=True, help='JSON: {"minor", "currency", "draws", "answers"}.')
@click.option("--key", type=GIVEN, required=True, help="The secret key that new-bidder-key made.")
@click.option("--certificate", type=GIVEN, help="The key's certificates (PEM), as the page of your keys gives them.")
@click.option("--out", type=MADE, required=True, help="Where the sealed bid goes.")
def seal_bid(
    ceremony: Path, lot: int, supplier: str, content: Path, key: Path, certificate: Path | None, out: Path
) -> None:
    """Seal and sign a bid, and open it again to be sure. POST it as {"sealed": …} to /api/procurement/bids."""
    try:
        signer = serialization.load_pem_private_key(key.read_bytes(), None)
        sealing, says = _ceremony(json.loads(ceremony.read_text())), json.loads(content.read_text())
        own = x509.load_pem_x509_certificates(certificate.read_bytes())[0] if certificate else None
    except (ValueError, TypeError, KeyError, NotBase64) as fault:
        raise click.ClickException(f"One of the files is not as it should be: {fault}") from fault
    if not isinstance(signer, ec.EllipticCurvePrivateKey) or not isinstance(says, dict):
        raise click.ClickException("The key is no P-256 key, or the content is no JSON object.")
    der = own.public_bytes(serialization.Encoding.DER) if own else b""
    if own and own.public_key() != signer.public_key():
        raise click.ClickException("The first certificate is not that of the key.")
    out.write_bytes(seal(content=says, ceremony=sealing, lot=lot, supplier=supplier, signer=signer, certificate=der))
    click.echo(f"Sealed for {len(sealing.keys)} custodians, of whom {sealing.threshold} open it: {out}")


def _ceremony(told: dict[str, Any]) -> Ceremony:
    keys = tuple(decode(text=one) for one in told["keys"])
    return Ceremony(key=told["ceremony"], tender=told["tender"], threshold=told["threshold"], keys=keys)
