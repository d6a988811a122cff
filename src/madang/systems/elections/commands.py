"""`./madang elections …`: what anybody can check of an election, and what credential authority and trustees do on a machine
of their own. No database and no network is needed; secrets go into new files that only their owner reads.
"""

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import Progress

from madang.systems.elections.domain.belenios.archive import Archive
from madang.systems.elections.domain.belenios.board import owned_json
from madang.systems.elections.domain.belenios.ceremony import (
    accept,
    agreed_threshold,
    check_share,
    name_of,
    new_seat,
    opened,
    polynomial_size,
    publish,
    route,
    share,
)
from madang.systems.elections.domain.belenios.credentials import credentials_json, new_credentials
from madang.systems.elections.domain.belenios.group import Group, group_for
from madang.systems.elections.domain.belenios.mixnet import shuffle
from madang.systems.elections.domain.belenios.overrides import Overridden, verify_overridden
from madang.systems.elections.domain.belenios.tally import partial_decryption
from madang.systems.elections.domain.belenios.trustees import new_trustee, owner_of
from madang.systems.elections.domain.belenios.verify import Broken, Report, verify
from madang.systems.elections.domain.belenios.waiting import Waiting, waiting
from madang.systems.elections.domain.belenios.wire import Malformed
from madang.systems.elections.formats.offline_files import (
    BadFile,
    about,
    identities_of,
    lines_of,
    roll_of,
    round_of,
    sealed_key_of,
    seed_of,
    text_of,
    write_secret,
)

NEW = click.Path(exists=False, path_type=Path)
RANKED = click.option("--ranked", is_flag=True, help="For an election that asks for rankings or grades.")
GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
OWNER = click.option(
    "--trustee-id", "owner", type=click.IntRange(1), help="The trustee's number, which is written behind."
)
CERTIFICATES = click.option(
    "--certs",
    "certificates",
    type=GIVEN,
    required=True,
    help="The certificates of all, a line each; or the file that the desk gives out, which says all the rest.",
)
# Below this, a second process costs more than it saves.
WORTH_SHARING = 5_000_000


@click.group()
def command() -> None:
    """Elections that anybody can check."""


@command.command("verify")
@click.argument("file", type=GIVEN)
@click.option("--former", type=GIVEN, help="A copy that you kept: FILE must continue it.")
@click.option("--commitments", type=GIVEN, help="The file UUID.commitments beside it: the same is found sooner.")
@click.option(
    "--collected", type=GIVEN, help="Where paper overrides: the board as collected, which --former then is about."
)
@click.option("--overridden", type=GIVEN, help="With --collected: the list of what FILE leaves out.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def verify_file(
    file: Path,
    former: Path | None,
    commitments: Path | None,
    collected: Path | None,
    overridden: Path | None,
    as_json: bool,
) -> None:
    """Check everything in the archive FILE (UUID.bel). 0: all checks passed; 1: the first that failed, by its name."""
    if (collected is None) is not (overridden is None):
        raise click.UsageError("--collected and --overridden belong together.")
    try:
        if collected is not None and overridden is not None:
            both = partial(verify_overridden, counted=file, collected=collected, overridden=overridden)
            found = _verified(collected, both, former=former, commitments=commitments)
            told, said = _told(found.counted) + _left_out(found), asdict(found)
        else:
            report = _verified(file, partial(verify, archive=file), former=former, commitments=commitments)
            told, said = _told(report), asdict(report)
    except Broken as broken:
        click.echo(f"{broken.check}: {broken.says}", err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(said, ensure_ascii=False, indent=2) if as_json else told)


def _left_out(found: Overridden) -> str:
    return (
        f"\n  ballots collected            {found.collected.ballots:,}"
        f"\n  left out for paper           {found.ballots:,}, of {found.credentials:,} credentials"
        f"\n  last event collected         {found.collected.last_event}"
    )


Found = TypeVar("Found")


