"""`./madang tax assess`: what it writes, what it refuses, and that a refusal leaves nothing."""

from pathlib import Path

import polars as pl
from click.testing import CliRunner, Result

from madang.framework.law import use_country
from madang.systems.tax.commands import command


def run(*arguments: object) -> Result:
    with use_country("kr"):
        return CliRunner().invoke(command, ["assess", *map(str, arguments)])


def test_a_file_is_assessed_and_a_faulty_one_leaves_nothing_behind(tmp_path: Path) -> None:
    good, bad, out, faults = (tmp_path / name for name in ("good.parquet", "bad.parquet", "out.parquet", "faults.csv"))
    rows = pl.DataFrame({"taxpayer": ["a", "b"], "wages": [50_000_000, 0]})
    rows.write_parquet(good)
    rows.with_columns(wages=pl.col("wages") - 1).write_parquet(bad)

    refused = run(bad, "--law", "income", "--year", 2025, "--out", out, "--faults", faults)
    assert refused.exit_code == 1
    assert "less than nothing in row 2" in refused.stderr
    assert faults.read_text().splitlines()[1:] == ["2,b,wages,tax.batch.negative"]
    assert {file.name for file in tmp_path.iterdir()} == {"good.parquet", "bad.parquet", "faults.csv"}

    made = run(good, "--law", "income", "--year", 2025, "--out", out)
    assert made.exit_code == 0, made.output
    assert "2 returns assessed" in made.stdout
    assert pl.read_parquet(out).columns[0] == "taxpayer"
    assert pl.read_parquet(out).columns[-3:] == ["tax", "prepaid", "payable"]


def test_what_is_no_parquet_and_a_year_without_law_are_told_in_a_sentence(tmp_path: Path) -> None:
    text, good = tmp_path / "text.parquet", tmp_path / "good.parquet"
    text.write_text("PAR1 nothing")
    pl.DataFrame({"taxpayer": ["a"], "wages": [1]}).write_parquet(good)
    for file, year, says in ((text, 2025, "cannot be read as Parquet"), (good, 1950, "does not say")):
        refused = run(file, "--law", "income", "--year", year, "--out", tmp_path / "out.parquet")
        assert refused.exit_code == 1
        assert says in refused.stderr
        assert not (tmp_path / "out.parquet").exists()
