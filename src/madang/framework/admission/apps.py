"""Wiring of admission."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionConfig(AppConfig):
    """The app `admission`."""

    name = "madang.framework.admission"
    label = "admission"

    def ready(self) -> None:
        """Declare the duty, the operators' line of the menu, and what Prometheus reads."""
        from madang.framework.admission.metrics import tell_queues
        from madang.framework.admission.rules import OPERATOR
        from madang.framework.ops import metrics
        from madang.framework.ui import menu

        menu.add(title=_("Queues"), url="admission:doors", roles=("official",), duties=(OPERATOR.code,), order=90)
        metrics.also(tell_queues)