def _verified(file: Path, check: Callable[..., Found], **given: Path | None) -> Found:
    """What `check` finds; with all processors where `file` is worth it."""
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Ballots", total=None)

        def progress(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total)

        if file.stat().st_size < WORTH_SHARING:
            return check(**given, progress=progress)
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
            return check(**given, executor=executor, progress=progress)


def _told(report: Report) -> str:
    lines = [
        f"All checks passed: “{report.name}” ({report.uuid})",
        f"  fingerprint of the election  {report.fingerprint}",
        f"  credentials on the list      {report.voters:,}",
        f"  ballots on the board         {report.ballots:,}",
    ]
    if report.counts is None:
        lines.append("  no result yet")
    else:
        lines.append(f"  ballots counted              {report.tallied:,}, of weight {report.weight:,}")
        for place, (row, ranked) in enumerate(zip(report.counts, report.rankings or (), strict=True), 1):
            told = f"{len(ranked):,} rankings, shuffled and opened" if ranked else ", ".join(map(str, row))
            lines.append(f"  question {place}: {told}")
    lines.append(f"  last event (keep it)         {report.last_event}")
    return "\n".join(lines)


@command.command("new-key")
@RANKED
@click.option("--private", type=NEW, required=True, help="A new file, which stays here.")
def new_key(private: Path, ranked: bool) -> None:
    """A trustee's new key: the private part into a file that only you read, the public part to the standard output."""
    made = new_trustee(group=group_for(ranked=ranked))
    with _said():
        write_secret(private, made.private)
    click.echo(made.public)


@command.command("new-credentials")
@click.argument("roll", type=GIVEN)
@RANKED
@click.option("--uuid", help="ROLL is a list as belenios-tool takes it; the election's identifier.")
@click.option("--spare", type=click.IntRange(0, 10_000), default=10, help="How many more, for those that get lost.")
@click.option("--secrets", "kept", type=NEW, required=True, help="A new file: what each voter is sent.")
@click.option("--spares", type=NEW, help="A new file: the secrets of the spare ones, which stay here.")
def credentials(roll: Path, ranked: bool, uuid: str | None, spare: int, kept: Path, spares: Path | None) -> None:
    """Credentials for ROLL (the numbers that the desk gives out); the public parts go to the standard output.

    With --uuid, ROLL has an identity a line, with its weight as `identity,login,weight`, and no spare ones are made: secrets
    and public parts are written as belenios-tool's .privcreds and .pubcreds, but that the public ones name nobody.
    """
    group = group_for(ranked=ranked)
    with _said():
        if uuid:
            _credentials_of_list(roll, uuid, kept, group)
            return
        if spares is None:
            raise click.UsageError("--spares names the file of the spare ones; only a list with --uuid has none.")
        found = roll_of(roll)
        made = new_credentials(uuid=found.uuid, count=len(found.weights) + spare, group=group)
        given, left = dict(zip(found.weights, made, strict=False)), made[len(found.weights) :]
        write_secret(kept, json.dumps({"secrets": {number: one.secret for number, one in given.items()}}, indent=1))
        write_secret(spares, json.dumps([one.secret for one in left], indent=1))
    parts = [{"number": number, "public": one.public, "weight": found.weights[number]} for number, one in given.items()]
    parts += [{"number": 0, "public": one.public, "weight": 1} for one in left]
    click.echo(json.dumps({"credentials": parts}))


def _credentials_of_list(roll: Path, uuid: str, kept: Path, group: Group) -> None:
    weights = identities_of(roll)
    made = new_credentials(uuid=uuid, count=len(weights), group=group)
    write_secret(kept, "".join(f"{who} {one.secret}\n" for who, one in zip(weights, made, strict=True)))
    publics = dict(zip((one.public for one in made), weights.values(), strict=True))
    click.echo(credentials_json(publics=publics))


