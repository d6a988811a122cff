"""Everything that Madang says, it says in Korean too."""

import importlib.util
import sys
from pathlib import Path

import django
import pytest

_spec = importlib.util.spec_from_file_location("catalogues", Path(__file__).with_name("catalogues.py"))
assert _spec is not None
assert _spec.loader is not None
catalogues = importlib.util.module_from_spec(_spec)
sys.modules["catalogues"] = catalogues
_spec.loader.exec_module(catalogues)

HOUSE = Path(__file__).parents[2] / "src" / "madang"
FRAMEWORK = sorted(folder for folder in (HOUSE / "framework").iterdir() if (folder / "__init__.py").exists())
SYSTEMS = sorted(folder for folder in (HOUSE / "systems").iterdir() if (folder / "__init__.py").exists())
APPS = [*FRAMEWORK, HOUSE / "exchange", *SYSTEMS]


def _below(app: Path) -> dict[tuple[str, str], str]:
    """What the framework (and Django) says in every process, so that a system that moves out takes it along."""
    known = catalogues.translated(catalogues.catalogue(Path(django.__file__).parent / "conf", "ko"))
    for room in FRAMEWORK:
        known |= catalogues.translated(catalogues.catalogue(room, "ko"))
    return known


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_sentence_has_a_korean_translation(app: Path) -> None:
    assert list(catalogues.untranslated(app, "ko", known=_below(app))) == []


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_a_translation_has_the_same_places_for_values(app: Path) -> None:
    assert list(catalogues.misfilled(app, "ko")) == []


def test_a_sentence_without_translation_is_found(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text('from django.utils.translation import gettext as _\nx = _("You owe %(sum)s.")\n')
    template = tmp_path / "templates" / "page.html"
    template.parent.mkdir()
    template.write_text(
        '{% load i18n %}{% translate "Pay" %}{% blocktranslate %}Until {{ day }}{% endblocktranslate %}'
    )
    sentences = [line.partition(": ")[2] for line in catalogues.untranslated(tmp_path, "ko", known={})]
    assert sentences == ["'You owe %(sum)s.'", "'Pay'", "'Until %(day)s'"]


def test_a_translation_that_loses_a_value_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "You owe %(sum)s."\nmsgstr "납부하십시오."\n'
    )
    assert len(list(catalogues.misfilled(tmp_path, "ko"))) == 1
