"""The README's screenshots, taken of the running demo.

`MADANG_SCREENSHOTS=docs/screenshots ./madang test tests/browser/test_screenshots.py` writes them where the README finds them;
otherwise they go to a folder that pytest throws away.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

SHOTS = {
    "me": ("/me/", "hana", "Who looked at my data"),
    "services": ("/services/?q=등본", "", "Resident register copy"),
    "desk": ("/desk/", "bizofficer", "Worklist"),
    "verify": ("/verify/", "", "Verify a document"),
}


@pytest.mark.parametrize("name", SHOTS)
def test_a_page_of_the_readme_looks_as_it_is_shown(name: str, visit: Callable[..., Page], tmp_path: Path) -> None:
    path, login, heading = SHOTS[name]
    page = visit(path, login=login, language="en")
    assert heading in page.locator("main").inner_text()
    picture = Image.open(io.BytesIO(page.screenshot()))
    folder = Path(os.environ.get("MADANG_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    # A palette is enough for flat pages and keeps the repository small.
    picture.convert("RGB").quantize(128).save(folder / f"{name}.png", optimize=True)
    assert picture.size == (1280, 900)
