"""Wiring of population."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PopulationConfig(AppConfig):
    """The app `population`."""

    name = "madang.systems.population"
    label = "population"

    def ready(self) -> None:
        """Makes known what the register answers, offers, decides, issues and imports."""
        from madang.framework.ui import menu
        from madang.systems.population.usecases.document_kinds import register_kinds
        from madang.systems.population.usecases.import_register import register_kind
        from madang.systems.population.usecases.procedures import register_procedures

        for room in ("exchange", "usecases.permissions"):
            import_module(f"madang.systems.population.{room}")
        register_kinds()
        register_procedures()
        register_kind()
        menu.add(title=_("Resident register"), url="population:front", roles=("official",), group="registers", order=40)
        menu.add(title=_("Figures of the resident register"), url="population:front", foot=True, order=40)
