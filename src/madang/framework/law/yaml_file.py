"""YAML as law is written: exact decimals, `on` and `no` are words, and a key written twice is a mistake."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml


class DuplicateKey(yaml.constructor.ConstructorError):
    """The same key stands twice in one mapping; YAML would silently keep the last."""


class _LawLoader(yaml.CSafeLoader):
    """Safe YAML with decimals for fractions."""


def _decimal(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


def _mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise DuplicateKey(None, None, f"'{key}' is written twice", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


# YAML 1.1 takes on, off, yes, no for truth values; in law they are words, as in YAML 1.2.
_BOOL = "tag:yaml.org,2002:bool"
_LawLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_LawLoader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_LawLoader.add_constructor("tag:yaml.org,2002:float", _decimal)
_LawLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(*, path: Path) -> Any:
    """The content of `path`; raises yaml.YAMLError with the line of a mistake."""
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=_LawLoader)  # noqa: S506 -- a SafeLoader's child
    except (ValueError, TypeError, ArithmeticError, AttributeError, RecursionError) as problem:
        # Bytes that are no UTF-8, days that no calendar has, lists as keys: PyYAML lets them through as they come.
        raise yaml.YAMLError(f"it holds what no value can be: {problem}") from problem
