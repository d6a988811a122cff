"""What `./madang up` prints when everything runs: where, what, and as whom."""

from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from madang.site.cli.console import out
from madang.site.cli.runtime import Choice, is_demo


def welcome(*, choice: Choice, port: int) -> None:
    """The address, the systems that run here, and the demo's sign-ins."""
    out.print(_systems(choice))
    if is_demo():
        people = _people(choice)
        if people is not None:
            out.print(people)
    out.print(Panel.fit(f"Open [bold]http://127.0.0.1:{port}[/bold]   (Ctrl-C stops everything)"))


def _systems(choice: Choice) -> Table:
    from django.apps import apps
    from django.conf import settings
    from django.utils import translation

    from madang.framework.law import load_pack

    pack = load_pack(choice.country)
    table = Table(
        title=f"Madang: {escape(pack.names.get('en', pack.name))}, {choice.population:,} residents",
        title_justify="left",
    )
    table.add_column("system")
    table.add_column("what it is")
    with translation.override("en"):
        for system in settings.SYSTEMS:
            config = apps.get_app_config(system)
            table.add_row(system, escape(str(config.verbose_name)))
    return table


def _people(choice: Choice) -> Table | None:
    """The demo's sign-ins, as the country's pack invents them."""
    from madang.framework.law import load_pack

    demo = load_pack(choice.country).data("demo")
    if not demo:
        return None
    table = Table(
        title=f"Sign in as one of these; the password is [bold]{escape(demo['password'])}[/bold]", title_justify="left"
    )
    for heading in ("sign-in", "name", "who"):
        table.add_column(heading)
    for one in demo["residents"]:
        if one.get("account"):
            name = (
                f"{one['family']['native']}{one['given']['native']} ({one['family']['latin']} {one['given']['latin']})"
            )
            table.add_row(one["login"], escape(name), escape(one["role"]["en"]))
    for one in demo["officials"]:
        table.add_row(
            one["login"], escape(f"{one['name']} ({one['name_latin']})"), escape(f"official: {one['title']['en']}")
        )
    return table
