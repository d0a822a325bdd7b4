"""Both catalogues are complete, exact and compiled; the workshop that keeps them so is tested on a project apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n import catalogue

CODE = """
from i18n.translate import N_, _, ngettext

NAME = N_("Revenue")
print(_("{n} customers lost", n=3), ngettext("{n} row", "{n} rows", 2))
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "words.py").write_text(CODE, encoding="utf-8")
    catalogue.update(tmp_path)
    return tmp_path


def translate(project: Path, old: str, new: str, language: str = "vi") -> None:
    path = catalogue.po_path(language, project)
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")


def translate_all(project: Path) -> None:
    translate(project, 'msgid "Revenue"\nmsgstr ""', 'msgid "Revenue"\nmsgstr "Doanh số"')
    translate(project, 'lost"\nmsgstr ""', 'lost"\nmsgstr "Mất {n} khách hàng"')
    translate(project, 'msgstr[0] ""', 'msgstr[0] "{n} dòng"')
    catalogue.update(project)


def test_the_catalogues_hold_every_text_translated_and_compiled() -> None:
    assert catalogue.problems() == []


def test_every_text_of_the_code_is_collected(workshop: Path) -> None:
    texts = [message.id for message in catalogue.collect(workshop) if message.id]
    assert texts == ["Revenue", "{n} customers lost", ("{n} row", "{n} rows")]


def test_what_has_no_vietnamese_is_named_and_english_needs_none(workshop: Path) -> None:
    assert catalogue.untranslated("vi", workshop) == ["Revenue", "{n} customers lost", "{n} row"]
    assert catalogue.problems(workshop) == [
        "vi: not translated: 'Revenue'",
        "vi: not translated: '{n} customers lost'",
        "vi: not translated: '{n} row'",
    ]


def test_a_translated_catalogue_has_no_problem(workshop: Path) -> None:
    translate_all(workshop)
    assert catalogue.problems(workshop) == []


def test_updating_twice_changes_no_byte(workshop: Path) -> None:
    translate_all(workshop)
    files = [path for language in ("vi", "en") for path in catalogue.po_path(language, workshop).parent.iterdir()]
    assert len(files) == 4
    before = {path: path.read_bytes() for path in files}
    catalogue.update(workshop)
    assert {path: path.read_bytes() for path in files} == before


def test_a_new_text_and_a_gone_one_are_both_told(workshop: Path) -> None:
    translate_all(workshop)
    words = workshop / "domain" / "words.py"
    words.write_text(CODE.replace("Revenue", "Turnover"), encoding="utf-8")
    assert catalogue.problems(workshop) == [
        "vi: not collected, run make messages: 'Turnover'",
        "vi: nobody uses it, run make messages: 'Revenue'",
        "en: not collected, run make messages: 'Turnover'",
        "en: nobody uses it, run make messages: 'Revenue'",
    ]


def test_a_translation_keeps_every_placeholder(workshop: Path) -> None:
    translate_all(workshop)
    translate(workshop, "Mất {n} khách hàng", "Mất {so} khách hàng")
    assert any("other placeholders than ['n']" in problem for problem in catalogue.problems(workshop))


def test_a_fuzzy_translation_is_none(workshop: Path) -> None:
    translate_all(workshop)
    translate(workshop, 'msgid "Revenue"', '#, fuzzy\nmsgid "Revenue"')
    assert "vi: fuzzy: 'Revenue'" in catalogue.problems(workshop)


def test_a_placeholder_is_a_name_and_nothing_more(workshop: Path) -> None:
    words = workshop / "domain" / "words.py"
    words.write_text('from i18n.translate import _\n_("{n:.1f} hours", n=1.0)\n', encoding="utf-8")
    catalogue.update(workshop)
    assert "en: a placeholder is more than a name: '{n:.1f} hours'" in catalogue.problems(workshop)


def test_a_catalogue_that_was_edited_but_not_compiled_is_told(workshop: Path) -> None:
    translate_all(workshop)
    translate(workshop, "Doanh số", "Doanh thu")
    assert catalogue.problems(workshop) == ["vi: the compiled catalogue is not the written one, run make messages"]


def test_the_commands_say_what_they_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogue.main(["check"]) == (1 if catalogue.problems() else 0)
    capsys.readouterr()
    assert catalogue.main(["untranslated", "vi"]) == 0
    assert capsys.readouterr().out.splitlines() == catalogue.untranslated("vi")
    assert catalogue.main(["tidy"]) == 2
    assert "untranslated vi" in capsys.readouterr().err


def test_a_text_inside_an_f_string_is_collected_too(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    badge = "BADGE = f\"**{_('Sample data')}** {ngettext('{n} day', '{n} days', 2)}\"\n"
    (tmp_path / "ui" / "badge.py").write_text(badge, encoding="utf-8")
    texts = [message.id for message in catalogue.collect(tmp_path) if message.id]
    assert texts == ["Sample data", ("{n} day", "{n} days")]
