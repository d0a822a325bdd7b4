"""The floors of the house. Packages are held to them by import-linter, the scripts on the top floor here."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.architecture.source import PROJECT, ROOMS, named, python_files, tree_of

TOP = {"pages", "app", "cli"}
ENGINES = {"duckdb", "sqlite3", "openpyxl", "python_calamine", "plotly"}


def imported_by(path) -> set[str]:
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


def test_imports_point_down_never_sideways_or_up() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
    assert ", 0 broken" in run.stdout


@pytest.mark.parametrize("path", python_files(*(room for room in ROOMS if room != "pages")), ids=named)
def test_nobody_imports_the_top_floor(path) -> None:
    assert imported_by(path).isdisjoint(TOP)


@pytest.mark.parametrize("path", python_files("pages", "app.py", "cli.py"), ids=named)
def test_the_top_floor_knows_no_engine(path) -> None:
    assert imported_by(path).isdisjoint(ENGINES)


def test_the_command_line_knows_no_browser() -> None:
    assert imported_by(PROJECT / "cli.py").isdisjoint({"streamlit", "ui", "pages", "charts"})
