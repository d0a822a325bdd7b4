"""The catalogues' workshop: collect texts from the code, keep both catalogues complete, compile them.

``python -m i18n.catalogue update`` rewrites the catalogues; ``check`` says what is wrong and exits 1 where
anything is; ``untranslated vi`` lists what still reads as English.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from i18n.language import LANGUAGE_NAMES, LANGUAGES

PROJECT = Path(__file__).resolve().parents[1]
LOCALES = Path("i18n/locales")
SOURCES = ("domain", "i18n", "data", "analytics", "charts", "report", "ui", "pages", "app.py", "cli.py")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
TRANSLATED = ("vi",)
"""Languages in which every text must be translated; English is the key itself."""


def po_path(language: str, project: Path = PROJECT) -> Path:
    """Where the catalogue of ``language`` is written and translated."""
    return project / LOCALES / language / "LC_MESSAGES" / "quarterdeck.po"


def source_files(project: Path = PROJECT) -> Iterator[Path]:
    """Every Python file that may hold a text, in one order on every machine."""
    for name in SOURCES:
        source = project / name
        yield from [source] if source.is_file() else sorted(source.rglob("*.py"))


def collect(project: Path = PROJECT) -> Catalog:
    """All texts of the code, each with the files it stands in (no line numbers: they change with every edit)."""
    template = Catalog(project="Quarterdeck", charset="utf-8")
    for path in source_files(project):
        place = path.relative_to(project).as_posix()
        for _line, text, comments, _context in extract_from_file(
            "python", path, keywords=KEYWORDS, comment_tags=("NOTE:",), strip_comment_tags=True
        ):
            template.add(text, locations=[(place, 0)], auto_comments=comments)
        for text in _texts_in_f_strings(path):
            template.add(text, locations=[(place, 0)])
    return template


def _texts_in_f_strings(path: Path) -> Iterator[str | tuple[str, ...]]:
    """Texts worded inside an f-string, where Babel's reader of Python does not look."""
    for f_string in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(f_string, ast.JoinedStr):
            continue
        for call in ast.walk(f_string):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in KEYWORDS:
                continue
            count = 2 if call.func.id == "ngettext" else 1
            given = [node.value for node in call.args[:count] if isinstance(node, ast.Constant)]
            texts = tuple(text for text in given if isinstance(text, str))
            if len(texts) == count:
                yield texts if count == 2 else texts[0]


def read(language: str, project: Path = PROJECT) -> Catalog:
    """The catalogue of ``language`` as it is on disk; an empty one where there is none yet."""
    path = po_path(language, project)
    if not path.exists():
        return Catalog(locale=language, domain="quarterdeck", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="quarterdeck")


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file of ``catalogue``; what is not translated is left out and so reads as English."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update(project: Path = PROJECT) -> None:
    """Bring both catalogues up to the code and compile them; translations stay, texts nobody uses go."""
    template = collect(project)
    for language in LANGUAGES:
        path = po_path(language, project)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read(language, project)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        # No guessing from similar texts: a guess is marked fuzzy, and a fuzzy text is a wrong one.
        catalogue.update(template, no_fuzzy_matching=True)
        _sign(catalogue, language)
        text = _po_text(catalogue)
        if _without_dates(text) != _without_dates(before):
            path.write_text(text, encoding="utf-8")
        path.with_suffix(".mo").write_bytes(compiled(read(language, project)))


def problems(project: Path = PROJECT) -> list[str]:
    """What is wrong with the catalogues, one sentence each; empty when all is well."""
    in_code = {_key(message) for message in collect(project) if message.id}
    found: list[str] = []
    for language in LANGUAGES:
        catalogue = read(language, project)
        texts = {_key(message): message for message in catalogue if message.id}
        found += [f"{language}: not collected, run make messages: {key!r}" for key in sorted(in_code - set(texts))]
        found += [f"{language}: nobody uses it, run make messages: {key!r}" for key in sorted(set(texts) - in_code)]
        for key, message in texts.items():
            found += [f"{language}: {complaint}: {key!r}" for complaint in _complaints(message, language)]
        mo = po_path(language, project).with_suffix(".mo")
        if not mo.exists() or mo.read_bytes() != compiled(catalogue):
            found.append(f"{language}: the compiled catalogue is not the written one, run make messages")
    return found


def untranslated(language: str, project: Path = PROJECT) -> list[str]:
    """Texts of the code that ``language`` has no words for yet."""
    return [_key(message) for message in read(language, project) if message.id and not all(_translations(message))]


def placeholders(text: str) -> set[str]:
    """The names in ``{braces}``; ``{n:.1f}`` counts as ``n:.1f``, which no translation may hold.

    Raises:
        ValueError: a brace is open, or closed without having been opened.
    """
    names = set()
    for _literal, name, shape, conversion in Formatter().parse(text):
        if name is not None:
            names.add(name + (f"!{conversion}" if conversion else "") + (f":{shape}" if shape else ""))
    return names


def _complaints(message: Message, language: str) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    translations = _translations(message)
    if language in TRANSLATED and not all(translations):
        yield "not translated"
    originals = list(message.id) if isinstance(message.id, (list, tuple)) else [message.id]
    expected = set().union(*(placeholders(text) for text in originals))
    if not all(re.fullmatch(r"[a-z_][a-z0-9_]*", name) for name in expected):
        yield "a placeholder is more than a name"
    for translation in filter(None, translations):
        if placeholders(translation) != expected:
            yield f"other placeholders than {sorted(expected)} in {translation!r}"


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def _translations(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (list, tuple)) else [message.string or ""]


def _sign(catalogue: Catalog, language: str) -> None:
    """The head of the file, without the blanks to fill in that Babel leaves there."""
    catalogue.header_comment = f"# Quarterdeck in {LANGUAGE_NAMES[language]}: collected by `make messages`."
    catalogue.project, catalogue.version = "Quarterdeck", "1"
    catalogue.last_translator = catalogue.language_team = "Quarterdeck"
    catalogue.msgid_bugs_address = ""
    catalogue.revision_date = catalogue.creation_date
    catalogue.fuzzy = False


def _po_text(catalogue: Catalog) -> str:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return buffer.getvalue().decode("utf-8")


def _without_dates(text: str) -> str:
    return re.sub(r'^"(POT-Creation|PO-Revision)-Date:.*$', "", text, flags=re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is 1 where ``check`` found something and 2 where there is no such command."""
    match arguments:
        case ["update"]:
            update()
            left = {language: len(untranslated(language)) for language in TRANSLATED}
            sys.stdout.write("".join(f"{language}: {count} not translated\n" for language, count in left.items()))
            return 0
        case ["check"]:
            found = problems()
            sys.stdout.write("".join(f"{line}\n" for line in found))
            return 1 if found else 0
        case ["untranslated", language] if language in LANGUAGES:
            sys.stdout.write("".join(f"{text}\n" for text in untranslated(language)))
            return 0
    sys.stderr.write((__doc__ or "") + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
