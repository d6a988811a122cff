"""How the room of cargo says no."""

from collections.abc import Iterable

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.framework.values import Fault, Refusal
from madang.systems.customs.domain.lodging import Wrong
from madang.systems.customs.domain.movement import IllegalMove

WORDS = {
    # A manifest as a whole.
    "no_arrival": gettext_noop("The report names no place of arrival. Name the port to which it is made."),
    "no_bill": gettext_noop("The report has no bill and no empty container. Report at least one."),
    "bill_twice": gettext_noop("This bill stands more than once in the report. Report it once."),
    "container_twice": gettext_noop("This container stands more than once in the report. Report it once."),
    "check_digit": gettext_noop("The check digit of this container's number is wrong. Look at the number again."),
    "container_unknown": gettext_noop("The goods lie in a container that the report does not name."),
    "too_many_stowed": gettext_noop("More packages lie in containers than the line has."),
    "container_number": gettext_noop("“{value}” is no container number: four letters and seven digits."),
    "empty_with_goods": gettext_noop("The goods lie in a container that the report calls empty."),
    "empty_of_carrier": gettext_noop("The carrier reports empty containers, not the forwarder. Leave {value} out."),
    "empty_told_otherwise": gettext_noop("Another report of this voyage says otherwise whether {value} is empty."),
    "empties_replaced": gettext_noop("Empty containers change only by a message that replaces the whole manifest."),
    "container_full": gettext_noop("The container {value} is not empty: report first that its goods were taken out."),
    "size_type": gettext_noop("“{value}” is no size and type of ISO 6346. Write four signs, such as 22G1."),
    "mode": gettext_noop("“{value}”: manifests of this mode of transport are not taken here."),
    "no_departure": gettext_noop("The report names no place of departure. Name the port from which the goods leave."),
    "direction_leaving": gettext_noop("“{value}”: only manifests of leaving goods are taken here."),
    "departure_abroad": gettext_noop("“{value}” is no port of this country. Name it as UN/LOCODE, such as KRPUS."),
    "loading_abroad": gettext_noop("“{value}”: leaving goods are loaded at a port of this country."),
    "discharge_here": gettext_noop("“{value}”: leaving goods are discharged at a port abroad. Name it as UN/LOCODE."),
    "no_export": gettext_noop(
        "Name the export declaration of these goods, or the bill under which they came: one of the two on each line."
    ),
    "export_unknown": gettext_noop("“{value}” is no export declaration that stands. Look at the number again."),
    "export_loaded": gettext_noop("The export {value} is loaded already."),
    "more_than_exported": gettext_noop("Only {value} packages of this export are not on other bills."),
    "arrival_unknown": gettext_noop(
        "“{value}” is no bill under which goods came. Name the house bill, if there is one."
    ),
    "departure_lodged": gettext_noop("The manifest of this voyage from this port was lodged already."),
    "direction": gettext_noop("“{value}”: only manifests of arriving goods are taken here."),
    "function": gettext_noop("“{value}”: only a new manifest is lodged so."),
    "arrival_abroad": gettext_noop("“{value}” is no port of this country. Name it as UN/LOCODE, such as KRINC."),
    "discharge_abroad": gettext_noop("“{value}” is no port of this country. Name it as UN/LOCODE."),
    "place": gettext_noop("“{value}” is no place. Name it as UN/LOCODE: five letters and digits."),
    "text": gettext_noop("Write something here, and at most {value} signs."),
    "too_many_bills": gettext_noop("A report has at most {value} bills. Report the rest in another."),
    "no_houses": gettext_noop("A forwarder's manifest needs house bills below each master bill."),
    "bill_number": gettext_noop("“{value}” is no bill number: 3 to 35 capital letters, digits, points and dashes."),
    "no_goods": gettext_noop("The bill names no goods."),
    "packages": gettext_noop("“{value}” packages: write a whole number above nothing."),
    "mass": gettext_noop("A gross mass of {value} kg: write a number above nothing."),
    "lodged_before": gettext_noop("The bill {value} stands in another manifest already."),
    "container_elsewhere": gettext_noop("The container {value} came by another voyage and has not left yet."),
    "not_your_master": gettext_noop("The carrier names another forwarder for the master bill {value}, or none."),
    "voyage_lodged": gettext_noop("The master manifest of this voyage to this port was lodged already. Amend it."),
    "reference_used": gettext_noop("You lodged a manifest with your number {value} before. Amend it, or use another."),
    "meanwhile": gettext_noop("A bill or container of it was lodged by somebody else at this moment. Send it again."),
    # A message that replaces, changes or withdraws one.
    "reason": gettext_noop("Say why, in at most {value} signs: in CUSCAR as FTX+AAI before the voyage."),
    "report_unknown": gettext_noop("No manifest of yours stands under your number {value}. Look at the number again."),
    "stands_otherwise": gettext_noop("The manifest that stands says “{value}”. Say the same, or replace it whole."),
    "bills_withdrawn": gettext_noop("A manifest is withdrawn whole: name no bills."),
    "bill_not_there": gettext_noop("The bill {value} is not in this manifest. Replace the manifest to add it."),
    "bill_under_way": gettext_noop(
        "Goods of the bill {value} came to a terminal or left, or house bills hang below it."
    ),
    # A table.
    "not_table": gettext_noop("The file is no table in UTF-8 (CSV): {value}."),
    "header": gettext_noop("The first row must name these columns: {value}."),
    "empty": gettext_noop("The file has no rows."),
    "number": gettext_noop("“{value}” is no number."),
    "mixed": gettext_noop("The rows of one bill differ in this column."),
    # A step.
    "arrived_before": gettext_noop("The arrival was reported before."),
    "not_arrived": gettext_noop("The ship or aircraft has not arrived yet. Report its arrival first."),
    "unloaded_before": gettext_noop("It was unloaded before: {value} packages were counted."),
    "no_place": gettext_noop("Name a place that goods can be brought to."),
    "released_more": gettext_noop(
        "{value} packages were released before they came: the declaration is corrected first."
    ),
    "released_goods": gettext_noop("Only {value} packages are still under bond here; the others are released."),
    "movement_known": gettext_noop("The movement {value} is under way already."),
    "no_declaration": gettext_noop("A release names its declaration."),
    "released_before": gettext_noop("This declaration released {value} packages before."),
    "nothing": gettext_noop("Name at least one package."),
    "more_than_bound": gettext_noop("Only {value} packages can be released now: the others are released or under way."),
    "not_released": gettext_noop("Only {value} packages may leave: the others are not released. Declare them first."),
    "wrong_origin": gettext_noop("From there ({value}) goods cannot be brought so."),
    "more_than_there": gettext_noop("Only {value} packages are there."),
    "shared_container": gettext_noop("The goods share container {value} with others. Carry it in and unpack it first."),
    "no_store": gettext_noop("There is no bonded area with the code {value} at which this can be done."),
    "other_port": gettext_noop("{value} lies at another port. Send the goods there under bond."),
    "same_store": gettext_noop("The goods are at {value} already. Name another bonded area."),
    "no_guarantee": gettext_noop("There is no guarantee {value} of yours that is valid until the term ends."),
    "guarantee_used": gettext_noop("The guarantee has {value} left. Name a smaller amount or another guarantee."),
    "no_amount": gettext_noop("Say how much the guarantee secures."),
    "consolidated": gettext_noop("The goods stand in house bills below this one. Name a house bill."),
    "too_few_packages": gettext_noop("Packages cannot become fewer than were released or moved."),
    "not_amendable": gettext_noop("This field cannot be amended."),
    "not_approved": gettext_noop("Customs has not approved this destruction, or it was reported before."),
    "not_overdue": gettext_noop("Nothing lies there whose term is over, or the notice was given before."),
    "another_decides": gettext_noop("Another officer than the one who gave the notice decides, once."),
    "owner_may_act": gettext_noop("The owner may declare the goods or send them back until {value}."),
    # A container by itself.
    "not_empty": gettext_noop("The container is full: it moves with its goods. Report first that they were taken out."),
    "stripped_before": gettext_noop("The container is empty already."),
    "not_standing": gettext_noop("The container does not stand where this can be done ({value})."),
    "container_not_here": gettext_noop("The container {value} stands at no quay or store of this country."),
    "no_ship": gettext_noop("No manifest of a ship that leaves names this container as an empty one."),
    # Leaving goods.
    "no_call": gettext_noop("Loading and departure are reported on the carrier’s manifest, while it stands."),
    "ship_gone": gettext_noop("The ship or aircraft has left already."),
    "other_terminal": gettext_noop("Others of these goods are at terminal {value}. Take them back first."),
    "more_than_expected": gettext_noop("Only {value} packages of these goods are still expected."),
    "export_not_released": gettext_noop("The export is not released: its goods must not be loaded."),
    "nothing_waits": gettext_noop("Nothing waits at a terminal for this voyage."),
    "line_unknown": gettext_noop("{value} is no line of a bill of this voyage, or has not come to a terminal."),
    "fulfilled_before": gettext_noop("The export was fulfilled by this loading, or its goods were transhipped."),
    "nothing_changed": gettext_noop("Nothing differs from what stands there."),
}


