"""The reading process answers for every file: with its tables, or with the refusal that reading it here would give."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest

from data.demonstration import load_sample_company
from data.extract import extract_rows
from data.reading.answers import Answers
from data.reading.child import serve, too_much_memory
from data.reading.dangers import check_lines
from data.reading.exchange import (
    pack,
    pack_error,
    packed_answers,
    unpack,
    unpack_error,
    unpack_tables,
    unpacked_answers,
)
from data.reading.file import read_file
from data.reading.isolated import close_reader, read_isolated
from data.workspace import Workspace
from domain.errors import QuarterdeckError, QuestionError, RefusedError
from domain.message import Message
from domain.sample import SAMPLE_PREFIX


def read_here(path):
    try:
        return read_file(path, path.name, Answers())
    except QuarterdeckError as error:
        return error


def test_every_damaged_file_is_answered_as_if_it_had_been_read_here(tmp_path, shared):
    paths = [path for path in sorted((shared / "badfiles").iterdir()) if path.suffix not in (".py", ".md")]
    requests = []
    for number, path in enumerate(paths):
        folder = tmp_path / str(number)
        folder.mkdir()
        request = {"path": str(path), "name": path.name, "answers": {}, "folder": str(folder)}
        requests.append(json.dumps(request) + "\n")
    out = io.StringIO()
    serve(io.StringIO("".join(requests)), out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(answers) == len(paths) > 100
    for number, (path, answer) in enumerate(zip(paths, answers, strict=True)):
        here = read_here(path)
        if isinstance(here, QuarterdeckError):
            error = unpack_error(answer["error"])
            assert (type(error), error.code, error.message, error.fix) == (
                type(here), here.code, here.message, here.fix,
            )  # fmt: skip
            continue
        there = unpack_tables(answer["tables"], tmp_path / str(number))
        assert [table.rows.equals(known.rows) for table, known in zip(there, here, strict=True)] == [True] * len(here)
        assert [(t.columns, t.held, t.skipped, t.warnings, t.stored) for t in there] == [
            (t.columns, t.held, dict(t.skipped), t.warnings, t.stored) for t in here
        ]


def test_what_a_message_holds_comes_back_as_it_went():
    inner = Message("{day}", {"day": date(2026, 1, 31)})
    for value in (inner, Decimal("1.50"), 3, 2.5, "x", None, True):
        assert unpack(json.loads(json.dumps(pack(value)))) == value
    question = QuestionError("sheet", "Which?", "--sheet", {"a": "1"}, n=2)
    back = unpack_error(json.loads(json.dumps(pack_error(question))))
    assert (back.code, back.answer_with, back.options, back.message) == (
        "sheet",
        "--sheet",
        {"a": "1"},
        question.message,
    )
    assert unpack_error(pack_error(too_much_memory())).code == "too_large"
    answers = Answers(entity="deals", columns={"a": "stage"}, confirm=True)
    assert unpacked_answers(packed_answers(answers)) == answers


def test_a_file_that_is_gone_is_refused_in_words(tmp_path):
    out = io.StringIO()
    request = {"path": str(tmp_path / "gone.csv"), "name": "gone.csv", "answers": {}, "folder": str(tmp_path)}
    serve(io.StringIO(json.dumps(request) + "\n"), out)
    assert json.loads(out.getvalue())["error"]["code"] == "unreadable"


def test_reading_can_be_given_up_and_the_next_file_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("deal_id,stage\n" + "".join(f"D{number},Open\n" for number in range(200_000)), encoding="utf-8")
    close_reader()

    def give_up():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_isolated(path, "a.csv", Answers(), give_up)
    (table,) = read_isolated(path, "a.csv", Answers())
    assert table.rows.num_rows == 200_000


def test_a_large_text_with_a_line_or_a_quote_without_end_is_refused_in_its_bytes():
    lines = b"D-1,Acme,10\n" * 800_000
    check_lines(lines)
    check_lines(lines + b'D-2,"Acme, Ltd",10\n')
    with pytest.raises(RefusedError, match="longer than 1 MiB"):
        check_lines(lines + b"x" * (3 << 20))
    with pytest.raises(RefusedError, match="line 2"):
        check_lines(b'deal,name,n\nD-1,"' + lines)


def test_the_sample_company_loads_and_every_table_of_it_can_be_written_out(tmp_path):
    report = load_sample_company(tmp_path, until=date(2026, 1, 15), n_customers=20)
    assert all(file.file.startswith(SAMPLE_PREFIX) for file in report.files)
    snapshot = Workspace(tmp_path).snapshots.current()
    found = extract_rows(snapshot, "customers", ("customer_id", "customer_name"))
    assert len(found) == 20
    with pytest.raises(RefusedError, match="already holds data"):
        load_sample_company(tmp_path, until=date(2026, 1, 15))
