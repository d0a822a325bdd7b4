"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from i18n.language import DEFAULT_LANGUAGE, set_language

PROJECT = Path(__file__).resolve().parents[1]
IS_CI = bool(os.environ.get("CI"))

# A slow machine is no failure. In CI the same examples every time, so that red means the change.
settings.register_profile("laptop", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if IS_CI else "laptop")


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's own folder."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``shared`` beside the project: reference files, damaged files, published series."""
    folder = PROJECT.parent / "shared"
    if folder.is_dir():
        return folder
    reason = f"the reference files are not there: put the folder “shared” beside the project ({folder})"
    if IS_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def default_language() -> None:
    """Every test starts in the default language, whatever the one before it chose."""
    set_language(DEFAULT_LANGUAGE)
