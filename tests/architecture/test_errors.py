"""Errors are handled where something can be done about them, and nowhere else."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import WORKSHOPS, called, calls, named, python_files, text_of, tree_of

MARKS = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")


def broad_handlers(tree: ast.Module) -> list[ast.ExceptHandler]:
    broad = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {""}
            if names & {"", "Exception", "BaseException"}:
                broad.append(node)
    return broad


@pytest.mark.parametrize("path", python_files(), ids=named)
def test_whoever_catches_everything_passes_it_on_or_says_why_not(path) -> None:
    lines = text_of(path).splitlines()
    for handler in broad_handlers(tree_of(path)):
        passes_on = any(isinstance(node, ast.Raise) for node in ast.walk(handler))
        has_reason = re.search(r"# noqa: BLE001 [-–—] .{15,}", lines[handler.lineno - 1])
        assert passes_on or has_reason, f"line {handler.lineno}: name the errors that are expected here"


@pytest.mark.parametrize("path", python_files("tests"), ids=named)
def test_our_own_code_is_never_replaced_in_a_test(path) -> None:
    imported = {
        alias.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert not imported & {"mock", "MagicMock", "patch"}
    arguments = {
        argument.arg for node in ast.walk(tree_of(path)) if isinstance(node, ast.arguments) for argument in node.args
    }
    if "monkeypatch" in arguments:
        used = {called(call) for call in calls(tree_of(path)) if ast.unparse(call.func).startswith("monkeypatch.")}
        assert used <= {"setenv", "delenv", "chdir"}


@pytest.mark.parametrize("path", python_files("tests"), ids=named)
def test_no_test_sleeps(path) -> None:
    assert [call.lineno for call in calls(tree_of(path)) if called(call) in {"sleep", "wait_for_timeout"}] == []


@pytest.mark.parametrize("path", [*python_files(), *python_files(*WORKSHOPS)], ids=named)
def test_nothing_is_left_for_later(path) -> None:
    assert [mark for mark in MARKS if mark in text_of(path)] == []
