"""What is written for people is written whole: in the catalogue, and without numbers of somebody's list."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import PROJECT, called, calls, named, python_files, query_files, text_of, tree_of

DOCUMENTS = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"), PROJECT / "Makefile", PROJECT / "pyproject.toml"]
NUMBERED = re.compile(r"(?<![\w&#,])#\d+\b|\b(issue|ticket no\.?|PR) ?#?\d+\b", re.IGNORECASE)


@pytest.mark.parametrize("path", python_files(), ids=named)
def test_a_text_for_the_catalogue_is_a_plain_literal(path) -> None:
    marked = [call for call in calls(tree_of(path)) if called(call) in {"_", "N_"} and call.args]
    built = [call.lineno for call in marked if isinstance(call.args[0], (ast.JoinedStr, ast.BinOp))]
    assert built == [], "an f-string or a sum never reaches the catalogue"
    unmarked = [call.lineno for call in marked if called(call) == "N_" and not isinstance(call.args[0], ast.Constant)]
    assert unmarked == [], "N_ marks a literal"


@pytest.mark.parametrize("path", [*python_files(), *python_files("tests"), *query_files(), *DOCUMENTS], ids=named)
def test_a_reader_needs_nobodys_list(path) -> None:
    code = re.sub(r"#[0-9A-Fa-f]{3,8}\b", "", text_of(path))  # colours
    assert [found[0] for found in NUMBERED.finditer(code)] == []


@pytest.mark.parametrize("path", [*python_files(), *DOCUMENTS], ids=named)
def test_nothing_points_outside_the_project(path) -> None:
    assert not re.search(r"/work/|/home/\w+/|shared/DESIGN", text_of(path))
