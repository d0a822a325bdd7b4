"""What takes longer to import than a page to show is imported by the function that needs it."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import named, python_files, tree_of

HEAVY = ("statsmodels", "scipy", "numba")


@pytest.mark.parametrize("path", python_files(), ids=named)
def test_nothing_heavy_is_imported_with_a_module(path) -> None:
    imported = []
    for statement in tree_of(path).body:
        if isinstance(statement, ast.Import):
            imported += [alias.name for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom):
            imported.append(statement.module or "")
    assert [name for name in imported if name.split(".")[0] in HEAVY] == []
