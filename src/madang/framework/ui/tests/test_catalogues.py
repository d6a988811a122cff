"""Catalogues are compiled when they changed, and what is missing is named."""

import gettext
import os
from pathlib import Path

import pytest

from madang.framework.ui.i18n import compile_catalogues, missing

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "app" / "locale" / "ko" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(HEAD + 'msgid "Send"\nmsgstr "보내기"\n', encoding="utf-8")
    return file


def test_a_changed_catalogue_is_compiled_once(source: Path, tmp_path: Path) -> None:
    assert compile_catalogues(root=tmp_path) == 1
    assert compile_catalogues(root=tmp_path) == 0
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Send") == "보내기"
    source.write_text(source.read_text(encoding="utf-8").replace("보내기", "제출"), encoding="utf-8")
    later = source.stat().st_mtime_ns + 10**9
    os.utime(source, ns=(later, later))
    assert compile_catalogues(root=tmp_path) == 1


def test_an_untranslated_message_is_named(source: Path, tmp_path: Path) -> None:
    assert missing(root=tmp_path) == []
    source.write_text(source.read_text(encoding="utf-8") + '\nmsgid "Back"\nmsgstr ""\n', encoding="utf-8")
    assert missing(root=tmp_path) == ["app/locale/ko/LC_MESSAGES/django.po: Back"]
