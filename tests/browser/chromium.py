"""Where the browser is. ``python -m tests.browser.chromium`` prints it, or exits 1 where there is none."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Path of a Chromium: the one named in QUARTERDECK_CHROMIUM, on the path, or the test library's own."""
    named = os.environ.get("QUARTERDECK_CHROMIUM")
    candidates = (named,) if named else (shutil.which(name) for name in NAMES)
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return candidate
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    found = find_chromium()
    sys.stdout.write(f"{found}\n" if found else "")
    sys.exit(0 if found else 1)
