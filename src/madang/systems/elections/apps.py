"""Wiring of elections."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ElectionsConfig(AppConfig):
    """The app `elections`."""

    name = "madang.systems.elections"
    label = "elections"
    verbose_name = _("Elections")

    def ready(self) -> None:
        """Declare duties, then what each room makes known and its lines of the menu."""
        from madang.framework.cases import other_work
        from madang.systems.elections import jobs  # noqa: F401
        from madang.systems.elections.usecases.preparation.declare import declare as preparation
        from madang.systems.elections.usecases.waiting import waiting_work
        from madang.systems.elections.web.preparation.menu import declare_menu as preparation_menu
        from madang.systems.elections.web.voting.menu import declare_menu as voting_menu

        other_work.add(waiting_work)
        _declare_duties()
        preparation()
        for menu in (preparation_menu, voting_menu):
            menu()


def _declare_duties() -> None:
    from madang.framework.identity.access import duty
    from madang.systems.elections.usecases import permissions

    duty(
        permissions.MANAGER,
        title=_("Election manager"),
        describes=_("Prepares, opens and closes elections, by the rule of four eyes."),
    )
    duty(
        permissions.CREDENTIALS,
        title=_("Credential authority"),
        describes=_("Gives every voter a credential, apart from the server."),
    )
    duty(
        permissions.STATION,
        title=_("Polling official"),
        describes=_("Hands out ballots at a polling station and records who voted there."),
    )
