"""SQL lives in files, names no schema, and is put together in a few rooms only."""

from __future__ import annotations

import ast
import re

import pytest

from analytics.registry import KPIS
from tests.architecture.source import named, python_files, query_files, text_of, tree_of

ASKED_BY_KPIS = {name for kpi in KPIS for name in (kpi.query, kpi.split_query) if name}
QUERIES = [path for path in query_files() if path.parent.name == "queries"]
MAY_NAME = {
    "data/query.py": "holds the one quoting function and the shadowing views",
    "data/building.py": "makes a table for each entry of domain.tables",
    "data/loading.py": "fills a table for each entry of domain.tables; attach takes no parameter",
    "data/kept.py": "gathers invoice lines from queries and kinds of word that are declared there",
    "data/checking.py": "groups by the key columns of domain.tables",
    "data/mapping/values.py": "wraps conversions written there around the one column it is given",
    "data/backup.py": "copies every table of the schema loaded, named in data/loading.py",
    "data/verifying.py": "counts the tables and columns of domain.tables again",
    "data/extract.py": "writes out a table of domain.tables, its columns quoted",
}
"""Where a statement is put together: only names that we declared go in, never a value that somebody typed."""
STATEMENT = re.compile(
    r"\b(select\b.+\bfrom|insert\s+into|delete\s+from|update\b.+\bset|create\s+(or\s+replace\s+)?(temp\w*\s+)?"
    r"(table|view)|drop\s+(table|view)|attach\b|copy\b.+\b(from|to))\b",
    re.IGNORECASE | re.DOTALL,
)


@pytest.mark.parametrize("path", query_files(), ids=named)
def test_a_table_is_named_without_its_schema(path) -> None:
    code = re.sub(r"--.*", "", text_of(path))
    assert not re.search(r"\bmain\s*\.", code, re.IGNORECASE)


@pytest.mark.parametrize("path", QUERIES, ids=named)
def test_a_query_file_is_one_statement_that_says_its_grain_and_source(path) -> None:
    comment = "\n".join(line for line in text_of(path).splitlines() if line.startswith("--")).lower()
    words = ("grain", "column", "source") if path.stem in ASKED_BY_KPIS else ("grain", "column")
    assert [word for word in words if word not in comment] == []
    code = re.sub(r"--.*", "", text_of(path)).strip().rstrip(";")
    assert ";" not in code
    assert re.match(r"(with|select)\b", code, re.IGNORECASE)


@pytest.mark.parametrize("path", QUERIES, ids=named)
def test_the_one_splice_is_the_dimension(path) -> None:
    assert set(re.findall(r"\{(.*?)\}", text_of(path))) <= {"dimension"}


def sql_built_from_parts(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        is_built = isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod))
        )
        parts = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)] if is_built else []
        text = " ".join(part for part in parts if isinstance(part, str))
        if STATEMENT.search(text):
            found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize("path", python_files(), ids=named)
def test_no_statement_is_built_from_parts(path) -> None:
    if named(path) not in MAY_NAME:
        assert sql_built_from_parts(tree_of(path)) == []


def test_every_query_file_is_asked_for_by_somebody() -> None:
    code = "\n".join(text_of(path) for path in python_files())
    asked = ASKED_BY_KPIS | {kpi.rows_query for kpi in KPIS}
    assert [path.stem for path in QUERIES if path.stem not in asked and f'"{path.stem}"' not in code] == []
