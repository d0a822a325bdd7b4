"""Answers and import reports as plain values for programs: the JSON of the command line's contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from data.report import FileReport, ImportReport, Question, Status
from domain.message import Message
from domain.period import Period
from i18n.translate import N_, _, word

OTHERS_BLOCK = Question(
    "others_block", Message(N_("Understood, but not loaded: another file of the same call needs attention.")), ""
)


def plain_answer(answer: Answer) -> dict[str, Any]:
    """One answer: ratios 0..1, hours, money in the reporting currency; missing is None."""
    kpi = kpi_by_id(answer.kpi)
    return {
        "kpi": answer.kpi,
        "group": answer.group,
        "value": _rounded(answer.value),
        "unit": kpi.unit.value,
        "low": _rounded(answer.low),
        "high": _rounded(answer.high),
        "n": answer.n,
        "numerator": _rounded(answer.numerator),
        "denominator": _rounded(answer.denominator),
        "previous": _rounded(answer.previous),
        "change": _rounded(answer.change),
        "is_change_real": answer.is_change_real,
        "last_year": _rounded(answer.last_year),
        "last_year_change": _rounded(answer.last_year_change),
        "excluded": dict(answer.excluded),
        "note": word(answer.note) if answer.note else None,
    }


def plain_period(period: Period) -> dict[str, str]:
    """A period with its half-open bounds."""
    return {"name": period.name, "start": period.start.isoformat(), "end": period.end.isoformat()}


def plain_answers(answers: Sequence[Answer], period: Period, as_of: date, snapshot: str) -> dict[str, Any]:
    """The whole reply to ``kpis``."""
    return {
        "snapshot": snapshot,
        "as_of": as_of.isoformat(),
        "period": plain_period(period),
        "answers": [plain_answer(answer) for answer in answers],
    }


def plain_trend(answers: Sequence[Answer], as_of: date, snapshot: str) -> dict[str, Any]:
    """The whole reply to ``trend``: the answers with their periods, oldest first."""
    ordered = sorted(answers, key=lambda answer: (answer.period.start, answer.group or ""))
    return {
        "snapshot": snapshot,
        "as_of": as_of.isoformat(),
        "answers": [{"period": plain_period(answer.period), **plain_answer(answer)} for answer in ordered],
    }


def plain_import(report: ImportReport) -> dict[str, Any]:
    """The whole reply to ``import``."""
    return {
        "snapshot": report.snapshot,
        "loaded_at": report.loaded_at.isoformat(timespec="seconds") if report.loaded_at else None,
        "files": [plain_file(file, is_blocked=report.exit_code != 0) for file in report.files],
        "unmatched": [
            {"kind": name.kind, "name": name.name, "rows": name.n_rows, "suggestion": name.suggestion}
            for name in report.unmatched
        ],
    }


def plain_file(file: FileReport, *, is_blocked: bool = False) -> dict[str, Any]:
    """One file of an import. ``is_blocked``: nothing of the call was loaded, because of this file or another."""
    status, refusal = file.status, file.refusal
    if status is Status.UNDERSTOOD:  # the contract has no word for it: a dry run says what would be loaded
        status = Status.REFUSED if is_blocked else Status.LOADED
        refusal = OTHERS_BLOCK if is_blocked else None
    return {
        "file": file.file,
        "status": status.value,
        "sha256": file.sha256,
        "system": file.system,
        "entity": file.entity,
        "encoding": file.encoding,
        "delimiter": file.delimiter,
        "sheet": file.sheet,
        "header_line": file.header_line,
        "date_order": file.date_order,
        "decimal": file.decimal,
        "timezone": file.timezone,
        "currency": file.currency,
        "columns": dict(file.columns),
        "rows_in_file": file.rows_in_file,
        "rows_loaded": file.rows_loaded,
        "rows_replaced": file.rows_replaced,
        "rows_quarantined": file.rows_quarantined,
        "rows_skipped": dict(file.rows_skipped),
        "sums": {name: _number(value) for name, value in file.sums.items()},
        "first_date": file.first_date.isoformat() if file.first_date else None,
        "last_date": file.last_date.isoformat() if file.last_date else None,
        "why": [
            {"about": reason.about, "columns": list(reason.columns), "message": word(reason.message)}
            for reason in file.why
        ],
        "warnings": [{"code": warned.code, "message": word(warned.message)} for warned in file.warnings],
        "question": _plain_question(file.question),
        "refusal": _plain_question(refusal),
        "quarantine": [
            {
                "line": held.line,
                "column": held.column,
                "value": held.value,
                "reason": _(held.message),
                "code": held.reason,
                "suggestion": held.suggestion,
            }
            for held in file.quarantine
        ],
    }


def _plain_question(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "code": question.code,
        "message": word(question.message),
        "answer_with": question.answer_with or None,
        "options": dict(question.options),
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _rounded(value: float | None) -> float | None:
    """Ten significant decimals are enough for any reader and hide the last bit of the machine's arithmetic."""
    return None if value is None else round(float(value), 10)


def plain_loads(found: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """The imports as values that JSON has: days, moments and decimals as text."""
    return [
        {
            name: value if isinstance(value, str | int | float | bool | None) else str(value)
            for name, value in row.items()
        }
        for row in found
    ]
