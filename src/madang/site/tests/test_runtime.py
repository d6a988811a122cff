"""What commands run on, and what the last start left prepared."""

import os
import time
from pathlib import Path

import pytest

from madang.framework.ops.cluster import Cluster
from madang.site.cli import runtime
from madang.site.cli.commands import COMMANDS, run
from madang.site.cli.console import CommandFault
from madang.site.cli.prepared import forget, note, recall
from madang.site.cli.runtime import Choice, choose, last_choice, serving, serving_process
from madang.site.setup.checkout import Checkout

GREETING = {"country": "Hanbit", "systems": [], "people": [], "password": ""}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A small checkout with all that the fingerprint looks at."""
    made = Checkout(root=tmp_path, var=tmp_path / "var")
    for file in ("src/madang/a.py", "node_modules/.madang-stamp", "var/static-stamp", "server/data/PG_VERSION"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("x")
    return made


@pytest.fixture
def cluster(checkout: Checkout) -> Cluster:
    """A server that is not asked anything."""
    return Cluster(home=checkout.root / "server", software=checkout.root)


def test_each_country_and_size_has_a_database_of_its_own() -> None:
    choices = [Choice(), Choice("xx"), Choice(population=1_000_000), Choice("xx", 100)]
    assert [one.database for one in choices] == ["madang_kr", "madang_xx", "madang_kr_1000000", "madang_xx_100"]


def test_what_up_served_last_is_what_the_commands_beside_it_use(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADANG_COUNTRY", "kr")
    choose(checkout, Choice("xx", 500))
    assert last_choice(checkout) == Choice("xx", 500)
    assert os.environ["MADANG_COUNTRY"] == "xx"


def test_a_choice_that_cannot_be_read_is_the_default(checkout: Checkout) -> None:
    (checkout.var / "choice.json").write_text("{")
    assert last_choice(checkout).population == runtime.DEFAULT_POPULATION


def test_an_unchanged_checkout_is_known_as_prepared(checkout: Checkout, cluster: Cluster) -> None:
    assert recall(checkout=checkout, choice=Choice(), cluster=cluster) is None
    note(checkout=checkout, choice=Choice(), cluster=cluster, greeting=GREETING)
    assert recall(checkout=checkout, choice=Choice(), cluster=cluster) == GREETING


@pytest.mark.parametrize(
    "changed", ["src/madang/a.py", "src/madang/new.po", "node_modules/.madang-stamp", "server/data/PG_VERSION"]
)
def test_what_changed_is_prepared_again(checkout: Checkout, cluster: Cluster, changed: str) -> None:
    note(checkout=checkout, choice=Choice(), cluster=cluster, greeting=GREETING)
    time.sleep(0.01)
    (checkout.root / changed).write_text("y")
    assert recall(checkout=checkout, choice=Choice(), cluster=cluster) is None


def test_another_choice_is_prepared_by_itself(checkout: Checkout, cluster: Cluster) -> None:
    note(checkout=checkout, choice=Choice(), cluster=cluster, greeting=GREETING)
    assert recall(checkout=checkout, choice=Choice("xx"), cluster=cluster) is None


def test_work_by_hand_makes_the_next_start_look_again(checkout: Checkout, cluster: Cluster) -> None:
    note(checkout=checkout, choice=Choice(), cluster=cluster, greeting=GREETING)
    forget(checkout=checkout)
    assert recall(checkout=checkout, choice=Choice(), cluster=cluster) is None


def test_a_second_up_is_told_of_the_first(checkout: Checkout) -> None:
    with serving(checkout):
        assert serving_process(checkout) == os.getpid()
        with (
            pytest.raises(CommandFault, match=rf"already runs in this checkout \(process {os.getpid()}\)"),
            serving(checkout),
        ):
            pass
    assert serving_process(checkout) is None
    with serving(checkout):
        pass


def test_every_command_can_be_called() -> None:
    from madang.site.cli.commands import madang

    context = madang.make_context("madang", ["up"], resilient_parsing=True)
    assert all(madang.get_command(context, name) is not None for name in COMMANDS)


def test_an_unknown_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upp"]) == 2
    assert "No such command 'upp'" in capsys.readouterr().err


def test_a_full_disk_is_told_in_one_sentence_wherever_it_strikes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/srv/file")

    monkeypatch.setattr("madang.site.cli.commands.madang.main", full)
    assert run(["up"]) == 1
    assert capsys.readouterr().err.startswith("The disk is full")
