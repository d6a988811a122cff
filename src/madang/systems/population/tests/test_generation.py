"""The generated population: the same every time, with the country's ages, and lawful in every row."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from madang.framework.cases.models import Case
from madang.framework.law import load_pack
from madang.systems.population.demo import load_demo
from madang.systems.population.domain.generation import generate_chunk
from madang.systems.population.domain.generation.noise import noise
from madang.systems.population.models import Figure, Membership, Person, Residence
from madang.systems.population.usecases.generate.plan import plan_of

TODAY = date(2026, 11, 22)


def chunk(country: str, *, first: int = 0, count: int = 4000):
    plan = plan_of(pack=load_pack(country), today=TODAY, seed="test")
    return generate_chunk(plan=plan, first=first, count=count)


def test_the_noise_is_splitmix64() -> None:
    # The first outputs of SplitMix64 from seed 0, as the Java and C reference implementations give them.
    made = pl.select(noise(pl.int_range(3), salt=0).alias("x"))["x"].to_list()
    assert made == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


@pytest.mark.parametrize("country", ["kr", "xx"])
def test_a_chunk_is_the_same_every_time(country: str) -> None:
    one, other = chunk(country), chunk(country)
    for name in ("persons", "addresses", "memberships", "residences", "parentages", "events"):
        assert getattr(one, name).equals(getattr(other, name)), name


@pytest.mark.parametrize("country", ["kr", "xx"])
def test_the_ages_follow_the_countrys_table(country: str) -> None:
    living = chunk(country, count=20_000).persons.filter(pl.col("died_on").is_null())
    rows = load_pack(country).table("population_table")
    total = sum(int(row["male"]) + int(row["female"]) for row in rows)
    age = (pl.lit(TODAY) - pl.col("birth_on")).dt.total_days() / 365.2425
    for row in rows:
        inside = living.filter((age >= int(row["age_from"])) & (age < int(row["age_until"]))).height / living.height
        wanted = (int(row["male"]) + int(row["female"])) / total
        assert abs(inside - wanted) < 0.02


@pytest.mark.parametrize("country", ["kr", "xx"])
def test_families_and_homes_are_plausible(country: str) -> None:
    made = chunk(country)
    births = made.persons.select("id", "birth_on")
    pairs = made.parentages.join(births, left_on="child", right_on="id").join(
        births, left_on="parent", right_on="id", suffix="_parent"
    )
    assert (pairs["birth_on"] >= pairs["birth_on_parent"].dt.offset_by("18y")).all()
    heads = made.memberships.filter(pl.col("relation") == "head").group_by("household").len()
    assert heads["len"].to_list() == [1] * made.households.height
    assert made.memberships["person"].n_unique() == made.memberships.height == 4000
    homes = made.residences.sort("person", "from_on").with_columns(next=pl.col("from_on").shift(-1).over("person"))
    assert homes.filter(pl.col("next").is_not_null() & (pl.col("until_on") > pl.col("next"))).is_empty()
    assert homes.filter(pl.col("until_on") <= pl.col("from_on")).is_empty()
    assert (made.persons["birth_on"] < TODAY).all()


@pytest.mark.django_db
def test_the_demonstration_is_loaded_once_and_marked() -> None:
    now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    heard: list[tuple[str, int, int]] = []
    held = load_demo(country="kr", population=300, now=now, progress=lambda *step: heard.append(step))
    assert heard[-1] == ("population", 300, 300)
    assert held == Person.objects.count() > 300
    assert set(Person.objects.values_list("source", flat=True)) == {"generated"}
    assert Person.objects.filter(name="김하나", key="37dda3a94e3e67d997a1170a58225d38").exists()
    assert Membership.objects.count() >= 300
    assert Residence.objects.filter(until_on=None).count() == Person.objects.filter(status="resident").count()
    assert Figure.objects.filter(measure="residents").exists()
    assert not Case.objects.exists(), "Without an official no case is opened."
    assert load_demo(country="kr", population=300, now=now, progress=lambda *step: None) == held
