"""Files and names made to do harm."""

import importlib.util
import json
import subprocess
import sys

import pytest

from data.importing import run_import
from data.reading.answers import Answers
from data.report import Status
from data.workspace import Source, Workspace
from tests.conftest import PROJECT

SECONDS, MEGABYTES = 5, 300
BOMBS = (
    "xlsx_zip_bomb",
    "billion_laughs",
    "xlsx_many_members",
    "csv_one_line",
    "csv_open_quote",
    "csv_many_columns",
    "csv_many_rows",
    "parquet_bomb",
)
NAMES = (
    "../../etc/passwd.csv",
    "..\\..\\x.csv",
    "/abs.csv",
    "C:\\x.csv",
    "\\\\host\\share\\x.csv",
    "a%00.csv",
    "a\0.csv",
    ".csv",
    "..csv",
    "CON.csv",
    "nul.csv",
    "a" * 300 + ".csv",
    "ệ" * 300 + ".csv",
    "*.csv",
    "[ab].csv",
    "{a,b}.csv",
    "a?.csv",
    "x';DROP.csv",
    'x";--.csv',
    "x.csv.exe",
    "x.exe.csv",
    "x\u202evsc.exe.csv",
    "<img src=x onerror=1>.csv",
    "=1+1.csv",
    "trailing .csv ",
    "http://127.0.0.1:9/x.csv",
)


def cost(tmp_path, shared, path):
    """What importing this file cost, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.data.import_cost"]
    arguments = [str(tmp_path / "store"), str(shared / "badfiles" / "control.csv"), str(path)]
    done = subprocess.run([*command, *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    path.unlink()
    return found


@pytest.fixture(scope="module")
def maker(shared):
    """The functions that make bombs, by name: each with the file's ending."""
    spec = importlib.util.spec_from_file_location("make_bombs", shared / "badfiles" / "make_bombs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_fast_and_in_little_memory(tmp_path, shared, maker, bomb):
    assert set(maker.ALL) == set(BOMBS)
    make, ending = maker.ALL[bomb]
    path = tmp_path / f"{bomb}{ending}"
    make(str(path))
    found = cost(tmp_path, shared, path)
    assert found["status"] == Status.REFUSED, found
    assert found["seconds"] < SECONDS, found
    assert found["extra_mb"] < MEGABYTES, found


@pytest.mark.parametrize(
    ("name", "code"), [("one line", "line_too_long"), ("one quote", "quote"), ("one run of zeros", "too_large")]
)
def test_a_bomb_below_the_limit_of_size_is_refused_too(tmp_path, shared, maker, name, code):
    path = tmp_path / "bomb.csv"
    if name == "one line":
        maker.csv_one_line(path, 150 / 1024)
    elif name == "one quote":
        maker.csv_open_quote(path, 150)
    else:
        path = tmp_path / "bomb.parquet"
        maker.gzip_bomb_parquet(str(path), 190_000_000)
    found = cost(tmp_path, shared, path)
    assert (found["status"], found["code"]) == (Status.REFUSED, code)
    assert found["seconds"] < SECONDS, found
    assert found["extra_mb"] < MEGABYTES, found


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_text_and_never_a_path(tmp_path, shared, name):
    assert len(NAMES) == 26
    workspace = tmp_path / "workspace"

    def outside():
        return {path for path in tmp_path.rglob("*") if path != workspace and workspace not in path.parents}

    before = outside()
    (file,) = run_import(workspace, [Source(name, shared / "badfiles" / "control.csv")], Answers(), confirm=True).files
    assert (file.status, file.file, file.rows_loaded) == (Status.LOADED, name, 12)
    assert [path.name for path in Workspace(workspace).raw.iterdir()] == [file.sha256]
    assert outside() == before
