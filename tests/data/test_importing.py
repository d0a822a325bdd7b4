import json
from datetime import date

import pytest

from data.importing import loads, preview, run_import, undo
from data.reading.answers import Answers
from data.report import Status, Unmatched
from data.snapshots import open_cursor
from data.workspace import Source, Workspace
from domain.errors import RefusedError, StoreError, UsageError
from domain.sample import SAMPLE_PREFIX

DEALS = "deal_id,customer_name,owner_email,stage,amount,close_date\n"
INVOICES = "Số hóa đơn,Ngày hóa đơn,Tên khách hàng,Thành tiền\n"


@pytest.fixture
def put(tmp_path):
    """Write a file and return it as a source."""

    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return Source(name, path)

    return write


@pytest.fixture
def workspace(tmp_path):
    return tmp_path / "workspace"


def query(workspace, sql):
    with open_cursor(Workspace(workspace).snapshots.current().path) as cursor:
        return cursor.execute(sql).fetchall()


def deals(count, amount=10, currency=""):
    head = DEALS if not currency else DEALS.replace("amount", "amount,currency")
    money = f"{amount},{currency}" if currency else f"{amount}"
    return head + "".join(f"D{n},Acme,lan@example.vn,Won,{money},2025-08-{n % 28 + 1:02d}\n" for n in range(count))


def test_a_loaded_file_is_kept_counted_and_written_into_the_ledger(put, workspace):
    source = put("deals.csv", deals(3, currency="USD"))
    report = run_import(workspace, [source], Answers())
    (file,) = report.files
    assert (report.snapshot, file.status, file.rows_loaded, file.currency) == ("000001", Status.LOADED, 3, "USD")
    assert [path.name for path in Workspace(workspace).raw.iterdir()] == [file.sha256]
    assert (Workspace(workspace).raw / file.sha256).read_bytes() == source.path.read_bytes()
    assert [entry["event"] for entry in Workspace(workspace).ledger.entries()] == ["built", "loaded"]
    assert query(workspace, "select value from snapshot_info where key = 'reporting_currency'") == [("USD",)]
    assert [load["file_name"] for load in loads(workspace)] == ["deals.csv"]


def test_the_currency_is_asked_for_once_and_then_known(put, workspace):
    asked = run_import(workspace, [put("deals.csv", deals(3))], Answers())
    assert (asked.exit_code, asked.snapshot, asked.files[0].question.answer_with) == (3, None, "--currency")
    assert run_import(workspace, [put("deals.csv", deals(3))], Answers(currency="USD")).snapshot == "000001"
    other = put("more.csv", deals(5).replace("owner_email", "manager_email"))
    later = run_import(workspace, [other], Answers())
    assert (later.snapshot, later.files[0].currency, later.files[0].rows_replaced) == ("000002", "USD", 3)
    assert "currency_assumed" in [warned.code for warned in later.files[0].warnings]


def test_a_file_in_vietnamese_is_in_dong_unless_it_says_otherwise(put, workspace):
    text = INVOICES + "HD1,15/03/2025,Công ty An Phát,1.500.000\n"
    (file,) = run_import(workspace, [put("hoa-don.csv", text)], Answers()).files
    assert (file.status, file.currency) == (Status.LOADED, "VND")
    assert query(workspace, "select amount, invoiced_on from invoice_line") == [(1500000, date(2025, 3, 15))]


def test_who_confirms_without_naming_a_currency_means_dong(put, workspace):
    (file,) = run_import(workspace, [put("deals.csv", deals(3))], Answers(), confirm=True).files
    assert file.currency == "VND"


def test_a_preview_changes_nothing_but_says_everything(put, workspace):
    report = preview(workspace, [put("deals.csv", deals(3, currency="USD"))], Answers())
    assert (report.files[0].status, report.files[0].rows_loaded, report.snapshot) == (Status.UNDERSTOOD, 3, None)
    assert Workspace(workspace).snapshots.current() is None
    assert Workspace(workspace).ledger.entries() == []
    assert list(Workspace(workspace).snapshots.folder.iterdir()) == []


def test_the_same_bytes_again_change_nothing(put, workspace):
    run_import(workspace, [put("deals.csv", deals(3, currency="USD"))], Answers())
    again = run_import(workspace, [put("renamed.csv", deals(3, currency="USD"))], Answers())
    assert (again.files[0].status, again.snapshot) == (Status.ALREADY_LOADED, "000001")
    assert again.files[0].rows_in_file == sum(again.files[0].rows_skipped.values()) == 3


def test_a_newer_export_replaces_and_undo_brings_the_older_back(put, workspace):
    run_import(workspace, [put("a.csv", deals(3, 10, "USD"))], Answers())
    newer = run_import(workspace, [put("b.csv", deals(2, 99, "USD"))], Answers())
    assert newer.files[0].rows_replaced == 2
    assert query(workspace, "select sum(amount) from deal") == [(208,)]
    assert undo(workspace) == ("000002", "000001")
    assert query(workspace, "select sum(amount) from deal") == [(30,)]
    third = run_import(workspace, [put("c.csv", deals(1, 5, "USD"))], Answers())
    assert third.snapshot == "000003"
    assert undo(workspace) == ("000003", "000001")
    assert undo(workspace) == ("000001", None)
    with pytest.raises(RefusedError, match="no import"):
        undo(workspace)


