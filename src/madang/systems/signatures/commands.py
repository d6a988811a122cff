"""`./madang signatures …`: ceremonies of an offline root, and what members need to ask for certificates by ACME."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from madang.framework.identity.actor import system_actor
from madang.framework.values import Refusal, clock
from madang.systems.signatures.domain.shares import Share, SharesDoNotFit, read_share
from madang.systems.signatures.formats.acme import encode
from madang.systems.signatures.formats.signing_requests import UnfitRequest, write_request
from madang.systems.signatures.gateways.keys import keystore, open_key
from madang.systems.signatures.usecases import hold_offline_ceremony as offline
from madang.systems.signatures.usecases.acme_accounts import binding_secret
from madang.systems.signatures.usecases.install_authority import install_authority

# The launcher hands it to each command (docs/howto/add-a-command.md).
Database = Callable[[], AbstractContextManager[None]]
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
_PEM = serialization.Encoding.PEM
GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """The trust services: ceremonies of the root, secrets of the exchange's members."""


@command.group()
def ceremony() -> None:
    """The root's key: `begin`, `sign` and `list` on a machine without network; `request` and `install` online."""


@ceremony.command()
@click.option("--at", type=FOLDER, required=True, help="The ceremony's folder, on a medium that stays offline.")
@click.option("--custodian", "custodians", multiple=True, required=True, help="A custodian's name; once for each.")
@click.option("--threshold", type=int, required=True, help="How many of them open the key together.")
@click.option("--public-url", required=True, help="Where the country's trust services will be found.")
@click.option("--shares-in", type=FOLDER, help="Write each share into a file there instead of showing it.")
def begin(at: Path, custodians: tuple[str, ...], threshold: int, public_url: str, shares_in: Path | None) -> None:
    """Make a root and split what opens its key among the custodians."""
    plan = offline.Plan(custodians=custodians, threshold=threshold, public_url=public_url)
    try:
        shares = offline.begin(at=at, plan=plan, now=clock.now())
    except (FileExistsError, ValueError) as fault:
        raise click.ClickException(str(fault)) from fault
    for custodian, share in zip(custodians, shares, strict=True):
        _hand_over(custodian, share, shares_in)
    _write(at / "root.pem", x509.load_der_x509_certificate(offline.root_of(at=at)).public_bytes(_PEM))
    click.echo(f"The root is made. Its certificate is {at / 'root.pem'}; print the record: {at / 'record.txt'}")


def _hand_over(custodian: str, share: Share, folder: Path | None) -> None:
    """A share is seen by its custodian alone."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(folder / f"share-{share.place}.txt", f"{share.write()}\n".encode())
        return
    click.pause(f"{custodian} comes to the screen, everybody else turns away. Then press a key.")
    click.echo(share.write())
    click.pause("Copy it, and read it back. Then press a key: it is wiped from the screen.")
    click.clear()


def _shares(files: tuple[Path, ...], at: Path) -> list[Share]:
    """From files, or typed by the custodians without being shown."""
    try:
        if files:
            return [read_share(text=path.read_text()) for path in files]
        count = click.prompt(f"How many custodians of {at} are present", type=click.IntRange(2, 255))
        return [read_share(text=click.prompt(f"Share {place + 1}", hide_input=True)) for place in range(count)]
    except SharesDoNotFit as fault:
        raise click.ClickException(str(fault)) from fault


@ceremony.command()
@click.option("--at", type=FOLDER, required=True, help="The ceremony's folder.")
@click.option("--request", type=GIVEN, required=True, help="The request that was carried in.")
@click.option("--out", type=FILE, required=True, help="What is to be carried out.")
@click.option("--share", "shares", type=GIVEN, multiple=True, help="A file with a share; without any they are typed.")
def sign(at: Path, request: Path, out: Path, shares: tuple[Path, ...]) -> None:
    """Sign an issuing authority whose request was carried in on a file."""
    try:
        made = offline.sign_authority(at=at, shares=_shares(shares, at), request=request.read_bytes(), now=clock.now())
    except UnfitRequest as fault:
        raise click.ClickException(f"The request cannot be signed ({fault}).") from fault
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    _write(out, made)
    click.echo(f"Signed. Carry {out} to the authority; print the record: {at / 'record.txt'}")


@ceremony.command(name="list")
@click.option("--at", type=FOLDER, required=True, help="The ceremony's folder.")
@click.option("--out", type=FILE, required=True, help="The list in PEM, to be carried out.")
@click.option("--revoke", default="", help="The serial number of an authority that is revoked from now on.")
@click.option("--share", "shares", type=GIVEN, multiple=True, help="A file with a share; without any they are typed.")
def renew_list(at: Path, out: Path, revoke: str, shares: tuple[Path, ...]) -> None:
    """Sign a fresh list of the root."""
    try:
        listed = offline.renew_list(at=at, shares=_shares(shares, at), revoke=revoke, now=clock.now())
    except LookupError as fault:
        raise click.ClickException(str(fault.args[0])) from fault
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    _write(out, x509.load_der_x509_crl(listed).public_bytes(_PEM))
    click.echo(f"Signed. Carry {out} out; print the record: {at / 'record.txt'}")


@ceremony.command()
@click.option("--at", type=FOLDER, required=True, help="The ceremony's folder.")
def record(at: Path) -> None:
    """Show the record, and whether every line of it is as it was written."""
    try:
        for line in offline.read_record(at=at):
            click.echo(line)
    except (offline.RecordBroken, FileNotFoundError) as fault:
        raise click.ClickException(str(fault)) from fault


@ceremony.command()
@click.option("--out", type=FILE, required=True, help="The request, to be carried to the ceremony.")
def request(out: Path) -> None:
    """Online: make an issuing authority's key, and the request for its certificate."""
    label = keystore().create()
    key = open_key(label=label)
    _write(out, write_request(signer=key, public_key=key.public_key, common_name="Issuing authority"))
    click.echo(f"Carry {out} to the ceremony. The key's label is {label}: `install` asks for it.")


@ceremony.command()
@click.option("--carried", type=GIVEN, required=True, help="What the ceremony wrote.")
@click.option("--label", required=True, help="The label of the key that `request` made.")
@click.pass_obj
def install(database: Database, carried: Path, label: str) -> None:
    """Online: take up the authority that the ceremony signed."""
    try:
        with database():
            made = install_authority(
                carried=carried.read_bytes(), label=label, actor=system_actor("ceremony"), now=clock.now()
            )
    except Refusal as refusal:
        raise click.ClickException(f"{refusal} {' '.join(fault.says for fault in refusal.faults)}") from refusal
    click.echo(f"{made.name} issues from now on, until {made.valid_until:%Y-%m-%d}.")


@command.command(name="acme-secret")
@click.argument("member")
def acme_secret(member: str) -> None:
    """The secret with which a member of the exchange binds its ACME account (external account binding)."""
    click.echo(f"key identifier: {member}\nHMAC key: {encode(binding_secret(member=member))}")


def _write(path: Path, data: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(data)