@command.command("shuffle")
@click.argument("file", type=GIVEN)
@OWNER
def shuffle_ballots(file: Path, owner: int | None) -> None:
    """A trustee's shuffle of the ranked ballots in FILE (UUID.bel as it stands now), with its proof, to the standard output.

    Every check of FILE is made before. Keep nothing: who knows the order of a shuffle knows more than anybody should.
    """
    with _said():
        waits = _sound(file)
        if not waits.election.ranked:
            raise BadFile(f"{file}: this election asks for no rankings, so there is nothing to shuffle.")
        if waits.shuffled:
            raise BadFile(f"{file}: as many trustees shuffled as are needed; what is awaited now is the decryption.")
        made = shuffle(election=waits.election, tally=waits.tally)
    _echo_part(made, owner)


@command.command("decrypt")
@click.argument("file", type=GIVEN)
@click.option("--key", type=GIVEN, required=True, help="The trustee's private key.")
@OWNER
def decrypt_tally(file: Path, key: Path, owner: int | None) -> None:
    """A trustee's part of the decryption of FILE, with proofs, to the standard output; every check of FILE is made before."""
    with _said():
        _decrypt(_sound(file), file, key, text_of(key), owner)


@command.command("decrypt-threshold")
@click.argument("file", type=GIVEN)
@click.option("--key", type=GIVEN, required=True, help="The trustee's key of the ceremony.")
@click.option("--decryption-key", "sealed", type=GIVEN, required=True, help="What `ceremony output` wrote.")
@OWNER
def decrypt_tally_of_threshold(file: Path, key: Path, sealed: Path, owner: int | None) -> None:
    """The same by a trustee of whom a few of many suffice."""
    with _said():
        waits, seed = _sound(file), seed_of(key)
        with about(sealed):
            private = opened(seed=seed, sealed=sealed_key_of(sealed), group=waits.election.group)
        _decrypt(waits, file, sealed, private, owner)


def _decrypt(waits: Waiting, file: Path, key: Path, private: str, owner: int | None) -> None:
    if not waits.shuffled:
        # Opened now, each ballot would still stand where its voter's credential stands.
        raise BadFile(f"{file}: fewer trustees shuffled than are needed; nothing is decrypted before.")
    with about(key):
        found, keys = owner_of(private_key=private, trustees=waits.trustees), waits.trustees.keys
        # Where one of a threshold suffices, all of them have one key, and only the trustee knows who it is.
        if owner and keys[owner - 1 : owner] != (keys[found - 1],):
            raise Malformed(f"this is not the key of trustee {owner}, but of trustee {found}.")
    _echo_part(partial_decryption(election=waits.election, tally=waits.tally, private_key=private), owner or found)


def _echo_part(part: str, owner: int | None) -> None:
    """As belenios-tool writes it, and the desk takes it: whose it is stands in a second line."""
    click.echo(part)
    if owner:
        click.echo(owned_json(owner=owner, payload=part))


def _sound(file: Path) -> Waiting:
    try:
        verify(archive=file)
        with file.open("rb") as read:
            return waiting(archive=Archive(file=read))
    except (Broken, Malformed) as refused:
        raise BadFile(f"{file}: {refused}") from refused


@contextmanager
def _said() -> Iterator[None]:
    """What cannot be used is said in a sentence."""
    try:
        yield
    except BadFile as bad:
        raise click.ClickException(str(bad)) from None


@command.group()
def ceremony() -> None:
    """The ceremony by which trustees make one key, of whom a few of many suffice. Files are those of belenios-tool."""


@ceremony.command("certificate")
@RANKED
@click.option("--key", type=NEW, required=True, help="A new file, which stays here.")
def ceremony_certificate(key: Path, ranked: bool) -> None:
    """Step 1, each trustee: a key into a file that only you read, its certificate to the standard output."""
    made = new_seat(group=group_for(ranked=ranked))
    with _said():
        write_secret(key, f"{made.seed}\n")
    click.echo(made.certificate)


@ceremony.command("check")
@CERTIFICATES
@RANKED
def ceremony_check(certificates: Path, ranked: bool) -> None:
    """Step 2, everybody: every certificate is signed. Compare the names aloud; the order is that of the trustees."""
    with _said():
        found = round_of(certificates, group=group_for(ranked=ranked))
    for place, one in enumerate(found.certificates, 1):
        click.echo(f"{place}. {name_of(certificate=one)}")


