"""Many customers' editions at once: one archive with each customer's files, told how far it is, stopped when asked."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO

from domain.errors import QuarterdeckError
from i18n.translate import _, word
from report.review import Review

Writer = Callable[[Review], bytes]
Make = Callable[[str], Review]
Told = Callable[[float, str], None]
LONGEST = 60
"""Letters of a file's name before its ending: archives are unpacked into folders with long names of their own."""
BYTES = 180
"""In UTF-8: file systems hold 255, and the number and ending need some."""
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
SEVERAL_BLANKS = re.compile(r"\s+")
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{kind}{at}" for kind in ("com", "lpt") for at in range(10))})
NAMELESS = "customer"
NOT_MADE = "not-made.txt"


def file_names(names: Iterable[str]) -> list[str]:
    """A file name for each name, without an ending: readable, safe on every system, each once whatever its case.

    Letters of every script stay; path separators, control and direction marks, and leading dots do not.
    """
    found: list[str] = []
    taken: set[str] = {NOT_MADE.removesuffix(".txt")}
    for name in names:
        plain = _plain(name)
        file, number = plain, 2
        while file.casefold() in taken:
            file, number = f"{plain} ({number})", number + 1
        taken.add(file.casefold())
        found.append(file)
    return found


def _plain(name: str) -> str:
    """The name without what a file's may not have."""
    composed = unicodedata.normalize("NFC", name)
    # "Cf" holds direction marks, which make a name read as another one, and joiners; "Cs" and "Co" draw nothing
    kept = "".join(letter for letter in composed if unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn"))
    kept = SEVERAL_BLANKS.sub(" ", FORBIDDEN.sub(" ", kept))[:LONGEST]
    while len(kept.encode("utf-8")) > BYTES:
        kept = kept[:-1]
    kept = kept.strip(" .")
    if kept.split(".")[0].strip().casefold() in RESERVED:
        kept = f"{kept}_"
    return kept or NAMELESS


def write_editions(
    path: Path,
    names: Sequence[str],
    make: Make,
    writers: Mapping[str, Writer],
    *,
    dated: date,
    tell: Told = lambda _share, _name: None,
) -> dict[str, str]:
    """Write the archive to ``path``; arguments and answer as of :func:`editions_zip`. Stopped, nothing is left behind.

    Raises:
        OSError: the file cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as stream:
            failed = _fill(stream, names, make, writers, dated, tell)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return failed


def editions_zip(
    names: Sequence[str],
    make: Make,
    writers: Mapping[str, Writer],
    *,
    dated: date,
    tell: Told = lambda _share, _name: None,
) -> tuple[bytes, dict[str, str]]:
    """Every customer's review in every form as the bytes of one archive, and why some could not be made, by name.

    ``make`` gives a customer's review; ``writers`` are by ending (".pptx"). ``tell`` is called before each customer
    with the share that is done and the name, and may raise to cancel: then nothing is kept. A customer whose review
    or file cannot be made is left out, and a text in the archive says which and why. The same reviews are the same
    archive: its members carry the day ``dated``.
    """
    stream = io.BytesIO()
    failed = _fill(stream, names, make, writers, dated, tell)
    return stream.getvalue(), failed


def _fill(
    stream: IO[bytes], names: Sequence[str], make: Make, writers: Mapping[str, Writer], dated: date, tell: Told
) -> dict[str, str]:
    failed: dict[str, str] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, (name, file) in enumerate(zip(names, file_names(names), strict=True)):
            tell(at / len(names), name)
            try:
                review = make(name)
                made = {f"{file}{ending}": write(review) for ending, write in writers.items()}
            except QuarterdeckError as error:
                failed[name] = f"{word(error.message)} {word(error.fix)}".strip()
                continue
            for member, content in made.items():
                archive.writestr(_member(member, dated), content, zipfile.ZIP_STORED)
        if failed:
            lines = [_("These could not be made:"), *(f"{name}: {reason}" for name, reason in failed.items())]
            text = "\r\n".join(lines).encode("utf-8-sig")
            archive.writestr(_member(NOT_MADE, dated), text, zipfile.ZIP_DEFLATED)
    return failed


def _member(name: str, dated: date) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (max(1980, dated.year), dated.month, dated.day, 0, 0, 0))
