"""What was said of customers counts at once, without any file, and leaves undo as it was."""

from datetime import date

import pytest

from analytics.deal_history import deal_history
from data.identity import Alias, Apart, Merge
from data.importing import loads, run_import, undo
from data.query import open_reader
from data.reading.answers import Answers
from data.rebuilding import bring_up_to_date, decide, is_outdated, rebuild, take_back
from data.removing import remove
from data.repairing import repair
from data.snapshots import open_cursor
from data.workspace import Source, Workspace
from domain.errors import RefusedError, UsageError
from domain.sample import SAMPLE_PREFIX
from domain.scope import LAPTOP, Scope

HEAD = "Số hóa đơn,Ngày hóa đơn,Tên khách hàng,Thành tiền\n"
MERGE = Merge("AN PHAT", "AN PHAT", "An Phát", "An Phát")
TOTALS = "select customer, sum(amount) from revenue_line group by 1 order by 1"


@pytest.fixture
def workspace(tmp_path):
    return tmp_path / "workspace"


@pytest.fixture
def load(tmp_path, workspace):
    def loaded(name, text, entity=None):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        report = run_import(workspace, [Source(name, path)], Answers(entity=entity))
        assert report.snapshot, report.files
        return report.snapshot

    return loaded


def query(workspace, sql):
    with open_cursor(Workspace(workspace).snapshots.current().path) as cursor:
        return cursor.execute(sql).fetchall()


def test_a_merge_counts_at_once_and_is_taken_back_at_once(load, workspace):
    load("a.csv", HEAD + "HD1,15/03/2025,An Phát,100\nHD2,16/03/2025,AN PHAT,20\n")
    before = loads(workspace)
    assert query(workspace, TOTALS) == [("AN PHAT", 20), ("An Phát", 100)]
    assert decide(workspace, [MERGE], []) == "000002"
    assert query(workspace, TOTALS) == [("An Phát", 120)]
    assert loads(workspace) == before
    assert take_back(workspace, MERGE) == "000003"
    assert query(workspace, TOTALS) == [("AN PHAT", 20), ("An Phát", 100)]
    assert Workspace(workspace).book.merges() == []
    assert [entry["event"] for entry in Workspace(workspace).ledger.entries()][-2:] == ["built", "rebuilt"]
    assert sorted(path.name for path in Workspace(workspace).snapshots.folder.iterdir()) == [
        "000001.duckdb",
        "000002.duckdb",
        "000003.duckdb",
    ]


def test_a_merge_holds_for_the_files_that_come_after_it(load, workspace):
    load("a.csv", HEAD + "HD1,15/03/2025,An Phát,100\nHD2,16/03/2025,AN PHAT,20\n")
    decide(workspace, [MERGE], [])
    assert load("b.csv", HEAD + "HD3,17/03/2025,An phat,3\n") == "000003"
    assert query(workspace, TOTALS) == [("An Phát", 123)]


def test_undo_takes_the_last_import_back_not_the_merge(load, workspace):
    load("a.csv", HEAD + "HD1,15/03/2025,An Phát,100\nHD2,16/03/2025,AN PHAT,20\n")
    load("b.csv", HEAD + "HD3,17/03/2025,An Phát,3\n")
    assert decide(workspace, [MERGE], []) == "000003"
    left, served = undo(workspace)
    assert (left, served) == ("000003", "000004")
    assert [row["file_name"] for row in loads(workspace)] == ["a.csv"]
    assert query(workspace, TOTALS) == [("An Phát", 120)]
    assert undo(workspace) == ("000004", None)


def test_a_damaged_snapshot_is_repaired_with_its_merges(load, workspace):
    load("a.csv", HEAD + "HD1,15/03/2025,An Phát,100\nHD2,16/03/2025,AN PHAT,20\n")
    decide(workspace, [MERGE], [])
    Workspace(workspace).snapshots.path("000002").write_bytes(b"torn")
    assert repair(workspace, thorough=True).serves == "000003"
    assert query(workspace, TOTALS) == [("An Phát", 120)]


def test_undo_after_a_removal_and_a_merge_brings_the_removed_load_back(load, workspace):
    load("a.csv", HEAD + "HD1,15/03/2025,An Phát,100\nHD2,16/03/2025,AN PHAT,20\n")
    load("b.csv", HEAD + "HD3,17/03/2025,An Phát,3\n")
    remove(workspace, 2)
    decide(workspace, [MERGE], [])
    assert query(workspace, TOTALS) == [("An Phát", 120)]
    undo(workspace)
    assert query(workspace, TOTALS) == [("An Phát", 123)]


def test_a_spelling_called_the_same_is_taken_back_at_once(load, workspace):
    alias = Alias("customer", "A.P. Co", "An Phát")
    Workspace(workspace).folder.mkdir()
    Workspace(workspace).book.set_alias(alias)
    load("a.csv", HEAD + "HD1,15/03/2025,An Phát,100\nHD2,16/03/2025,A.P. Co,20\n")
    assert len(query(workspace, TOTALS)) == 1
    take_back(workspace, alias)
    assert len(query(workspace, TOTALS)) == 2
    assert Workspace(workspace).book.aliases() == []


def test_what_was_said_not_to_be_one_is_remembered_and_cannot_become_one_by_a_roundabout(load, workspace):
    load("a.csv", HEAD + "HD1,15/03/2025,A,1\nHD2,16/03/2025,B,2\nHD3,16/03/2025,C,4\n")
    assert decide(workspace, [Merge("A", "A", "C", "C")], [Apart("A", "A", "B", "B")]) == "000002"
    with pytest.raises(RefusedError, match="“A” and “B”"):
        decide(workspace, [Merge("B", "B", "C", "C")], [])
    assert query(workspace, TOTALS) == [("B", 2), ("C", 5)]
    assert [merge.customer_id for merge in Workspace(workspace).book.merges()] == ["A"]
    assert decide(workspace, [], [Apart("B", "B", "C", "C")]) == "000002"
    assert len(Workspace(workspace).book.apart()) == 2


