"""A real CRM export through the command line, against the facts published with it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
FILES = ("sales_pipeline.csv", "sales_teams.csv", "accounts.csv", "products.csv")
TEAMS_2017 = {
    "Melvin Marxen": 2_251_930,
    "Summer Sewald": 1_964_750,
    "Rocco Neubert": 1_960_545,
    "Celia Rouche": 1_603_897,
    "Cara Losch": 1_130_049,
    "Dustin Brinkmann": 1_094_363,
}


def cli(workspace, *arguments):
    command = [sys.executable, "cli.py", "--workspace", str(workspace), *map(str, arguments)]
    environment = {**os.environ, "QUARTERDECK_LANGUAGE": "en"}
    return subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def answers(workspace, *arguments):
    done = cli(workspace, "kpis", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def maven(shared, tmp_path_factory):
    workspace = tmp_path_factory.mktemp("maven")
    paths = [shared / "datasets" / "maven_crm" / name for name in FILES]
    done = cli(workspace, "import", *paths, "--currency", "USD", "--json")
    assert done.returncode == 0, done.stderr + done.stdout
    return workspace, json.loads(done.stdout)


def test_without_a_currency_exactly_one_thing_is_asked_and_nothing_is_loaded(shared, tmp_path):
    paths = [shared / "datasets" / "maven_crm" / name for name in FILES]
    done = cli(tmp_path, "import", *paths, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 3
    asked = [file["question"] for file in report["files"] if file["question"]]
    assert {(question["code"], question["answer_with"]) for question in asked} == {("currency", "--currency")}
    assert report["snapshot"] is None
    assert not (tmp_path / "CURRENT").exists()


def test_each_file_is_recognised_and_every_row_accounted_for(maven):
    _, report = maven
    files = {file["file"]: file for file in report["files"]}
    assert {name: files[name]["entity"] for name in FILES} == {
        "sales_pipeline.csv": "deals",
        "sales_teams.csv": "managers",
        "accounts.csv": "customers",
        "products.csv": "products",
    }
    assert {name: files[name]["rows_loaded"] for name in FILES} == {
        "sales_pipeline.csv": 8800,
        "sales_teams.csv": 35,
        "accounts.csv": 85,
        "products.csv": 7,
    }
    for file in files.values():
        skipped = sum(file["rows_skipped"].values())
        assert file["rows_in_file"] == file["rows_loaded"] + file["rows_quarantined"] + skipped
    deals = files["sales_pipeline.csv"]
    assert deals["date_order"] == "mdy"
    assert deals["sums"]["amount"] == 10_005_534
    assert deals["columns"]["sales_agent"] == "manager_name"


def test_a_product_spelled_another_way_is_listed_with_its_likely_name(maven):
    _, report = maven
    assert {"kind": "product", "name": "GTXPro", "rows": 1480, "suggestion": "GTX Pro"} in report["unmatched"]


def test_revenue_of_each_quarter_is_the_published_one(maven):
    workspace, _ = maven
    quarters = {"2017-Q1": 1_134_672, "2017-Q2": 3_086_111, "2017-Q3": 2_982_255, "2017-Q4": 2_802_496}
    for quarter, revenue in quarters.items():
        (answer,) = answers(workspace, "--quarter", quarter, "--kpi", "revenue")["answers"]
        assert answer["value"] == revenue


def test_revenue_of_the_six_teams_in_2017_is_the_published_one(maven):
    workspace, _ = maven
    reply = answers(workspace, "--year", "2017", "--by", "team", "--json", "--kpi", "revenue")
    assert {answer["group"]: answer["value"] for answer in reply["answers"]} == TEAMS_2017
    assert reply["period"] == {"name": "2017", "start": "2017-01-01", "end": "2018-01-01"}
    assert reply["as_of"] == "2017-12-31"


def test_the_office_is_the_region_and_regions_add_up_to_the_whole(maven):
    workspace, _ = maven
    reply = answers(workspace, "--year", "2017", "--by", "region", "--kpi", "revenue")
    assert {answer["group"] for answer in reply["answers"]} == {"Central", "East", "West"}
    assert sum(answer["value"] for answer in reply["answers"]) == 10_005_534


def test_the_win_rate_is_the_published_one(maven):
    workspace, _ = maven
    (answer,) = answers(workspace, "--year", "2017", "--kpi", "win_rate")["answers"]
    assert (answer["numerator"], answer["denominator"]) == (4238, 6711)
    assert round(answer["value"], 4) == 0.6315
    assert answer["low"] < answer["value"] < answer["high"]


def test_the_rows_behind_revenue_add_up_to_it_and_name_their_line(maven, tmp_path):
    workspace, _ = maven
    target = tmp_path / "rows.csv"
    assert cli(workspace, "rows", "revenue", "--quarter", "2017-Q4", "--csv", target).returncode == 0
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sum(float(row["value"]) for row in rows if row["value"]) == 2_802_496
    assert {row["file_name"] for row in rows} == {"sales_pipeline.csv"}
    assert all(int(row["line_no"]) >= 2 for row in rows)


def test_one_managers_answer_is_that_group_of_the_split(maven):
    workspace, _ = maven
    split = answers(workspace, "--quarter", "2017-Q4", "--by", "manager", "--kpi", "revenue")["answers"]
    darcel = next(answer for answer in split if answer["group"] == "Darcel Schlecht")
    (alone,) = answers(workspace, "--quarter", "2017-Q4", "--manager", "Darcel Schlecht", "--kpi", "revenue")["answers"]
    assert alone["value"] == darcel["value"] > 0


def test_a_trend_has_one_answer_a_quarter(maven):
    workspace, _ = maven
    done = cli(workspace, "trend", "revenue", "--from", "2017-Q1", "--to", "2017-Q4", "--json")
    reply = json.loads(done.stdout)
    assert [answer["value"] for answer in reply["answers"]] == [1_134_672, 3_086_111, 2_982_255, 2_802_496]


def test_what_is_loaded_comes_out_under_canonical_names(maven, tmp_path):
    workspace, _ = maven
    target = tmp_path / "deals.csv"
    assert cli(workspace, "export", "deals", "--csv", target).returncode == 0
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 8800
    assert rows[0]["deal_id"] == "1C1I7A6R"
    assert rows[0]["close_on"] == "2017-03-01"
    assert rows[0]["amount"] == "1054.00"
    assert (rows[0]["file"], rows[0]["line"]) == ("sales_pipeline.csv", "2")


def test_the_same_files_again_change_nothing(maven, shared):
    workspace, report = maven
    paths = [shared / "datasets" / "maven_crm" / name for name in FILES]
    done = cli(workspace, "import", *paths, "--json")
    again = json.loads(done.stdout)
    assert done.returncode == 0
    assert {file["status"] for file in again["files"]} == {"already_loaded"}
    assert again["snapshot"] == report["snapshot"]


def test_the_nps_file_gives_the_published_score_and_undo_takes_it_back(maven, shared):
    workspace, report = maven
    survey = shared / "datasets" / "nps_timeseries" / "NPS_timeseries_data.csv"
    done = cli(workspace, "import", survey, "--json")
    assert done.returncode == 0, done.stdout
    (file,) = json.loads(done.stdout)["files"]
    assert (file["date_order"], file["first_date"], file["last_date"]) == ("dmy", "2021-01-01", "2021-12-30")
    (answer,) = answers(workspace, "--year", "2021", "--kpi", "nps")["answers"]
    assert (round(answer["value"], 1), answer["n"]) == (11.8, 5000)
    undone = json.loads(cli(workspace, "undo", "--json").stdout)
    assert undone["snapshot"] == report["snapshot"]
    (answer,) = answers(workspace, "--year", "2021", "--kpi", "nps")["answers"]
    assert answer["value"] is None
    assert answer["note"]
