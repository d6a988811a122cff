"""Wiring of mobile ID."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MobileIdConfig(AppConfig):
    """The app `mobile_id`."""

    name = "madang.systems.mobile_id"
    label = "mobile_id"
    verbose_name = _("Mobile ID")

    def ready(self) -> None:
        """Refuse to start under a law with gaps; declare the duty, listen, and take the place in the menu."""
        from madang.framework.identity.access import duty
        from madang.framework.identity.actor import Assurance
        from madang.framework.identity.sign_in_means import SignInMeans, add_sign_in_means
        from madang.framework.identity.status import use_status_source
        from madang.framework.law import check_law
        from madang.framework.ui import menu
        from madang.systems.mobile_id import exchange, jobs  # noqa: F401
        from madang.systems.mobile_id.usecases.check_status import StatusLists
        from madang.systems.mobile_id.usecases.name import ISSUER, SYSTEM

        check_law(systems=("mobile_id",))
        duty(
            ISSUER,
            title=_("Issuer of mobile IDs"),
            describes=_("Proofs identities and issues mobile IDs at a counter."),
        )
        use_status_source(SYSTEM, StatusLists())
        add_sign_in_means(
            SignInMeans(
                title=_("With the mobile ID"),
                says=_("The wallet on your phone, or on this device, answers. Nothing about you is shown to do it."),
                action=_("Use the mobile ID"),
                url="mobile_id:begin_sign_in",
                level=Assurance.HIGH,
            )
        )
        menu.add(title=_("Mobile ID"), url="mobile_id:mine", roles=("resident",), group="documents", order=45)
        menu.add(
            title=_("Issue a mobile ID"), url="mobile_id:counter", roles=("official",), group="officials", order=70
        )
        menu.add(title=_("Check a mobile ID"), url="mobile_id:verify", order=75, foot=True)
