"""Taxpayers of the demonstration: the pack's named residents and their businesses as the register knows them."""

from datetime import datetime

from madang.contracts.businesses_v1 import BusinessForm
from madang.exchange.own_businesses import businesses_of
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.values import Party, Refusal
from madang.systems.tax.domain.words import Role
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.follow_register import PURPOSE
from madang.systems.tax.usecases.registration.follow_residence import follow_residence
from madang.systems.tax.usecases.registration.register_taxpayer import register_taxpayer


def load_registration_demo(*, now: datetime) -> int:
    """Register whom the pack names; how many taxpayers there are then."""
    demo, machine = pack().data("demo"), system_actor(SYSTEM)
    people = {row["login"]: row for row in demo["residents"] if row.get("account")}
    for row in people.values():
        native = pack().languages[0] == "ko"
        family, given = row["family"], row["given"]
        name = f"{family['native']}{given['native']}" if native else f"{given['native']} {family['native']}"
        register_taxpayer(
            party=Party.person(row["person"]),
            name=name,
            name_latin=f"{family['latin']} {given['latin']}",
            roles=(Role.INCOME,),
            actor=machine,
            now=now,
        )
        _settle(row["person"], now)
    latin = {row["name"]: row["name_latin"] for row in demo["businesses"]}
    for owner in sorted({row["owner"] for row in demo["businesses"]}):
        _businesses(people[owner]["person"], latin, now)
    return Taxpayer.objects.count()


def _settle(person: str, now: datetime) -> None:
    """At once, so that what is loaded next goes to the right office; without a resident register beside us, the job tries."""
    try:
        follow_residence(person=person, now=now)
    except Refusal:
        return


def _businesses(person: str, latin: dict[str, str], now: datetime) -> None:
    machine = system_actor(SYSTEM)
    # Where the business register does not run beside us, the demonstration goes on without.
    for one in businesses_of(person=person, system=SYSTEM, purpose=PURPOSE, actor=machine):
        if one.number and one.name in latin:
            corporate = {Role.CORPORATE} if one.form is BusinessForm.CORPORATION else set()
            register_taxpayer(
                party=Party.business(one.number),
                name=one.name,
                name_latin=latin[one.name],
                roles={Role.VAT_GENERAL, Role.WITHHOLDING_AGENT, *corporate},
                sector=one.sector or "",
                actor=machine,
                now=now,
                on=one.opened_on,
            )
