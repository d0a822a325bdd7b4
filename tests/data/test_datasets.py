"""Real files nobody here wrote: each loads with at most one question, the right one, and gives its published facts."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.importing import run_import
from data.reading import Answers, read_file
from data.report import ImportReport, Status
from data.snapshots import open_cursor
from data.workspace import Source, Workspace
from tests.cli.test_maven import cli

SETS = {
    "maven": tuple(f"maven_crm/{name}.csv" for name in ("sales_pipeline", "sales_teams", "accounts", "products")),
    "nps": ("nps_timeseries/NPS_timeseries_data.csv",),
    "nps book": ("nps_timeseries/NPS Project.xlsx",),
    "kaggle ,": ("kaggle_sales_data_two_dialects/sales_data_sample.comma_cp437.csv",),
    "kaggle ;": ("kaggle_sales_data_two_dialects/sales_data_sample.semicolon_cp437.csv",),
    "ravenstack": tuple(
        f"ravenstack_saas/ravenstack_{name}.csv" for name in ("accounts", "subscriptions", "support_tickets")
    ),
    "ibm": ("ibm_accounts_receivable/WA_Fn-UseC_-Accounts-Receivable_with_missing.csv",),
    "cdnow": ("cdnow_lifetimes/CDNOW_master.txt",),
    "cdnow without header": ("cdnow_lifetimes/CDNOW_master.txt",),
    "kiotviet": ("kiotviet_product_template/MauFileSanPham.xlsx",),
}
ASKED = {"nps": set(), "nps book": set(), "kiotviet": set()}
"""Sets that need no answer; all others lack nothing but the currency."""


@dataclass(frozen=True)
class Loaded:
    """A set after its one answer: what was asked before, the report, and a way to look at what is stored."""

    asked: set[tuple[str, str]]
    report: ImportReport
    workspace: Path

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Every row of a statement on the snapshot."""
        current = Workspace(self.workspace).snapshots.current()
        assert current is not None
        with open_cursor(current.path) as cursor:
            return cursor.execute(sql).fetchall()

    def file(self, name: str = ""):
        """The report of the file whose name holds these letters."""
        return next(file for file in self.report.files if name in file.file)


@pytest.fixture(scope="module")
def loaded(shared, tmp_path_factory):
    """A set by its name, imported once: asked, answered, loaded."""
    kept: dict[str, Loaded] = {}

    def load(name: str) -> Loaded:
        if name not in kept:
            folder = tmp_path_factory.mktemp("set")
            sources = [Source(Path(path).name, shared / "datasets" / path) for path in SETS[name]]
            if name == "cdnow without header":
                bare = folder / "purchases.txt"
                bare.write_bytes(sources[0].path.read_bytes().split(b"\n", 1)[1])
                sources = [Source(bare.name, bare)]
            workspace = folder / "workspace"
            first = run_import(workspace, sources, Answers())
            questions = [file.question for file in first.files if file.question]
            done = run_import(workspace, sources, Answers(currency="USD")) if questions else first
            kept[name] = Loaded({(each.code, each.answer_with) for each in questions}, done, workspace)
        return kept[name]

    return load


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_asked_but_what_the_file_cannot_tell(loaded, name):
    found = loaded(name)
    assert found.asked == ASKED.get(name, {("currency", "--currency")})
    assert [file.status for file in found.report.files] == [Status.LOADED] * len(SETS[name])
    for file in found.report.files:
        assert file.rows_in_file == file.rows_loaded
        assert (file.rows_quarantined, dict(file.rows_skipped)) == (0, {})


def test_maven_won_what_its_publisher_says(loaded):
    found = loaded("maven")
    assert found.file("pipeline").date_order == "mdy"
    assert [file.system for file in found.report.files] == ["maven"] * 4
    by_stage = "select stage, count(*), sum(amount) from deal where stage <> 'Open' group by stage order by stage"
    assert found.query(by_stage) == [("Lost", 2473, 0), ("Won", 4238, 10_005_534)]
    assert round(100 * 4238 / (4238 + 2473), 2) == 63.15
    by_quarter = (
        "select quarter(close_on), sum(amount) from deal where stage = 'Won' and year(close_on) = 2017"
        " group by 1 order by 1"
    )
    assert found.query(by_quarter) == [(1, 1_134_672), (2, 3_086_111), (3, 2_982_255), (4, 2_802_496)]


@pytest.mark.parametrize("name", ["nps", "nps book"])
def test_the_survey_has_its_score_and_its_days(loaded, name):
    found = loaded(name)
    ends = (
        "select count(*), sum(cast(score >= 9 as int)), sum(cast(score <= 6 as int)), min(answered_on),"
        " max(answered_on) from (select score, cast(responded_at + interval 7 hour as date) as answered_on"
        " from survey_response)"
    )
    assert found.query(ends) == [(5000, 2309, 1719, date(2021, 1, 1), date(2021, 12, 30))]
    assert 100 * (2309 - 1719) / 5000 == 11.8
    if name == "nps":
        assert found.file().date_order == "dmy"


