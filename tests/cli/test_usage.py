"""Wrong usage, wrong files and empty workspaces: one sentence, the right exit code, nothing loaded."""

import json
import shutil

import pytest

from cli import told_once
from domain.message import Message
from tests.cli.test_maven import cli

DEALS = "deal_id,customer_name,owner_email,stage,amount,currency,close_date\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """One loaded deal of 1,000; no test that asks for it changes it."""
    folder = tmp_path_factory.mktemp("served")
    source = folder / "deals.csv"
    source.write_text(DEALS + "D1,An Phát,lan@example.vn,Won,1000,VND,2025-08-15\n", encoding="utf-8")
    done = cli(folder / "workspace", "import", source, "--as", "deals", "--json")
    assert done.returncode == 0, done.stdout
    return folder / "workspace"


@pytest.fixture
def loaded(served, tmp_path):
    """A copy of it that a test may change."""
    shutil.copytree(served, tmp_path / "workspace")
    return tmp_path / "workspace"


def revenue(workspace):
    done = cli(workspace, "kpis", "--quarter", "2025-Q3", "--kpi", "revenue", "--json")
    return json.loads(done.stdout)["answers"][0]["value"]


def test_an_empty_workspace_says_what_to_do(tmp_path):
    done = cli(tmp_path, "kpis", "--quarter", "2025-Q3")
    assert done.returncode == 4
    assert "import" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("kpis",),
        ("kpis", "--quarter", "2025-Q7"),
        ("kpis", "--quarter", "2025-Q3", "--kpi", "happiness"),
        ("kpis", "--quarter", "2025-Q3", "--as-of", "yesterday"),
        ("kpis", "--quarter", "2025-Q3", "--by", "colour"),
        ("trend", "revenue", "--from", "2025-Q3", "--to", "2025"),
        ("import", "no-such-file.csv"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_exits_with_two_and_one_sentence(served, arguments):
    done = cli(served, *arguments)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "codes"),
    [
        ("empty.csv", b"", {4}),
        ("blank.csv", b"\n\n  \n", {4}),
        ("noise.csv", bytes(range(256)) * 20, {3, 4}),
        ("unknown.csv", b"colour,shape\nred,round\nblue,square\n", {3, 4}),
        ("no_header.csv", b"D1,An,Won,5\nD2,Binh,Won,6\n", {3, 4}),
        ("missing.csv", b"deal_id,customer_name,amount\nD1,An,5\n", {3, 4}),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 200, {4}),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(served, tmp_path, name, content, codes):
    source = tmp_path / name
    source.write_bytes(content)
    before = (served / "CURRENT").read_text()
    done = cli(served, "import", source, "--json")
    assert done.returncode in codes
    assert "Traceback" not in done.stderr
    (file,) = json.loads(done.stdout)["files"]
    assert (file["question"] or file["refusal"])["message"]
    assert (served / "CURRENT").read_text() == before


def test_two_files_that_disagree_about_one_deal_are_said_aloud(loaded, tmp_path):
    for name, amount in (("a.csv", 5), ("b.csv", 6)):
        (tmp_path / name).write_text(
            DEALS + f"D2,An Phát,lan@example.vn,Won,{amount},VND,2025-08-16\n", encoding="utf-8"
        )
    done = cli(loaded, "import", tmp_path / "a.csv", tmp_path / "b.csv", "--as", "deals", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 4
    assert "D2" in json.dumps(report, ensure_ascii=False)
    assert revenue(loaded) == 1000


def test_one_bad_file_keeps_the_good_ones_of_the_same_call_out(loaded, tmp_path):
    (tmp_path / "good.csv").write_text(DEALS + "D9,An Phát,lan@example.vn,Won,7,VND,2025-08-16\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    done = cli(loaded, "import", tmp_path / "good.csv", tmp_path / "empty.csv", "--json")
    assert done.returncode == 4
    assert revenue(loaded) == 1000


def test_a_dry_run_loads_nothing(loaded, tmp_path):
    (tmp_path / "good.csv").write_text(DEALS + "D9,An Phát,lan@example.vn,Won,7,VND,2025-08-16\n", encoding="utf-8")
    done = cli(loaded, "import", tmp_path / "good.csv", "--dry-run", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["snapshot"], report["files"][0]["rows_loaded"]) == (0, None, 1)
    assert revenue(loaded) == 1000


def test_undo_down_to_nothing_and_no_further(loaded):
    assert cli(loaded, "undo").returncode == 0
    assert cli(loaded, "kpis", "--quarter", "2025-Q3").returncode == 4
    assert cli(loaded, "undo").returncode == 4


def test_held_back_rows_are_listed_with_reason_and_suggestion(loaded, tmp_path):
    rows = "".join(f"E{n},An Phát,lan@example.vn,Won,{n},VND,2025-08-16\n" for n in range(12))
    bad = "E99,An Phát,lan@example.vn,Won,5,VND,31/02/2025\n"
    (tmp_path / "mixed.csv").write_text(DEALS + rows + bad.replace("31/02/2025", "2025-02-31"), encoding="utf-8")
    done = cli(loaded, "import", tmp_path / "mixed.csv", "--json")
    (file,) = json.loads(done.stdout)["files"]
    assert (file["rows_loaded"], file["rows_quarantined"]) == (12, 1)
    assert file["quarantine"][0]["line"] == 14
    assert file["quarantine"][0]["suggestion"] == "2025-02-28"
    listed = json.loads(cli(loaded, "quarantine", "--json").stdout)
    assert [(row["line"], row["value"]) for row in listed] == [(14, "2025-02-31")]


def test_vietnamese_is_spoken_on_request(served):
    done = cli(served, "--language", "vi", "kpis", "--quarter", "2025-Q3", "--kpi", "revenue")
    assert "Quý 3/2025" in done.stdout


def test_an_import_is_verified_backed_up_restored_and_removed(loaded, tmp_path):
    assert cli(loaded, "verify").returncode == 0
    assert json.loads(cli(loaded, "verify", "--originals", "--json").stdout)["is_sound"] is True
    assert cli(loaded, "backup", tmp_path / "backup").returncode == 0
    assert cli(loaded, "backup", tmp_path / "backup").returncode == 4
    other = tmp_path / "other"
    assert cli(other, "restore", tmp_path / "backup").returncode == 0
    assert revenue(other) == revenue(loaded)
    assert cli(other, "remove", "99").returncode == 2
    number = json.loads(cli(other, "loads", "--json").stdout)[0]["load_id"]
    assert json.loads(cli(other, "remove", str(number), "--json").stdout)["removed"] == number
    assert number not in [load["load_id"] for load in json.loads(cli(other, "loads", "--json").stdout)]


def test_a_command_on_a_damaged_workspace_repairs_it_and_says_so(loaded):
    before = revenue(loaded)
    newest = max((loaded / "snapshots").glob("*.duckdb"))
    newest.write_bytes(newest.read_bytes()[:1000])
    done = cli(loaded, "loads")
    assert done.returncode == 0
    assert f"Snapshot {newest.stem} was damaged" in done.stderr
    assert revenue(loaded) == before


def test_a_step_that_is_reported_often_is_said_once(capsys):
    tell = told_once()
    for share, step in ((0.0, "a.xlsx"), (0.0, "a.xlsx"), (0.5, "b.xlsx"), (0.5, "b.xlsx"), (0.0, "a.xlsx")):
        tell(share, Message(step))
    assert capsys.readouterr().err.split("\n") == ["  0%  a.xlsx", " 50%  b.xlsx", "  0%  a.xlsx", ""]
