"""Wiring of portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The app `portal`."""

    name = "madang.systems.portal"
    label = "portal"

    def ready(self) -> None:
        """The portal's lines of the menu."""
        from madang.framework.ui import menu
        from madang.systems.portal.web.addresses import search_page

        menu.search(address=search_page)
        menu.add(title=_("All services"), address=search_page, group="services", order=10)
        menu.add(title=_("My page"), url="portal:me", roles=("resident",), group="top", order=20)
        menu.add(title=_("My documents"), url="portal:wallet", roles=("resident",), group="documents", order=30)
        menu.add(title=_("Who looked at my data"), url="portal:looks", roles=("resident",), group="documents", order=40)
        menu.add(title=_("Worklist"), url="portal:desk", roles=("official",), group="top", order=20)
        menu.add(title=_("Verify a document"), url="portal:verify", group="documents", order=60)
        menu.add(title=_("Verify a document"), url="portal:verify", order=60, foot=True)