@pytest.mark.parametrize("name", ["kaggle ,", "kaggle ;"])
def test_the_orders_add_up_in_both_dialects(loaded, name):
    found = loaded(name)
    assert (found.file().encoding, found.file().date_order) == ("cp437", "mdy")
    by_year = "select year(invoiced_on), sum(amount) from invoice_line group by 1 order by 1"
    assert found.query(by_year) == [
        (2003, Decimal("3516979.54")),
        (2004, Decimal("4724162.60")),
        (2005, Decimal("1791486.71")),
    ]
    assert found.file().sums == {"amount": Decimal("10032628.85")}
    counts = "select count(distinct invoice_id), count(distinct customer) from invoice_line"
    assert found.query(counts) == [(307, 92)]
    came_back = (
        "with bought as (select distinct customer, year(invoiced_on) as y from invoice_line) select a.y, count(*),"
        " count(b.customer) from bought a left join bought b on b.customer = a.customer and b.y = a.y + 1"
        " where a.y < 2005 group by 1 order by 1"
    )
    assert found.query(came_back) == [(2003, 69, 61), (2004, 84, 32)]
    assert found.query("select count(*) from customer where customer = 'Corrida Auto Replicas, Ltd'") == [(1,)]


def test_what_counts_of_the_orders_is_said_word_by_word_and_can_be_said_otherwise(loaded, shared, tmp_path):
    found = loaded("kaggle ,")
    sums = {
        warned.message.values["word"]: (warned.message.values["n"], warned.message.values["amount"])
        for warned in found.file().warnings
        if warned.code == "I_STATUS_SUM"
    }
    assert {word: n for word, (n, _) in sums.items()} == {
        "Shipped": 2617, "Cancelled": 60, "Resolved": 47, "On Hold": 44, "In Process": 41, "Disputed": 14
    }  # fmt: skip
    assert sum(amount for _, amount in sums.values()) == Decimal("10032628.85")
    assert sums["Shipped"][1] + sums["Resolved"][1] == Decimal("9442219.36")
    counted = "select sum(amount) from revenue_line"
    uncounted = sums["Cancelled"][1] + sums["Disputed"][1]
    assert found.query(counted) == [(Decimal("10032628.85") - uncounted,)]

    path = shared / "datasets" / SETS["kaggle ,"][0]
    only_done = Answers(currency="USD", columns={"status:On Hold": "void", "status:In Process": "void"})
    strict = Loaded(set(), run_import(tmp_path, [Source("orders.csv", path)], only_done), tmp_path)
    assert strict.query(counted) == [(Decimal("9442219.36"),)]
    assert strict.file().sums == {"amount": Decimal("10032628.85")}


def test_na_is_north_america(shared, tmp_path):
    path = shared / "datasets" / SETS["kaggle ;"][0]
    (table,) = read_file(path, path.name, Answers())
    territories = table.texts(table.columns.index("TERRITORY")).to_pylist()
    assert territories.count("NA") == 1074
    assert territories.count("") == 0


def test_ravenstack_answers_after_88_minutes_and_its_tables_belong_together(loaded):
    found = loaded("ravenstack")
    assert [file.entity for file in found.report.files] == ["customers", "contracts", "tickets"]
    minutes = "select round(avg(calendar_minutes), 2), median(calendar_minutes), count(*) from ticket"
    assert found.query(minutes) == [(88.48, 88.0, 2000)]
    assert found.query("select count(*) from customer") == [(500,)]
    assert found.query("select count(*) from ticket where customer_id is null") == [(0,)]
    assert found.query("select count(*) from contract where customer_id is null") == [(0,)]
    assert found.report.unmatched == ()


def test_the_receivables_add_up_by_year(loaded):
    found = loaded("ibm")
    assert found.file().date_order == "mdy"
    by_year = "select year(invoiced_on), sum(amount) from invoice_line group by 1 order by 1"
    assert found.query(by_year) == [(2012, Decimal("80262.60")), (2013, Decimal("75396.18"))]


def test_days_to_settle_alone_prove_the_order_of_the_receivables(shared, tmp_path):
    """Only invoices whose every date fits both orders: nothing is left to tell but DaysToSettle."""
    source = shared / "datasets" / SETS["ibm"][0]
    lines = source.read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    dates = [names.index(name) for name in ("PaperlessDate", "InvoiceDate", "DueDate", "SettledDate")]
    kept = [line for line in lines[1:] if all(_fits_both(line.split(",")[place]) for place in dates)]
    assert len(kept) > 20
    path = tmp_path / "ambiguous.csv"
    path.write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8")
    (file,) = run_import(tmp_path / "w", [Source(path.name, path)], Answers(currency="USD")).files
    assert (file.status, file.date_order, file.rows_loaded) == (Status.LOADED, "mdy", len(kept))


def _fits_both(day: str) -> bool:
    return not day or int(day.split("/")[1]) <= 12


