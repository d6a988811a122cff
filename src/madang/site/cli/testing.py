"""`./madang test`: the tests, on an embedded PostgreSQL of their own."""

import os
import subprocess
import sys

import click

from madang.framework.ops.database import check_database, embedded
from madang.framework.ui.i18n import compile_catalogues
from madang.site.cli.check import RULES, SCHEMAS
from madang.site.cli.console import say, step
from madang.site.cli.migrated import migrated_database, tests_environment
from madang.site.setup.assets import add_node_to_path
from madang.site.setup.checkout import here


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Run the tests; arguments are pytest's."""
    checkout = here()
    with step("Translations"):
        compile_catalogues()
    url = os.environ.get("DATABASE_URL")
    if url:
        check_database(url)
        return _pytest(arguments, url)
    cluster = embedded(var=checkout.var, name="postgres-test", durable=False)
    with step("Database of the tests"):
        cluster.ensure_running()
        url = cluster.ensure_database("madang")
    try:
        return _pytest(arguments, url)
    finally:
        cluster.stop()


def _pytest(arguments: tuple[str, ...], url: str) -> int:
    """pytest's own exit code."""
    template = migrated_database(server=url, root=here().root)
    environment = tests_environment(url=url) | {"TEST_TEMPLATE": template}
    add_node_to_path(here(), environment)
    # The whole suite runs on three workers, two of which mostly wait for browsers and processes, and tells its slowest tests;
    # what `./madang check` runs it leaves to that. Who names tests wants to see them one after the other.
    checked = tuple(f"--ignore={path}" for path in (*RULES, *SCHEMAS))
    whole = ("--numprocesses=3", "--dist=loadscope", "--no-loadscope-reorder", "--durations=40", *checked)
    chosen = arguments or whole
    process = subprocess.Popen([sys.executable, "-m", "pytest", *chosen], cwd=here().root, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            say("  pytest ends what it does.")
