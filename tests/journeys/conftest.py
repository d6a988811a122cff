"""The browser of `tests/browser`, for whole journeys: its fixtures are the same ones."""

import importlib.util
import sys
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "browser_fixtures", Path(__file__).parents[1] / "browser" / "conftest.py"
)
assert _spec is not None
assert _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
sys.modules["browser_fixtures"] = _fixtures
_spec.loader.exec_module(_fixtures)

axe = _fixtures.axe
browser = _fixtures.browser
keyboard = _fixtures.keyboard
playwright = _fixtures.playwright
site = _fixtures.site
visit = _fixtures.visit