@pytest.mark.parametrize("name", ["cdnow", "cdnow without header"])
def test_purchases_keep_every_line_and_every_customer(loaded, name):
    found = loaded(name)
    assert found.file().sums == {"amount": Decimal("2500315.63")}
    assert (found.file().first_date, found.file().last_date) == (date(1997, 1, 1), date(1998, 6, 30))
    assert found.query("select count(*) from invoice_line") == [(69_659,)]
    on_two_days = (
        "select count(*), sum(cast(n > 1 as int)) from"
        " (select customer_id, count(distinct invoiced_on) as n from invoice_line group by 1)"
    )
    assert found.query(on_two_days) == [(23_570, 11_516)]
    codes = {warned.code for warned in found.file().warnings}
    assert codes == {"W_NO_INVOICE_NUMBER"} | ({"W_NO_HEADER"} if "without" in name else set())


def test_a_list_without_a_header_that_could_be_something_else_is_not_guessed(shared, tmp_path):
    lines = (shared / "datasets" / SETS["cdnow"][0]).read_text(encoding="utf-8").splitlines()[1:200]
    path = tmp_path / "unsure.txt"
    for change in (lambda c: [c[0], c[1], c[3], c[3]], lambda c: [c[0], c[1], c[2], c[2]], lambda c: c[:3]):
        path.write_text("\n".join(" ".join(change(line.split())) for line in lines) + "\n", encoding="utf-8")
        (file,) = run_import(tmp_path / "w", [Source(path.name, path)], Answers()).files
        assert (file.status, file.refusal.code) == (Status.REFUSED, "no_header")


def test_the_kiotviet_template_is_a_list_of_products(loaded):
    found = loaded("kiotviet")
    assert (found.file().system, found.file().entity, found.file().rows_loaded) == ("kiotviet", "products", 10)
    columns = {header: column for header, column in found.file().columns.items() if column}
    assert columns == {
        "Mã hàng": "product_id", "Tên hàng": "product", "Nhóm hàng(3 Cấp)": "product_group", "Giá bán": "unit_price"
    }  # fmt: skip


SEEDS = {
    "hubspot_company_data": ("hubspot", "customers", 24, 0),
    "hubspot_owner_data": ("hubspot", "managers", 100, 0),
    "hubspot_ticket_data": ("hubspot", "tickets", 24, 1),
    "intercom_company_history_data": ("intercom", "customers", 9, 0),
    "intercom_conversation_history_data": ("intercom", "tickets", 2, 0),
    "sf_account_data": ("salesforce", "customers", 1, 0),
    "sf_task_data": ("salesforce", "activities", 10, 0),
    "sf_user_data": ("salesforce", "managers", 8, 0),
    "zendesk_organization_data": ("zendesk", "customers", 10, 0),
    "zendesk_ticket_data": ("zendesk", "tickets", 8, 0),
}
"""Seed → system, table, rows loaded, rows held back; what is neither was deleted or replaced in the source."""

EMPTY_SEEDS = {"hubspot_deal_data", "sf_opportunity_data", "sf_opportunity_history_data"}
"""Deals without any stage; opportunities that are all deleted."""


def test_every_seed_of_a_kind_that_is_known_is_recognised_and_every_other_refused_in_words(shared, tmp_path):
    paths = sorted((shared / "datasets/fivetran_api_seeds").glob("*.csv"))
    assert len(paths) == 22
    for path in paths:
        (file,) = run_import(tmp_path / path.stem, [Source(path.name, path)], Answers()).files
        if path.stem in SEEDS:
            got = (file.system, file.entity, file.rows_loaded, file.rows_quarantined)
            assert (got, file.question) == (SEEDS[path.stem], None), path.stem
        else:
            code = "no_rows" if path.stem in EMPTY_SEEDS else "unknown_file"
            assert (file.status, file.refusal.code) == (Status.REFUSED, code), path.stem


def test_the_command_line_tells_the_same(shared, tmp_path):
    path = shared / "datasets" / SETS["kaggle ;"][0]
    asked = cli(tmp_path, "import", path, "--json")
    (question,) = [file["question"] for file in json.loads(asked.stdout)["files"]]
    assert (asked.returncode, question["code"]) == (3, "currency")
    words = ("--map", "status:On Hold=void", "--map", "status:In Process=void")
    done = cli(tmp_path, "import", path, "--currency", "USD", *words, "--json")
    assert done.returncode == 0, done.stderr
    (file,) = json.loads(done.stdout)["files"]
    assert (file["sums"], file["rows_loaded"], file["currency"]) == ({"amount": 10032628.85}, 2823, "USD")
    kpis = cli(tmp_path, "kpis", "--year", "2003", "--kpi", "revenue", "--json")
    (answer,) = json.loads(kpis.stdout)["answers"]
    with path.open(encoding="cp437", newline="") as text:
        orders = [line for line in csv.DictReader(text, delimiter=";") if line["YEAR_ID"] == "2003"]
    done_2003 = [Decimal(line["SALES"]) for line in orders if line["STATUS"] in ("Shipped", "Resolved")]
    assert answer["value"] == float(sum(done_2003))
    assert answer["excluded"] == {"void": len(orders) - len(done_2003)}
