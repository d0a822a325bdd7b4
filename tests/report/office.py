"""Where the office suite is. ``python -m tests.report.office`` prints it, or exits 1 where it or Poppler is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NAMES = ("soffice", "libreoffice")
LONGEST = 240


@dataclass(frozen=True)
class Office:
    """The three programs that turn a deck into what a person would see."""

    soffice: str
    pdftoppm: str
    pdftotext: str

    def to_pdf(self, files: Iterable[Path], folder: Path) -> None:
        """Every file as PDF in ``folder``, in one start of the suite, with a profile of its own."""
        profile = (folder / "profile").as_uri()
        command = [self.soffice, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), *(str(one) for one in files)]
        subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)

    def to_pictures(self, pdf: Path, dots: int, page: int | None = None) -> list[Path]:
        """A picture of every page (or of one, counted from 1), ``dots`` an inch."""
        stem = pdf.with_name(f"{pdf.stem}-{dots}")
        pages = [] if page is None else ["-f", str(page), "-l", str(page)]
        command = [self.pdftoppm, "-r", str(dots), *pages, str(pdf), str(stem)]
        subprocess.run(command, check=True, timeout=LONGEST)
        return sorted(pdf.parent.glob(f"{stem.name}-*.ppm"))

    def to_words(self, pdf: Path) -> str:
        """Every word with its place on its page, as XML."""
        found = subprocess.run(
            [self.pdftotext, "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=LONGEST
        )
        return found.stdout.decode("utf-8")


def find_office() -> Office | None:
    """The suite named in QUARTERDECK_SOFFICE or on the path, with Poppler's tools."""
    named = os.environ.get("QUARTERDECK_SOFFICE")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    tools = (shutil.which("pdftoppm"), shutil.which("pdftotext"))
    if not found or not Path(found).exists() or not all(tools):
        return None
    return Office(found, str(tools[0]), str(tools[1]))


if __name__ == "__main__":
    office = find_office()
    sys.stdout.write(f"{office.soffice}\n" if office else "")
    sys.exit(0 if office else 1)
