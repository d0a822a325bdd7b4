"""A page reads the state, asks for answers, draws: nothing else."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import PROJECT, called, calls, named, python_files, text_of, tree_of

PAGES = python_files("pages")
EXPECTED = {"overview", "revenue", "retention", "nps", "response_time", "portfolio", "imports", "definitions"}
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
WORDING = {"_", "N_", "ngettext"}
SYMBOL = re.compile(r"[a-z0-9_./:%#-]*")
"""An id, a column, a parameter of a widget or an icon: not something a person reads."""


def constant_texts_outside_wording(tree: ast.Module) -> list[str]:
    worded: set[int] = set()
    for call in calls(tree):
        if called(call) in WORDING:
            worded |= {id(node) for node in ast.walk(call)}
    docstrings = {id(tree.body[0].value)} if ast.get_docstring(tree) is not None else set()
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in worded | docstrings
        and not SYMBOL.fullmatch(node.value)
    ]


def is_statement_that_runs(node: ast.stmt) -> bool:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return not is_docstring and not isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef))


def test_the_pages_are_there() -> None:
    assert {path.stem for path in PAGES} >= EXPECTED


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_guard_is_the_first_thing_a_page_does(path) -> None:
    first = next(node for node in tree_of(path).body if is_statement_that_runs(node))
    assert isinstance(first, (ast.Expr, ast.Assign))
    call = first.value
    while isinstance(call, ast.Call) and call.args:
        call = call.args[0]  # opened(guard()): what is handed over is called first
    assert isinstance(call, ast.Call)
    assert called(call) == "guard"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_knows_no_frames_no_sql_and_no_database(path) -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree_of(path))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported.isdisjoint({"pandas", "numpy", "duckdb", "plotly", "sqlite3", "math", "statistics"})
    assert not re.search(r"\bselect\b.+\bfrom\b", text_of(path), re.IGNORECASE | re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_does_no_arithmetic(path) -> None:
    found = [
        ast.unparse(node)
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC)) or isinstance(node, ast.AugAssign)
    ]
    assert found == []
    assert [call for call in calls(tree_of(path)) if called(call) in {"sum", "round", "min", "max", "mean"}] == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_word_of_a_page_is_translated(path) -> None:
    assert constant_texts_outside_wording(tree_of(path)) == []


@pytest.mark.parametrize("path", python_files("ui", "pages", "app.py"), ids=named)
def test_html_holds_no_data(path) -> None:
    assert "unsafe_allow_html" not in text_of(path)
    assert "unsafe_allow_javascript" not in text_of(path)


def test_what_is_cached_is_named_by_snapshot_and_scope() -> None:
    cached = [
        node
        for name in ("answers", "asking")
        for node in ast.walk(tree_of(PROJECT / "ui" / f"{name}.py"))
        if isinstance(node, ast.FunctionDef)
        and any("cache" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]
    assert cached
    for node in cached:
        arguments = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
        assert not any(name.startswith("_") for name in arguments), f"{node.name}: the cache would not see it"
        assert arguments & {"version", "snapshot"}, node.name
        if any(called(call) == "open_reader" for call in calls(node)):
            assert "scope" in arguments, node.name


@pytest.mark.parametrize("path", python_files("pages", "app.py", "ui"), ids=named)
def test_only_answers_caches(path) -> None:
    if path.name not in ("answers.py", "asking.py"):
        assert not re.search(r"\bcache_(data|resource)\b", text_of(path))