def test_two_files_of_one_call_that_disagree_are_refused_unless_their_order_is_known(put, workspace):
    sources = [put("a.csv", deals(2, 10, "USD")), put("b.csv", deals(2, 11, "USD"))]
    refused = run_import(workspace, sources, Answers())
    assert refused.exit_code == 4
    assert "D0" in str(refused.files[0].refusal.message)
    assert Workspace(workspace).snapshots.current() is None
    ordered = run_import(workspace, sources, Answers(), is_ordered=True)
    assert ordered.snapshot == "000001"
    assert query(workspace, "select sum(amount) from deal") == [(22,)]


def test_two_files_of_one_call_that_agree_are_no_disagreement(put, workspace):
    sources = [put("a.csv", deals(2, 10, "USD")), put("b.csv", deals(3, 10, "USD"))]
    assert run_import(workspace, sources, Answers()).snapshot == "000001"
    assert query(workspace, "select count(*) from deal") == [(3,)]


def test_one_bad_file_keeps_every_file_of_the_call_out(put, workspace):
    report = run_import(workspace, [put("a.csv", deals(2, 10, "USD")), put("empty.csv", "")], Answers())
    assert [file.status for file in report.files] == [Status.UNDERSTOOD, Status.REFUSED]
    assert (report.exit_code, report.snapshot) == (4, None)
    assert Workspace(workspace).snapshots.current() is None


def test_when_too_much_would_be_held_back_somebody_must_confirm(put, workspace):
    text = deals(3, 10, "USD") + "D9,Acme,lan@example.vn,Won,10,USD,2025-02-31\n"
    refused = run_import(workspace, [put("deals.csv", text)], Answers())
    assert refused.files[0].refusal.code == "too_many_held"
    confirmed = run_import(workspace, [put("deals.csv", text)], Answers(), confirm=True)
    assert (confirmed.files[0].rows_loaded, confirmed.files[0].rows_quarantined) == (3, 1)
    (held,) = query(workspace, "select line_no, value, suggestion, record from quarantine")
    assert held[:3] == (5, "2025-02-31", "2025-02-28")
    assert json.loads(held[3])["deal_id"] == "D9"


def test_a_file_of_which_nothing_can_be_loaded_is_refused_even_when_confirmed(put, workspace):
    text = DEALS + "D9,Acme,lan@example.vn,Won,10,2025-02-31\n"
    report = run_import(workspace, [put("deals.csv", text)], Answers(currency="USD"), confirm=True)
    assert report.files[0].refusal.code == "no_rows"


def test_what_was_answered_is_remembered_for_the_next_file_with_these_headers(put, workspace):
    text = "ref,client,step,worth,until\n"
    first = put("one.csv", text + "A1,Acme,Won,10,2025-08-01\n")
    answers = Answers(
        entity="deals",
        currency="USD",
        columns={"ref": "deal_id", "client": "customer_name", "step": "stage", "worth": "amount", "until": "close_on"},
    )
    assert run_import(workspace, [first], answers).snapshot == "000001"
    second = put("two.csv", text + "A2,Acme,Won,20,2025-09-01\n")
    assert run_import(workspace, [second], Answers()).snapshot == "000002"
    assert query(workspace, "select deal_id, amount from deal order by 1") == [("A1", 10), ("A2", 20)]


def test_personal_data_stays_out_unless_settings_say_otherwise(put, workspace):
    customers = "customer_id,customer_name,segment,phone,email\nK1,Acme,Large,0901234567,a@example.com\n"
    surveys = "response_id,customer_id,respondent,score,responded_at\nR1,K1,Ann Lee,9,2025-03-04 08:30:00\n"
    sources = [put("customers.csv", customers), put("surveys.csv", surveys)]
    run_import(
        workspace, sources, {"customers.csv": Answers(entity="customers"), "surveys.csv": Answers(entity="surveys")}
    )
    assert query(workspace, "select phone, email from customer") == [(None, None)]
    assert query(workspace, "select respondent from loaded.survey_response") == [(None,)]
    ((key,),) = query(workspace, "select respondent_key from survey_response")
    assert len(key) == 16
    assert "ann" not in key.casefold()


def test_settings_let_personal_data_in_by_name(put, workspace):
    workspace.mkdir()
    (workspace / "settings.toml").write_text('personal_data = ["customer.email"]', encoding="utf-8")
    customers = "customer_id,customer_name,segment,phone,email\nK1,Acme,Large,0901234567,a@example.com\n"
    run_import(workspace, [put("customers.csv", customers)], Answers(entity="customers"))
    assert query(workspace, "select phone, email from customer") == [(None, "a@example.com")]


