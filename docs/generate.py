"""Write ``docs/tables.md`` and ``docs/kpi.md`` from the code; ``--check`` only says which of them is stale."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from analytics.kpi import INTERVALS, Direction, Kpi
from analytics.registry import KPIS
from analytics.variants import variants_of
from domain.tables import TABLES, Column, Personal, Table

FOLDER = Path(__file__).resolve().parent
NOTICE = "<!-- Written by `make docs` from {source}. Change the code, not this page. -->"

BETTER = {Direction.UP: "more is better", Direction.DOWN: "less is better", Direction.NEUTRAL: "neither way is better"}


def tables_page() -> str:
    """The data dictionary as Markdown: every canonical table with its columns."""
    return _page(
        "# The canonical tables",
        NOTICE.format(source="`domain/tables.py`"),
        "Every export file is mapped to these. A file whose headers are these column names needs no mapping, and the "
        "`export` command writes them.",
        "**Bold** columns hold a row back when they are blank. † marks personal data: it is loaded only when "
        "`settings.toml` says so. Whatever is optional and absent stays unknown; it is never taken for 0.",
        *(block for table in TABLES for block in _table(table)),
    )


def kpi_page() -> str:
    """Every KPI as Markdown: what it means, how it is reckoned, and which files answer it."""
    return _page(
        "# The KPIs",
        NOTICE.format(source="`analytics/registry.py`"),
        "One entry for each KPI, in the order in which pages and commands list them. The id is public: it is what "
        "`python cli.py kpis --kpi ID` takes, and it is never renamed. Periods are half-open, ratios run from 0 to 1, "
        "and where there is no data there is no number.",
        _grid(("id", "name", "unit"), ((f"[`{kpi.id}`](#{kpi.id})", kpi.name, _words(kpi.unit)) for kpi in KPIS)),
        *(block for kpi in KPIS for block in _kpi(kpi)),
    )


PAGES = {"tables.md": tables_page, "kpi.md": kpi_page}


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of the pages that are not what the code says."""
    return [
        name
        for name, page in PAGES.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != page()
    ]


def write(folder: Path = FOLDER) -> None:
    """Write all pages into ``folder``."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


def _table(table: Table) -> Iterable[str]:
    yield f"## {table.name}"
    facts = [f"One row is {table.grain}.", f"Import with `--as {table.file}`."]
    if table.key:
        facts.append(f"Natural key: {_names(table.key)}; a newer row with the same key replaces the older one.")
    facts += [f"At least one of {_names(group)} is needed." for group in table.one_of]
    yield " ".join(facts)
    yield _grid(("column", "kind", "meaning", "unit"), (_column(column) for column in table.columns))


def _column(column: Column) -> tuple[str, ...]:
    name = f"`{column.name}`" + (" †" if column.personal is not Personal.NONE else "")
    return (f"**{name}**" if column.required else name, column.kind.value, column.meaning, column.unit)


def _kpi(kpi: Kpi) -> Iterable[str]:
    yield f'<a id="{kpi.id}"></a>\n\n## {kpi.name}'
    yield kpi.definition
    yield _grid(
        ("", ""),
        (
            ("id", f"`{kpi.id}`"),
            ("formula", kpi.formula),
            ("unit", f"{_words(kpi.unit)}, {kpi.decimals} decimals shown"),
            ("reads", BETTER[kpi.direction]),
            (
                "certainty",
                f"{INTERVALS[kpi.method]} (95 %)"
                if "no interval" not in INTERVALS[kpi.method]
                else INTERVALS[kpi.method],
            ),
            ("smallest sample in full ink", str(kpi.minimum_n)),
            ("can be split by", ", ".join(dimension.value for dimension in kpi.dimensions) or "nothing"),
            ("query", f"[`{kpi.query}.sql`](../data/queries/{kpi.query}.sql)"),
            ("rows behind it", f"[`{kpi.rows_query}.sql`](../data/queries/{kpi.rows_query}.sql)"),
            ("page", kpi.page),
        ),
    )
    offered = variants_of(kpi.id)
    if offered:
        yield "Other ways of counting, shown beside it on the definitions page:"
        yield "\n".join(f"- **{variant.name}**: {variant.meaning}" for variant in offered)


def _page(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


def _grid(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _words(unit: str) -> str:
    return unit.replace("_", " ")


def main(arguments: list[str]) -> int:
    """Write the pages; with ``--check`` only say which are stale, and exit 1 when any is."""
    if arguments != ["--check"]:
        write()
        return 0
    found = stale()
    print("".join(f"docs/{name} is stale: run make docs\n" for name in found), end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
