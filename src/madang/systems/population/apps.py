"""Wiring of population."""

from importlib import import_module

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    """The app `population`."""

    name = "madang.systems.population"
    label = "population"

    def ready(self) -> None:
        """Makes known what the register answers, offers, decides, issues and imports."""
        from madang.framework.cases import on_progress
        from madang.systems.population.usecases.document_kinds import register_kinds
        from madang.systems.population.usecases.procedures import register_procedures
        from madang.systems.population.usecases.receive_report import tell_progress

        for room in ("exchange", "rules"):
            import_module(f"madang.systems.population.{room}")
        register_kinds()
        register_procedures()
        on_progress(tell_progress)
