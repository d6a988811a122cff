"""`./madang elections …`: what anybody can check of an election, and what credential authority and trustees do on a machine
of their own. No database and no network is needed; secrets go into new files that only their owner reads.
"""

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from madang.systems.elections.domain.belenios.archive import Archive
from madang.systems.elections.domain.belenios.credentials import new_credentials
from madang.systems.elections.domain.belenios.election import Election
from madang.systems.elections.domain.belenios.group import group_for
from madang.systems.elections.domain.belenios.mixnet import shuffle
from madang.systems.elections.domain.belenios.tally import partial_decryption
from madang.systems.elections.domain.belenios.trustees import new_trustee
from madang.systems.elections.domain.belenios.verify import Broken, Report, verify
from madang.systems.elections.domain.belenios.waiting import waiting
from madang.systems.elections.domain.belenios.wire import Malformed

NEW = click.Path(exists=False, path_type=Path)
RANKED = click.option("--ranked", is_flag=True, help="For an election that asks for rankings or grades.")
GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)
# Below this, a second process costs more than it saves.
WORTH_SHARING = 5_000_000


@click.group()
def command() -> None:
    """Elections that anybody can check."""


@command.command("verify")
@click.argument("file", type=GIVEN)
@click.option("--former", type=GIVEN, help="A copy that you kept: FILE must continue it.")
@click.option("--commitments", type=GIVEN, help="The file UUID.commitments beside it: the same is found sooner.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def verify_file(file: Path, former: Path | None, commitments: Path | None, as_json: bool) -> None:
    """Check everything in the archive FILE (UUID.bel). 0: all checks passed; 1: the first that failed, by its name."""
    try:
        report = _verified(file, former, commitments)
    except Broken as broken:
        click.echo(f"{broken.check}: {broken.says}", err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2) if as_json else _told(report))


def _verified(file: Path, former: Path | None, commitments: Path | None) -> Report:
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Ballots", total=None)

        def progress(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total)

        if file.stat().st_size < WORTH_SHARING:
            return verify(archive=file, former=former, commitments=commitments, progress=progress)
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
            return verify(archive=file, former=former, commitments=commitments, executor=executor, progress=progress)


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
    _write_secret(private, made.private)
    click.echo(made.public)


@command.command("new-credentials")
@click.argument("roll", type=GIVEN)
@RANKED
@click.option("--spare", type=click.IntRange(0, 10_000), default=10, help="How many more, for those that get lost.")
@click.option("--secrets", "kept", type=NEW, required=True, help="A new file: what each voter is sent.")
@click.option("--spares", type=NEW, required=True, help="A new file: the secrets of the spare ones, which stay here.")
def credentials(roll: Path, ranked: bool, spare: int, kept: Path, spares: Path) -> None:
    """Credentials for ROLL (the numbers that the desk gives out); the public parts go to the standard output."""
    said = json.loads(roll.read_text())
    weights = {int(one["number"]): int(one["weight"]) for one in said["roll"]}
    made = new_credentials(uuid=said["uuid"], count=len(weights) + spare, group=group_for(ranked=ranked))
    given, left = dict(zip(weights, made, strict=False)), made[len(weights) :]
    _write_secret(kept, json.dumps({"secrets": {number: one.secret for number, one in given.items()}}, indent=1))
    _write_secret(spares, json.dumps([one.secret for one in left], indent=1))
    parts = [{"number": number, "public": one.public, "weight": weights[number]} for number, one in given.items()]
    parts += [{"number": 0, "public": one.public, "weight": 1} for one in left]
    click.echo(json.dumps({"credentials": parts}))


@command.command("shuffle")
@click.argument("file", type=GIVEN)
def shuffle_ballots(file: Path) -> None:
    """A trustee's shuffle of the ranked ballots in FILE (UUID.bel as it stands now), with its proof, to the standard output.

    Every check of FILE is made before. Keep nothing: who knows the order of a shuffle knows more than anybody should.
    """
    election, tally = _sound(file)
    if not election.ranked:
        raise click.ClickException("This election asks for no rankings: there is nothing to shuffle.")
    click.echo(shuffle(election=election, tally=tally))


@command.command("decrypt")
@click.argument("file", type=GIVEN)
@click.option("--key", type=GIVEN, required=True, help="The trustee's private key.")
def decrypt_tally(file: Path, key: Path) -> None:
    """A trustee's part of the decryption of FILE, with proofs, to the standard output; every check of FILE is made before."""
    election, tally = _sound(file)
    click.echo(partial_decryption(election=election, tally=tally, private_key=key.read_text().strip()))


def _sound(file: Path) -> tuple[Election, str]:
    try:
        verify(archive=file)
        with file.open("rb") as opened:
            return waiting(archive=Archive(file=opened))
    except (Broken, Malformed) as refused:
        raise click.ClickException(str(refused)) from None


def _write_secret(path: Path, text: str) -> None:
    """Only for whoever writes it, and never over something."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