def test_names_that_no_list_has_are_listed_with_the_nearest_and_never_dropped(put, workspace):
    customers = "customer_id,customer_name,segment\nK1,Công ty An Phát,Large\nK2,Minh Long,Small\n"
    text = "deal_id,customer_name,stage,amount,currency,close_date\n"
    named = ("CONG TY AN PHAT", "Nowhere Ltd", "minh  long")
    text += "".join(f"{n},{name},Won,{2**n},VND,2025-08-01\n" for n, name in enumerate(named))
    answers = {"customers.csv": Answers(entity="customers"), "deals.csv": Answers(entity="deals")}
    report = run_import(workspace, [put("customers.csv", customers), put("deals.csv", text)], answers)
    assert report.unmatched == (
        Unmatched("customer", "CONG TY AN PHAT", 1, "Công ty An Phát"),
        Unmatched("customer", "Nowhere Ltd", 1, None),
    )
    assert query(workspace, "select sum(amount) from revenue_line") == [(7,)]


def test_progress_is_told_from_start_to_end(put, workspace):
    told = []
    sources = [put("a.csv", deals(2, 10, "USD")), put("b.csv", INVOICES + "HD1,15/03/2025,An Phát,5\n")]
    run_import(workspace, sources, Answers(), progress=lambda share, message: told.append((share, str(message))))
    assert list(dict.fromkeys(share for share, _ in told)) == [0.0, 0.4, 0.8, 0.95]
    assert told[0][1] == "Reading a.csv"


class CancelledError(Exception):
    """What a page raises when somebody presses its cancel button."""


@pytest.mark.parametrize("moment", [0.0, 0.8, 0.95])
def test_an_import_that_is_cancelled_loads_nothing_and_the_next_one_works(put, workspace, moment):
    source = put("a.csv", deals(2, 10, "USD"))

    def cancel(share, _message):
        if share >= moment:
            raise CancelledError

    with pytest.raises(CancelledError):
        run_import(workspace, [source], Answers(), progress=cancel)
    assert Workspace(workspace).snapshots.current() is None
    assert Workspace(workspace).ledger.entries() == []
    assert run_import(workspace, [source], Answers()).snapshot == "000001"


def test_an_unknown_kind_of_file_is_wrong_usage(put, workspace):
    with pytest.raises(UsageError, match="planets"):
        run_import(workspace, [put("a.csv", deals(2))], Answers(entity="planets"))


def test_a_second_import_waits_and_then_says_who_is_in_the_way(put, workspace, tmp_path):
    from filelock import FileLock

    import data.workspace

    assert data.workspace.LOCK_SECONDS >= 10
    workspace.mkdir()
    (workspace / "raw").mkdir()
    with FileLock(workspace / ".writer.lock"), pytest.raises(StoreError, match="Another import"):
        run_import(workspace, [put("a.csv", deals(2, 10, "USD"))], Answers())


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "a;drop table deal.csv", "=1+1.csv", "x" * 300 + ".csv", "ệ.csv"]
)
def test_the_name_of_a_file_never_becomes_a_path(put, workspace, tmp_path, name):
    source = put("safe.csv", deals(1, 10, "USD"))
    before = {path for path in tmp_path.rglob("*") if workspace not in path.parents and path != workspace}
    report = run_import(workspace, [Source(name, source.path)], Answers())
    assert report.files[0].file == name
    after = {path for path in tmp_path.rglob("*") if workspace not in path.parents and path != workspace}
    assert before == after
    assert len(list(Workspace(workspace).raw.iterdir())) == 1


def test_the_sample_company_steps_aside_for_ones_own_files_and_undo_brings_it_back(put, workspace):
    sample = put(f"{SAMPLE_PREFIX}hoa-don.csv", INVOICES + "HD1,15/03/2025,An Phát,1000\n")
    more_sample = put(f"{SAMPLE_PREFIX}hoa-don-2.csv", INVOICES + "HD2,16/03/2025,An Phát,10\n")
    assert not run_import(workspace, [sample], Answers()).replaces_sample
    assert not run_import(workspace, [more_sample], Answers()).replaces_sample
    assert query(workspace, "select sum(amount) from revenue_line") == [(1010,)]
    assert query(workspace, "select value from snapshot_info where key = 'is_sample'") == [("true",)]
    asked = preview(workspace, [put("deals.csv", deals(2))], Answers())
    assert asked.files[0].question.code == "currency"
    own = run_import(workspace, [put("deals.csv", deals(2, 10, "USD"))], Answers())
    assert own.replaces_sample
    assert query(workspace, "select sum(amount), min(basis) from revenue_line") == [(20, "deal")]
    assert query(workspace, "select value from snapshot_info where key = 'is_sample'") == [("false",)]
    assert undo(workspace) == ("000003", "000002")
    assert query(workspace, "select sum(amount) from revenue_line") == [(1010,)]
