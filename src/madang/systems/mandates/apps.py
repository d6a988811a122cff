"""Wiring of mandates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MandatesConfig(AppConfig):
    """The app `mandates`."""

    name = "madang.systems.mandates"
    label = "mandates"
    verbose_name = _("Acting for another")

    def ready(self) -> None:
        """Refuse to start under a law with gaps; declare kinds, duty and menu; say who may sign for a business."""
        from madang.framework.identity.access import duty
        from madang.framework.identity.mandate_kinds import mandate_kind
        from madang.framework.identity.mandate_scopes import mandate_scope
        from madang.framework.identity.representation import binds
        from madang.framework.law import check_law
        from madang.framework.ui import menu
        from madang.systems.mandates import exchange  # noqa: F401
        from madang.systems.mandates.domain.kinds import Kind
        from madang.systems.mandates.usecases.name import GUARDIANSHIP
        from madang.systems.mandates.usecases.sign_for_business import signs_for_business

        check_law(systems=("mandates",))
        mandate_kind(Kind.PARENT, title=_("Parent of a child under age"))
        mandate_kind(Kind.GUARDIAN, title=_("Guardian appointed by a court"))
        mandate_kind(Kind.COMPANY, title=_("Representative of a business"))
        mandate_kind(Kind.HEIR, title=_("Heir"))
        mandate_kind(Kind.TAX_AGENT, title=_("Tax agent"), by_hand=True, widest=("tax.*:*",))
        mandate_scope("tax.*:*", title=_("Taxes"))
        duty(GUARDIANSHIP, title=_("Recorder of guardianships"), describes=_("Records guardians appointed by a court."))
        binds(signs_for_business)
        menu.add(title=_("Acting for another"), url="mandates:by_law", roles=("resident",), group="documents", order=52)
        menu.add(
            title=_("Guardianships"), url="mandates:guardianship", roles=("official",), group="officials", order=72
        )
