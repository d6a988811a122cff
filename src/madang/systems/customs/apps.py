"""Wiring of customs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomsConfig(AppConfig):
    """The app `customs`."""

    name = "madang.systems.customs"
    label = "customs"
    verbose_name = _("Customs")

    def ready(self) -> None:
        """Declare duties, then what each room makes known and its lines of the menu."""
        from madang.systems.customs import exchange, jobs  # noqa: F401

        _declare_duties()
        _declare_rooms()
        _declare_menus()


def _declare_rooms() -> None:
    from madang.systems.customs.usecases.areas.declare import declare as areas
    from madang.systems.customs.usecases.batches.declare import declare as batches
    from madang.systems.customs.usecases.cargo.declare import declare as cargo
    from madang.systems.customs.usecases.continuity.declare import declare as continuity
    from madang.systems.customs.usecases.corrections.declare import declare as corrections
    from madang.systems.customs.usecases.declarations.declare import declare as declarations
    from madang.systems.customs.usecases.drawback.declare import declare as drawback
    from madang.systems.customs.usecases.express.declare import declare as express
    from madang.systems.customs.usecases.leaving.declare import declare as leaving
    from madang.systems.customs.usecases.permits.declare import declare as permits
    from madang.systems.customs.usecases.refunds.declare import declare as refunds
    from madang.systems.customs.usecases.securing.declare import declare as securing
    from madang.systems.customs.usecases.valuation.declare import declare as valuation

    for room in (
        declarations,
        batches,
        express,
        corrections,
        drawback,
        cargo,
        areas,
        securing,
        refunds,
        continuity,
        leaving,
        valuation,
        permits,
    ):
        room()


def _declare_menus() -> None:
    from madang.systems.customs.web.areas.menu import declare_menu as areas_menu
    from madang.systems.customs.web.cargo.menu import declare_menu as cargo_menu
    from madang.systems.customs.web.continuity.menu import declare_menu as continuity_menu
    from madang.systems.customs.web.declarations.menu import declare_menu as declarations_menu
    from madang.systems.customs.web.drawback.menu import declare_menu as drawback_menu
    from madang.systems.customs.web.express.menu import declare_menu as express_menu
    from madang.systems.customs.web.leaving.menu import declare_menu as leaving_menu
    from madang.systems.customs.web.permits.menu import declare_menu as permits_menu
    from madang.systems.customs.web.securing.menu import declare_menu as securing_menu
    from madang.systems.customs.web.selectivity.menu import declare_menu as selectivity_menu
    from madang.systems.customs.web.statistics.menu import declare_menu as statistics_menu
    from madang.systems.customs.web.tariff.menu import declare_menu as tariff_menu
    from madang.systems.customs.web.valuation.menu import declare_menu as valuation_menu

    for menu in (
        tariff_menu,
        declarations_menu,
        express_menu,
        drawback_menu,
        cargo_menu,
        areas_menu,
        securing_menu,
        selectivity_menu,
        statistics_menu,
        continuity_menu,
        leaving_menu,
        valuation_menu,
        permits_menu,
    ):
        menu()


def _declare_duties() -> None:
    from madang.framework.identity.access import duty
    from madang.systems.customs.usecases import permissions

    duty(permissions.OFFICER, title=_("Customs officer"), describes=_("Accepts, checks and releases declarations."))
    duty(permissions.INSPECTOR, title=_("Customs inspector"), describes=_("Inspects goods and says what was found."))
    duty(
        permissions.ANALYST,
        title=_("Customs risk analyst"),
        describes=_("Writes the rules by which declarations are selected."),
    )
    duty(
        permissions.CARGO,
        title=_("Cargo officer"),
        describes=_("Watches manifests, unloading, storage and movement under bond."),
    )
    duty(
        permissions.TARIFF,
        title=_("Tariff officer"),
        describes=_("Enters trade remedies and tariff quotas and approves those of colleagues."),
    )
    duty(
        permissions.REVIEWER,
        title=_("Reviewer of customs decisions"),
        describes=_("Judges what traders hold against assessments and refused claims."),
    )
    duty(
        permissions.PERMITS,
        title=_("Officer of an agency that permits goods"),
        describes=_("Answers whether goods meet the requirements of an agency."),
    )