class NoCargoLaw(Refusal):
    """The pack says nothing of cargo."""

    code = "customs.cargo.not_here"
    says = _("This country has no law of cargo here yet. Nothing was done.")
    status = 404


class ManifestRefused(Refusal):
    """What was lodged is not sound; the faults say why."""

    code = "customs.manifest.refused"
    says = _("No bill was taken. Correct every fault and send the manifest again.")
    status = 422


class ManifestLodgedBefore(Refusal):
    """The very same file."""

    code = "customs.manifest.repeated"
    says = _("This very file was taken before, as manifest {number}. Nothing was taken again.")


class NoSuchManifest(Refusal):
    """There is none, or it is another's."""

    code = "customs.manifest.unknown"
    says = _("You lodged no manifest with the number {number}. Look it up in your list.")
    status = 404


class NotToWithdraw(Refusal):
    """Something happened to its goods already."""

    code = "customs.manifest.under_way"
    says = _("The ship has arrived or goods were released, so the manifest stays. Amend single bills instead.")


class NoSuchBill(Refusal):
    """There is none, or whoever asks has nothing to do with it."""

    code = "customs.bill.unknown"
    says = _("No bill with the number {number} is known here. Look at the number again, or ask the carrier.")
    status = 404


class NoSuchContainer(Refusal):
    """No container of that number, or none that this actor may see."""

    code = "customs.cargo.no_such_container"
    says = _("You have nothing to do with a container {number} that is here. Look at the number again.")
    status = 404


class MoveRefused(Refusal):
    """What was told of goods cannot have happened."""

    code = "customs.cargo.move_refused"
    says = _("Nothing was recorded: {why}")


class AmendmentRefused(Refusal):
    """The amendment is not sound."""

    code = "customs.manifest.amendment_refused"
    says = _("The bill was not amended. Correct every fault and send it again.")
    status = 422


class NoBusiness(Refusal):
    """The actor acts for nobody who carries goods."""

    code = "customs.cargo.no_business"
    says = _("Act for a business first: manifests are lodged by carriers and forwarders.")
    status = 403


def faults(*, found: Iterable[Wrong]) -> tuple[Fault, ...]:
    """Faults in the reader's language."""
    return tuple(Fault(one.place, sentence(code=one.code, value=one.value), one.code) for one in found)


def sentence(*, code: str, value: str = "") -> str:
    """What a fault's code says; one that is not ours came with its own sentence."""
    return _t(WORDS[code]).format(value=value) if code in WORDS else value


def refused(*, move: IllegalMove, place: str = "packages") -> MoveRefused:
    """An illegal move as a refusal."""
    says = sentence(code=move.code, value=move.value)
    return MoveRefused(why=says, faults=(Fault(place, says, move.code),))
