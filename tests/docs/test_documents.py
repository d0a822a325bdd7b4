from __future__ import annotations

import re
from pathlib import Path

import pytest

from analytics.registry import KPIS
from docs import generate
from domain.tables import TABLES

PROJECT = Path(__file__).resolve().parents[2]
MARKDOWN = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]


def test_the_generated_pages_say_what_the_code_says() -> None:
    assert generate.stale() == []


def test_a_page_that_was_edited_by_hand_is_told(tmp_path: Path) -> None:
    generate.write(tmp_path)
    assert generate.stale(tmp_path) == []
    (tmp_path / "kpi.md").write_text("# KPIs\n", encoding="utf-8")
    (tmp_path / "tables.md").unlink()
    assert generate.stale(tmp_path) == ["tables.md", "kpi.md"]


def test_every_table_column_and_kpi_is_described() -> None:
    tables, kpis = generate.tables_page(), generate.kpi_page()
    assert [table.name for table in TABLES if f"## {table.name}\n" not in tables] == []
    assert [column.name for table in TABLES for column in table.columns if f"`{column.name}`" not in tables] == []
    assert [kpi.id for kpi in KPIS if kpi.definition not in kpis or kpi.formula not in kpis] == []


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_readme_commands_exist() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", readme))
    assert {"run", "test"} <= named <= targets
    commands = set(re.findall(r"python cli\.py ([a-z]+)", readme))
    code = (PROJECT / "cli.py").read_text(encoding="utf-8")
    defined = set(re.findall(r'@app\.command\((?:"(\w+)")?\)\ndef (\w+)', code))
    assert commands <= {given or name for given, name in defined}


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().endswith("exec make test")
