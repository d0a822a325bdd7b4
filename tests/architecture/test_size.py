from __future__ import annotations

import pytest

from tests.architecture.source import FRONT, ROOMS, WORKSHOPS, functions, named, python_files, text_of

LARGEST_FILE = 300
LARGEST_FUNCTION = 60
LARGEST_PAGE = 60
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "service", "services", "misc"}


@pytest.mark.parametrize("path", python_files(*ROOMS, *WORKSHOPS), ids=named)
def test_a_file_is_a_room_not_a_hall(path) -> None:
    assert len(text_of(path).splitlines()) <= LARGEST_FILE


@pytest.mark.parametrize("path", python_files(*FRONT), ids=named)
def test_the_front_holds_no_logic(path) -> None:
    # The command line is one thin function a command: the file is long because there are many commands.
    assert len(text_of(path).splitlines()) <= (480 if path.name == "cli.py" else 150)


@pytest.mark.parametrize("path", python_files(*ROOMS, *FRONT, *WORKSHOPS), ids=named)
def test_a_function_fits_on_a_screen(path) -> None:
    long = {node.name: node.end_lineno - node.lineno + 1 for node in functions(path)}
    assert {name: lines for name, lines in long.items() if lines > LARGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", python_files("pages"), ids=named)
def test_a_page_is_short(path) -> None:
    assert len(text_of(path).splitlines()) <= LARGEST_PAGE


def test_a_file_is_called_for_what_it_holds() -> None:
    assert [named(path) for path in python_files(*ROOMS) if path.stem in NO_NAMES] == []
