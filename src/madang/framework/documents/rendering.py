"""From data to a PDF/A-2a and PDF/UA-1 file, by typst.

Templates are the `.typ` files in the apps' `templates` folders, found by name as Django finds its own. The data of a
document is handed over as a JSON file, so that no text of it can ever act as markup. One compiler a thread stays loaded.
"""

import json
import re
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.apps import apps
from django.conf import settings

from madang.framework.documents.domain.printable import MISSING, replaced

STANDARDS = ["a-2a", "ua-1"]
_FONTS = (
    "pretendard-gov/dist/public/static",
    "@expo-google-fonts/noto-sans-kr/400Regular",
    "@expo-google-fonts/noto-sans-kr/700Bold",
)
_IMPORT = re.compile(rb'(?:import|include)\s+"/([^"]+)"')
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_SPELLED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
_MOST_MISSING = 40
_threads = threading.local()


class RenderingFailed(RuntimeError):
    """typst refused the template or the data; the message is typst's own."""


class FontsMissing(RuntimeError):
    """The document fonts are not installed; without them a certificate would lose letters."""


def render(*, template: str, data: Mapping[str, Any], images: Mapping[str, bytes]) -> bytes:
    """The PDF that `template` (such as `population/abstract.typ`) makes of `data` and of `images` (by file name).

    RenderingFailed when the template is missing or typst refuses it.
    """
    files = {**_needed(template), **images}
    text = json.dumps(data, ensure_ascii=False)
    for _ in range(_MOST_MISSING):
        files["data.json"] = text.encode()
        try:
            pdf: bytes = _compiler().compile(input=files, format="pdf", pdf_standards=STANDARDS)
        except typst.TypstError as error:
            # PDF/A allows no letter without a glyph (ISO 19005-2, 6.2.11.8): a rare one becomes the printers' mark.
            missing = _letters_missing(str(error)) & set(text) - {MISSING}
            if not missing:
                raise RenderingFailed(f"{template}: {error}") from error
            text = replaced(text=text, letters=missing)
        else:
            return pdf
    raise RenderingFailed(f"{template}: more than {_MOST_MISSING} different letters are in none of the fonts.")


def _letters_missing(message: str) -> set[str]:
    """The letters that typst says no font has."""
    found = "".join(_NO_GLYPH.findall(message))
    # typst writes letters that combine by their number.
    spelled = _SPELLED.sub(lambda match: chr(int(match[1], 16)), found)
    return {letter for letter in spelled if ord(letter) > 127}


@cache
def _needed(template: str) -> Mapping[str, bytes]:
    """`template` as the main file, with what it imports, and what that imports: typst reads all that it is handed."""
    sources = _sources()
    if template not in sources:
        raise RenderingFailed(f"No app has a template {template}.")
    found, waiting = {"main.typ": sources[template]}, [sources[template]]
    while waiting:
        for name in map(bytes.decode, _IMPORT.findall(waiting.pop())):
            if name in sources and name not in found:
                found[name] = sources[name]
                waiting.append(sources[name])
    return found


@cache
def _sources() -> dict[str, bytes]:
    """Every typst file of every app, by its path under `templates`; the first app that has a name keeps it."""
    found: dict[str, bytes] = {}
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        for path in sorted(folder.rglob("*.typ")):
            found.setdefault(path.relative_to(folder).as_posix(), path.read_bytes())
    return found


def _compiler() -> Any:
    """This thread's compiler; a compiler serves one thread at a time. Its stub does not know that it takes many files."""
    if not hasattr(_threads, "compiler"):
        _threads.compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    return _threads.compiler


@cache
def _fonts() -> typst.Fonts:
    modules = Path(getattr(settings, "MADANG_NODE_MODULES", "") or Path(settings.ROOT) / "node_modules")
    folders = [modules / folder for folder in _FONTS]
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if missing:
        raise FontsMissing(f"Document fonts are missing ({', '.join(missing)}): run `npm ci`.")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(f) for f in folders])
