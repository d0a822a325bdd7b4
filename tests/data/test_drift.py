import pytest

from data.importing import run_import
from data.reading.answers import Answers
from data.workspace import Source
from tests.data.workspaces import amounts, deals


def imported(tmp_path, name, rows, answers=None, *, confirm=False):
    path = tmp_path / name
    path.write_text(deals(*rows), encoding="utf-8")
    source = Source(name, path)
    return run_import(tmp_path / "workspace", [source], answers or Answers(entity="deals"), confirm=confirm)


def rows(count, amount=10, first=0):
    return [(f"D{number}", amount) for number in range(first, first + count)]


@pytest.mark.parametrize(
    ("next_rows", "question"),
    [
        (rows(130), None),
        (rows(131), "row_count"),
        (rows(70), None),
        (rows(69), "row_count"),
        (rows(100, 13), None),
        (rows(100, 14), "sum"),
        (rows(100, 6), "sum"),
    ],
)
def test_a_file_more_than_thirty_percent_from_the_last_of_its_source_is_asked_about(tmp_path, next_rows, question):
    imported(tmp_path, "january.csv", rows(100))
    report = imported(tmp_path, "february.csv", next_rows)
    asked = report.files[0].question
    assert (asked.code if asked else None) == question
    assert report.exit_code == (3 if question else 0)
    if question:
        assert asked.answer_with == "--confirm"
        assert "january.csv" in str(asked.message)
        assert len(amounts(tmp_path / "workspace")) == 100


def test_once_confirmed_it_loads_and_is_the_new_measure_and_the_answer_is_not_remembered(tmp_path):
    imported(tmp_path, "january.csv", rows(100))
    assert imported(tmp_path, "february.csv", rows(40), confirm=True).snapshot == "000002"
    answers = Answers(entity="deals", confirm=True)
    assert imported(tmp_path, "march.csv", rows(100, 11), answers).snapshot == "000003"
    assert imported(tmp_path, "april.csv", rows(30)).files[0].question.code == "row_count"


def test_a_handful_of_rows_more_or_less_is_nothing_to_ask_about(tmp_path):
    imported(tmp_path, "a.csv", rows(3))
    assert imported(tmp_path, "b.csv", rows(7, 99)).snapshot == "000002"


def test_another_kind_of_file_is_no_measure(tmp_path):
    imported(tmp_path, "a.csv", rows(100))
    path = tmp_path / "few.csv"
    path.write_text(deals(*rows(20)).replace("owner_email", "manager_email"), encoding="utf-8")
    report = run_import(tmp_path / "workspace", [Source("few.csv", path)], Answers(entity="deals"))
    assert report.snapshot == "000002"