def test_without_data_nothing_is_built(workspace):
    assert rebuild(workspace) is None
    assert decide(workspace, [MERGE], []) is None
    assert Workspace(workspace).book.merges() == [MERGE]


def test_what_was_said_of_the_sample_company_holds_for_it_alone(load, workspace):
    text = HEAD + "HD1,15/03/2025,An Phát,100\nHD2,16/03/2025,AN PHAT,20\n"
    load(f"{SAMPLE_PREFIX}a.csv", text)
    decide(workspace, [Merge("AN PHAT", "AN PHAT", "An Phát", "An Phát", is_sample=True)], [])
    assert query(workspace, TOTALS) == [("An Phát", 120)]
    load("own.csv", text.replace("HD", "HX"))
    assert query(workspace, TOTALS) == [("AN PHAT", 20), ("An Phát", 100)]


def deals(amount, stage="Open", manager="lan@example.vn"):
    head = "deal_id,customer_name,owner_email,stage,amount,currency,close_date\n"
    return head + f"D1,Acme,{manager},{stage},{amount},VND,2025-08-01\nD2,Acme,lan@example.vn,Open,5,VND,2025-08-01\n"


def test_undo_takes_the_versions_and_the_hand_overs_of_a_load_with_it(load, workspace):
    versions = "select deal_id, amount, is_current from deal_version order by 1, 2"
    managers = "select manager from customer_ownership where owned_to is null order by 1"
    load("a.csv", deals(10))
    before = (query(workspace, versions), query(workspace, managers))
    load("b.csv", deals(30, manager="minh@example.vn"))
    assert query(workspace, versions) == [("D1", 10, False), ("D1", 30, True), ("D2", 5, True)]
    assert len(query(workspace, managers)) == 2
    undo(workspace)
    assert (query(workspace, versions), query(workspace, managers)) == before
    assert query(workspace, versions) == [("D1", 10, True), ("D2", 5, True)]


def test_the_history_between_two_days_starts_with_what_was_in_force(load, workspace):
    load("a.csv", deals(10))
    load("b.csv", deals(30, "Won"))
    today = query(workspace, "select max(loaded_on) from load")[0][0]
    with open_reader(Workspace(workspace).snapshots.current(), Scope(LAPTOP)) as read:
        frame = deal_history(date(2020, 1, 1), today, read)
        assert deal_history(date(2020, 1, 1), date(2020, 1, 2), read).empty
        with pytest.raises(UsageError, match="before"):
            deal_history(today, date(2020, 1, 1), read)
    shown = frame[["deal_id", "stage", "is_at_start", "is_at_end"]].to_numpy().tolist()
    assert shown == [["D1", "Open", False, False], ["D1", "Won", False, True], ["D2", "Open", False, True]]


def test_answers_without_an_id_or_a_respondent_are_never_taken_for_one_another(load, workspace):
    row = "An Phát,9,2025-03-04 08:30:00\n"
    load("surveys.csv", "customer_name,score,responded_at\n" + row + row, "surveys")
    assert query(workspace, "select count(*), count(distinct respondent_key) from survey_response") == [(2, 2)]
    load(
        "surveys-2.csv", "customer_name,score,responded_at\n" + row + row + "An Phát,3,2025-03-05 08:30:00\n", "surveys"
    )
    assert query(workspace, "select score from survey_response order by 1") == [(3,), (9,), (9,)]


def test_the_honest_repeats_of_purchases_without_numbers_are_kept(workspace, shared):
    path = shared / "datasets/cdnow_lifetimes/CDNOW_master.txt"
    lines = [line.split() for line in path.read_text(encoding="ascii").splitlines()[1:] if line.strip()]
    assert len(lines) - len({tuple(line) for line in lines}) == 255
    answers = Answers(entity="invoices", columns={"dollar_value": "amount"}, currency="USD")
    (file,) = run_import(workspace, [Source(path.name, path)], answers).files
    assert file.rows_loaded == 69_659
    totals = query(workspace, "select count(*), sum(amount), count(distinct line_no) from revenue_line")
    assert [(n, str(total), n_lines) for n, total, n_lines in totals] == [(69_659, "2500315.63", 69_659)]


def test_changed_settings_count_at_once_and_only_once(load, workspace):
    head = "ticket_id,customer_name,created_at,first_response_at\n"
    load("tickets.csv", head + "T1,An Phát,2025-03-05T11:00:00+07:00,2025-03-05T14:00:00+07:00\n", "tickets")
    minutes = "select business_minutes from ticket"
    assert query(workspace, minutes) == [(120,)]  # 11 to 12 and 13 to 14
    assert bring_up_to_date(workspace) is None
    (workspace / "settings.toml").write_text('working_hours = ["08:00-17:00"]\n', encoding="utf-8")
    assert is_outdated(workspace)
    assert bring_up_to_date(workspace) == "000002"
    assert query(workspace, minutes) == [(180,)]
    assert bring_up_to_date(workspace) is None
    (workspace / "settings.toml").write_text(
        'working_hours = ["08:00-17:00"]\nlargest_held_share = 0.5\n', encoding="utf-8"
    )
    assert not is_outdated(workspace), "how much may be held back changes no figure"
