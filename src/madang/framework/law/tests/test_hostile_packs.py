"""A pack's files may hold anything: each mistake is told with its file, and nothing falls over."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.law.faults import LawFault
from madang.framework.law.reading import read_parameters

SCALARS = st.sampled_from(
    ["", "~", "1", "-1", "1.5", ".inf", ".nan", "1e999", "2024-01-01", "2024-13-45", "2024-01-01T25:61:00", "KRW", "days",
     "on", "0b2", "0x_", "1:2:3", "<<", "=", "!!python/object:os.system x", "!!binary x", "&a", "*a", "[a]", "{a: b}", "? [a]"]
)  # fmt: skip
NAMES = st.sampled_from(["fee", "unit", "values", "value", "cite", "2024-01-01", "[a]", "{a: b}", "<<", "~", "1", "on"])


def tree(inner: Any) -> Any:
    """A mapping as block YAML."""
    return st.lists(st.tuples(NAMES, inner), min_size=1, max_size=4)


TREES = st.recursive(SCALARS, tree, max_leaves=10)


def written(node: Any, indent: int = 0) -> str:
    if isinstance(node, str):
        return f" {node}\n"
    return "\n" + "".join(f"{' ' * indent}{name}:{written(value, indent + 2)}" for name, value in node)


def read(data: bytes) -> tuple[dict[str, Any], list[LawFault]]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "fees.yaml").write_bytes(data)
        faults: list[LawFault] = []
        return read_parameters(folder=Path(folder), system="civil", digits=2, faults=faults), faults


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(node=TREES)
def test_yaml_of_any_shape_is_read_or_its_faults_are_told(node: Any) -> None:
    found, faults = read(written(node).encode())
    assert found or faults


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_make_the_reader_fall_over(data: bytes) -> None:
    _found, faults = read(data)
    assert all(fault.file == "civil/parameters/fees.yaml" for fault in faults)


VALUES = b"a: {unit: KRW, values: {2024-01-01: {value: %s, cite: x}}}"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe",
        b"a: 2024-13-45",
        b"? [a]\n: 1",
        b"a: .inf_",
        "가: 나".encode("cp949"),
        b"[" * 3000,
        b"a: &a [*a]",
        b"a: !!timestamp x",
        VALUES % b".inf",
        VALUES % b"1e999999999",
        VALUES % b"1e30",
    ],
)
def test_what_is_no_law_is_told(data: bytes) -> None:
    found, faults = read(data)
    assert found == {}
    assert faults


def test_a_bomb_of_references_does_not_grow() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert yaml.safe_load("\n".join(lines[:3]))
    _found, faults = read("\n".join(lines).encode())
    assert len(faults) == len(lines)
