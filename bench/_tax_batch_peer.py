"""In an environment of the peers: the schedule of `_tax_batch_work.py` in openfisca-core (AGPL, so a process).

python _tax_batch_peer.py FILE OUT    CPU seconds, seconds and memory of the calculation alone, without reading and writing
"""

import json
import resource
import sys
import time
from typing import Any

import numpy as np
import polars as pl
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.variables import Variable

YEAR = "2025"
Person = build_entity(key="person", plural="persons", label="A taxpayer", is_person=True)


def scale(*rows: tuple[int, float]) -> MarginalRateTaxScale:
    """A scale as openfisca keeps it."""
    made = MarginalRateTaxScale()
    for above, rate in rows:
        made.add_bracket(above, rate)
    return made


WAGE = scale((0, 0.70), (5_000_000, 0.40), (15_000_000, 0.15), (45_000_000, 0.05), (100_000_000, 0.02))
TAX = scale(
    (0, 0.06),
    (14_000_000, 0.15),
    (50_000_000, 0.24),
    (88_000_000, 0.35),
    (150_000_000, 0.38),
    (300_000_000, 0.40),
    (500_000_000, 0.42),
    (1_000_000_000, 0.45),
)


def variable(name: str, formula: Any = None) -> type[Variable]:
    """A yearly variable of a person; amounts are `float`, which openfisca keeps in 32 bits, as its `int`."""
    told = {"value_type": float, "entity": Person, "definition_period": periods.YEAR, "label": name}
    if formula is not None:
        told["formula"] = formula
    return type(name, (Variable,), told)


def deducted(person: Any, period: Any) -> Any:
    return np.minimum(np.floor(WAGE.calc(person("wages", period))), 20_000_000)


def base(person: Any, period: Any) -> Any:
    business = np.maximum(person("business_revenue", period) - person("business_expenses", period), 0)
    persons = person("spouse", period) + person("children", period) + 1
    return np.maximum(person("wages", period) - person("deducted", period) + business - persons * 1_500_000, 0)


def computed(person: Any, period: Any) -> Any:
    return np.floor(TAX.calc(person("base", period)))


def credit(person: Any, period: Any) -> Any:
    tax = person("computed", period)
    low = np.floor(np.minimum(tax, 1_300_000) * 0.55)
    return low + np.floor(np.maximum(tax - 1_300_000, 0) * 0.30)


def tax(person: Any, period: Any) -> Any:
    return np.maximum(person("computed", period) - np.minimum(person("credit", period), 740_000), 0)


def payable(person: Any, period: Any) -> Any:
    return person("tax", period) - person("wages_withheld", period)


GIVEN = ("wages", "wages_withheld", "business_revenue", "business_expenses", "spouse", "children")
MADE = {"deducted": deducted, "base": base, "computed": computed, "credit": credit, "tax": tax, "payable": payable}


def main(file: str, out: str) -> dict[str, float]:
    """Calculate every variable that our result has as a column."""
    rows = pl.read_parquet(file)
    given = {name: rows[name].to_numpy() for name in GIVEN}
    system = TaxBenefitSystem([Person])
    system.add_variables(*(variable(name) for name in GIVEN), *(variable(name, made) for name, made in MADE.items()))
    began, cpu = time.perf_counter(), time.process_time()
    simulation = SimulationBuilder().build_default_simulation(system, count=rows.height)
    for name, values in given.items():
        simulation.set_input(name, YEAR, values)
    results = {name: simulation.calculate(name, YEAR) for name in MADE}
    spent = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    told = pl.DataFrame(
        {"taxpayer": rows["taxpayer"], "tax": np.rint(results["tax"].astype(np.float64)).astype(np.int64)}
    )
    told.write_parquet(out)
    return {**spent, "gigabytes": memory}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