@ceremony.command("polynomial")
@CERTIFICATES
@RANKED
@click.option("--key", type=GIVEN, required=True, help="The key of step 1.")
@click.option("--threshold", type=click.IntRange(1), help="How many are to suffice; the desk's file says it.")
def ceremony_polynomial(certificates: Path, key: Path, ranked: bool, threshold: int | None) -> None:
    """Step 3, each trustee: a polynomial, sealed for every other trustee, to the standard output."""
    with _said():
        found = round_of(certificates, group=group_for(ranked=ranked))
        agreed = threshold or found.threshold
        if not agreed:
            raise click.UsageError(f"{certificates} does not say how many trustees are to suffice: --threshold does.")
        if found.threshold not in {0, agreed}:
            raise BadFile(f"{certificates}: it says that {found.threshold} are to suffice, and you say {agreed}.")
        with about(certificates):
            made = share(seed=seed_of(key), certificates=found.certificates, threshold=agreed, group=found.group)
    click.echo(made)


@ceremony.command("route")
@CERTIFICATES
@RANKED
@click.option(
    "--polynomials", type=GIVEN, required=True, help="Those of all, a line each, in the order of the certificates."
)
@click.option("--into", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, help="A folder.")
def ceremony_route(certificates: Path, polynomials: Path, into: Path, ranked: bool) -> None:
    """Step 4, who runs the election without the desk: a file NAME.vinput for each trustee, by the names that `check` tells."""
    with _said():
        found, lines = round_of(certificates, group=group_for(ranked=ranked)), lines_of(polynomials)
        if len(lines) != len(found.certificates):
            raise BadFile(
                f"{polynomials}: it has {len(lines)} polynomials, and there are {len(found.certificates)} trustees."
            )
        with about(polynomials):
            size = polynomial_size(shared=lines[0])
            for place, one in enumerate(lines):
                check_share(certificates=found.certificates, place=place, threshold=size, shared=one, group=found.group)
            routed = route(shares=lines)
    for certificate, one in zip(found.certificates, routed, strict=True):
        path = into / f"{name_of(certificate=certificate)}.vinput"
        path.write_text(f"{one}\n")
        click.echo(path)


@ceremony.command("output")
@CERTIFICATES
@RANKED
@click.option("--key", type=GIVEN, required=True, help="The key of step 1.")
@click.option("--vinput", type=GIVEN, help="What came for you in step 4; the desk's file holds it.")
def ceremony_output(certificates: Path, key: Path, vinput: Path | None, ranked: bool) -> None:
    """Step 5, each trustee: every share is checked; your public key, and your private one sealed to yourself. Keep it, too."""
    with _said():
        found, seed = round_of(certificates, group=group_for(ranked=ranked)), seed_of(key)
        routed = text_of(vinput) if vinput else found.routed
        if not routed:
            raise BadFile(
                f"{certificates}: what the others sealed for you is not in it yet; or name a file by --vinput."
            )
        with about(vinput or certificates):
            agreed = agreed_threshold(seed=seed, routed=routed, group=found.group)
            made = accept(
                seed=seed, certificates=found.certificates, threshold=agreed, routed=routed, group=found.group
            )
    click.echo(made)


@ceremony.command("publish")
@CERTIFICATES
@RANKED
@click.option("--polynomials", type=GIVEN, required=True, help="Those of all, a line each.")
@click.option("--outputs", type=GIVEN, required=True, help="Those of step 5, a line each.")
def ceremony_publish(certificates: Path, polynomials: Path, outputs: Path, ranked: bool) -> None:
    """Step 6, who runs the election without the desk: what stands among its trustees (threshold.json), all of it checked."""
    with _said():
        found, shares = round_of(certificates, group=group_for(ranked=ranked)), lines_of(polynomials)
        with about(polynomials):
            size = polynomial_size(shared=shares[0])
        with about(outputs):
            made = publish(
                certificates=found.certificates,
                threshold=size,
                shares=shares,
                accepted=lines_of(outputs),
                group=found.group,
            )
    click.echo(made)
