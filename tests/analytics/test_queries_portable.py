"""Every query file stays in the SQL subset that carries to Spark unchanged in meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

QUERIES = sorted((Path(__file__).parents[2] / "data" / "queries").glob("*.sql"))
FORBIDDEN = re.compile(
    r"\b(group by all|asof|pivot|unpivot|exclude|quantile_cont|qualify|main\.|order by all)\b|::", re.I
)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("{dimension}", "coalesce(\"team\", '(none)')")


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_is_one_select_that_spark_understands(path: Path) -> None:
    statements = sqlglot.parse(text_of(path), read="duckdb")
    assert len(statements) == 1
    assert isinstance(statements[0], exp.Query)
    carried = sqlglot.transpile(text_of(path), read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert isinstance(sqlglot.parse_one(carried[0], read="spark"), exp.Query)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_uses_no_word_that_only_one_engine_knows(path: Path) -> None:
    code = "\n".join(
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("--")
    )
    assert not FORBIDDEN.findall(code)
    assert not [
        table.sql() for table in sqlglot.parse_one(text_of(path), read="duckdb").find_all(exp.Table) if table.db
    ]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_says_its_grain_its_columns_and_its_source(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = []
    for line in lines:
        if not line.startswith("--"):
            break
        comments.append(line)
    head = "\n".join(comments)
    assert re.search(r"^-- Grain: ", head, re.M | re.I)
    assert re.search(r"^-- Columns[ :(]", head, re.M | re.I)
    assert re.search(r"^-- Source: ", head, re.M | re.I)
    assert all(len(line) <= 130 for line in lines)
    assert "{dimension}" not in head, "the splice would be filled in the comment too"


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_says_in_which_order_its_rows_come(path: Path) -> None:
    statement = sqlglot.parse_one(text_of(path), read="duckdb")
    assert statement.args.get("order") is not None
