"""What `./madang up` prints when everything runs: where, what, and as whom."""

from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from madang.site.cli.console import out
from madang.site.cli.prepared import Greeting
from madang.site.cli.runtime import Choice, is_demo


def greeting_of(choice: Choice) -> Greeting:
    """The country, the systems of this process, and the demo's sign-ins as the country's pack invents them."""
    from django.apps import apps
    from django.conf import settings
    from django.utils import translation

    from madang.framework.law import load_pack

    pack = load_pack(choice.country)
    demo = (pack.data("demo") if is_demo() else None) or {}
    with translation.override("en"):
        systems = [[name, str(apps.get_app_config(name).verbose_name)] for name in settings.SYSTEMS]
    people = [
        [one["login"], _both_names(one), str(one.get("role", {}).get("en", ""))]
        for one in demo.get("residents", ())
        if one.get("account")
    ]
    people += [
        [one["login"], _and_latin(one["name"], one["name_latin"]), f"official: {one['title']['en']}"]
        for one in demo.get("officials", ())
    ]
    return {
        "country": str(pack.names.get("en", pack.name)),
        "systems": systems,
        "people": people,
        "password": str(demo.get("password", "")),
    }


def _both_names(one: Greeting) -> str:
    given, family = one["given"], one["family"]
    if given["native"] == given["latin"]:
        return f"{given['latin']} {family['latin']}"
    return _and_latin(f"{family['native']}{given['native']}", f"{given['latin']} {family['latin']}")


def _and_latin(native: str, latin: str) -> str:
    """A name for people who read its own letters and for those who do not."""
    return native if native == latin else f"{native} ({latin})"


def welcome(*, greeting: Greeting, choice: Choice, port: int) -> None:
    """The address, the systems that run here, and the demo's sign-ins."""
    out.print(f"\n[bold]Madang[/bold]: {escape(greeting['country'])}, {choice.population:,} residents\n")
    out.print(_table(("system", "what it is"), greeting["systems"]))
    if greeting["people"]:
        out.print(f"\nSign in as one of these; the password is [bold]{escape(greeting['password'])}[/bold]\n")
        out.print(_table(("sign-in", "name", "who"), greeting["people"]))
    out.print(Panel.fit(f"Open [bold]http://127.0.0.1:{port}[/bold]   (Ctrl-C stops everything)"))


def _table(headings: tuple[str, ...], rows: list[list[str]]) -> Table:
    table = Table()
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*map(escape, row))
    return table
