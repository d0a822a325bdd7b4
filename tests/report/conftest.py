"""Decks and workbooks as a person would see them: turned into PDF once, whatever looks at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.deck import write_deck
from report.workbook import write_workbook
from tests.conftest import IS_CI
from tests.report.office import Office, find_office
from tests.report.reviews import full_review
from tests.report.templates import dark

FOLDER = "rendered"


@pytest.fixture(scope="session")
def office() -> Office:
    """The office suite; where there is none these tests are skipped on a laptop and fail in CI."""
    found = find_office()
    if found is not None:
        return found
    reason = "LibreOffice or Poppler is not there: apt-get install libreoffice-impress libreoffice-calc poppler-utils"
    if IS_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def rendered(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with vi, en and dark as .pptx and .pdf, and the workbook as book.xlsx and book.pdf."""
    folder = tmp_path_factory.mktemp(FOLDER)
    write_deck(full_review("vi"), folder / "vi.pptx")
    write_deck(full_review("en"), folder / "en.pptx")
    write_deck(full_review("vi"), folder / "dark.pptx", template=dark())
    write_workbook(full_review("vi"), folder / "book.xlsx")
    office.to_pdf(sorted(folder.iterdir()), folder)
    return folder
