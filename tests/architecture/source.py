"""The project's own code as the architecture tests read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = ("domain", "i18n", "data", "analytics", "charts", "report", "ui", "pages")
FRONT = ("app.py", "cli.py")
WORKSHOPS = ("tests", "benchmarks", "docs")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*rooms: str) -> list[Path]:
    """Every Python file of ``rooms`` (all rooms and the front when none is named), in order."""
    names = rooms or (*ROOMS, *FRONT)
    files: list[Path] = []
    for name in names:
        path = PROJECT / name
        files += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return files


def query_files() -> list[Path]:
    return sorted((PROJECT / "data").rglob("*.sql"))


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), named(path))


def functions(path: Path) -> Iterator[FunctionNode]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, FunctionNode):
            yield node


def calls(node: ast.AST) -> Iterator[ast.Call]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield inner


def called(call: ast.Call) -> str:
    """The last name of what is called: ``st.cache_data(…)`` is ``cache_data``."""
    return last_name(call.func)


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return last_name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
