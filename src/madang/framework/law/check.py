"""The check at start-up: a country that leaves a gap is told every gap at once and nothing starts."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from madang.framework.law.active import active_code
from madang.framework.law.faults import LawFault, PackFaulty
from madang.framework.law.pack import Pack, load_pack
from madang.framework.law.slots import declared_slots


def systems_named(names: Iterable[str]) -> tuple[str, ...]:
    """The Python packages of these systems."""
    return tuple(f"madang.systems.{name}" for name in names)


def import_domains(*, packages: Iterable[str]) -> None:
    """Imports every module of each system's domain, so that its slots are declared."""
    for package in packages:
        spec = find_spec(f"{package}.domain")
        if spec is None:
            continue
        domain = import_module(f"{package}.domain")
        for module in pkgutil.walk_packages(getattr(domain, "__path__", ()), f"{package}.domain."):
            # Tests need packages that a deployment does not have.
            if ".tests" not in module.name:
                import_module(module.name)


def faults_of(*, pack: Pack, packages: Iterable[str]) -> list[LawFault]:
    """Every slot of these systems that the pack leaves open, and a calendar without working days."""
    chosen = tuple(packages)
    import_domains(packages=chosen)
    faults = [
        LawFault(f"countries/{pack.code}/{name.partition('.')[0]}/law.py", name, "is neither filled nor not_applicable")
        for name, slot in sorted(declared_slots().items())
        if name not in pack.fillings and slot.module.startswith(tuple(f"{package}." for package in chosen))
    ]
    if len(pack.calendar.WEEKEND) > 6:
        faults.append(LawFault("calendar.py", "WEEKEND", "leaves no working day"))
    return faults


def check_law(*, systems: Iterable[str], code: str = "") -> Pack:
    """The pack of `code` (the active one by default) if it leaves nothing open for these systems. Raises PackFaulty."""
    pack = load_pack(code or active_code())
    faults = faults_of(pack=pack, packages=systems_named(systems))
    if faults:
        raise PackFaulty(code=pack.code, faults=faults)
    return pack
