"""Nothing acknowledged is lost and nothing half is served, wherever an import, an undo or a removal is interrupted."""

import json
import subprocess
import sys

import pytest

from tests.conftest import PROJECT
from tests.data.interrupted import BROKEN, DONE, REFUSED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, and limits the size of files: not on Windows")
KILLED = -9


@pytest.mark.parametrize(
    ("kind", "wanted", "endings"),
    [
        ("kill", 16, {KILLED}),
        ("kill-any-time", 4, {KILLED, DONE}),
        ("full", 7, {REFUSED, DONE}),
        ("size", 5, {REFUSED, DONE}),
    ],
)
def test_the_old_data_or_the_new_is_served_whole_and_doing_it_again_works(tmp_path, kind, wanted, endings):
    command = [sys.executable, "-m", "tests.data.interrupted", str(tmp_path), kind, str(wanted)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    attempts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(attempts) == 3 * wanted
    for attempt in attempts:
        assert attempt["ended"] in endings, attempt
        assert attempt["served"] != BROKEN, attempt
        assert attempt["ended"] != DONE or attempt["served"] == DONE, attempt
        assert attempt["again"] == DONE, attempt
    if kind != "kill-any-time":
        assert {attempt["served"] for attempt in attempts} == {DONE, REFUSED}
