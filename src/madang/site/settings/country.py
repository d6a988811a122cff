"""What settings must know of the country before the law is loaded."""

import tomllib
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def country_head(code: str) -> dict[str, Any]:
    """The `pack.toml` of country `code`, empty where there is none: the law room then says so with all that is wrong.

    Settings are read before Django is set up, and the law's own reading imports the systems' domains.
    """
    packages = [point.value for point in entry_points(group="madang.countries", name=code)]
    for package in (f"madang.countries.{code}", *packages):
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            head = Path(folder) / "pack.toml"
            if head.exists():
                return tomllib.loads(head.read_text(encoding="utf-8"))
    return {}
