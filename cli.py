"""The command line: everything a page shows, as text for people and as JSON for programs."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.importing import loads, run_import, undo
from data.reading.answers import Answers
from data.rebuilding import bring_up_to_date
from data.repairing import repair
from data.snapshots import Snapshot
from data.workspace import Source, Workspace
from domain.errors import QuarterdeckError, UsageError
from domain.message import Message
from domain.period import periods_between
from domain.scope import LAPTOP, Dimension, Scope
from i18n.translate import N_, _, get_language, set_language, word
from report.review import Edition
from report.wishes import column_map_of, current_snapshot, day_of, period_of, scope_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
STANDARD_WORKSPACE = Path(__file__).parent / "workspace"
COMMANDS_THAT_COUNT = frozenset({"kpis", "trend", "rows", "forecast", "scenario", "review"})

Json = Annotated[bool, typer.Option("--json", help="Plain values for programs.")]
Names = Annotated[list[str] | None, typer.Option()]


@app.callback()
def main(
    context: typer.Context,
    workspace: Annotated[Path | None, typer.Option(envvar="QUARTERDECK_WORKSPACE")] = None,
    language: Annotated[str, typer.Option(envvar="QUARTERDECK_LANGUAGE", help="en or vi")] = "en",
) -> None:
    """Account-management KPIs from the export files you already have."""
    set_language(language)
    context.obj = (workspace or STANDARD_WORKSPACE).resolve()
    if mended := repair(context.obj, thorough=context.invoked_subcommand == "serve"):
        from report.keeping import repair_text

        typer.echo(repair_text(mended), err=True)
    if context.invoked_subcommand in COMMANDS_THAT_COUNT:
        bring_up_to_date(context.obj)


@app.command("import")
def import_files(
    context: typer.Context,
    files: list[Path],
    entity: Annotated[str | None, typer.Option("--as", help="customers, managers, deals, invoices, …")] = None,
    system: Annotated[str | None, typer.Option()] = None,
    date_order: Annotated[str | None, typer.Option(help="dmy, mdy or ymd")] = None,
    decimal: Annotated[str | None, typer.Option(help="the decimal mark: , or .")] = None,
    encoding: Annotated[str | None, typer.Option()] = None,
    sheet: Annotated[str | None, typer.Option()] = None,
    timezone: Annotated[str | None, typer.Option()] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217, such as VND")] = None,
    column_map: Annotated[list[str] | None, typer.Option("--map", help="Header=column, repeatable")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="load in spite of a warning gate")] = False,
    as_json: Json = False,
) -> None:
    """Load export files: all of them become one snapshot, or none."""
    answers = Answers(
        entity=entity,
        system=system,
        date_order=date_order,
        decimal=decimal,
        encoding=encoding,
        sheet=sheet,
        timezone=timezone,
        currency=currency.upper() if currency else None,
        columns=column_map_of(column_map or []),
    )
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise UsageError("no_file", N_("There is no file {file}."), N_("Check the path."), file=str(missing[0]))
    report = run_import(
        context.obj,
        [Source(path.name, path) for path in files],
        answers,
        confirm=confirm,
        dry_run=dry_run,
        progress=told_once(),
    )
    from report.plain import plain_import
    from report.text import import_text

    _write(plain_import(report) if as_json else import_text(report, is_dry_run=dry_run), as_json)
    raise typer.Exit(report.exit_code)


@app.command()
def quarantine(
    context: typer.Context,
    csv: Annotated[Path | None, typer.Option()] = None,
    load: Annotated[int | None, typer.Option(help="the rows of one import, to be corrected and imported again")] = None,
    as_json: Json = False,
) -> None:
    """List every row that is held back, with the reason and a suggestion."""
    from data.held_rows import correctable, held_frame
    from data.query import open_reader

    if load is not None:
        _write_frame(held_frame(correctable(context.obj, load)), csv, as_json)
        return
    with open_reader(_snapshot(context), Scope(LAPTOP)) as read:
        _write_frame(read("held_rows", {}), csv, as_json)


@app.command("loads")
def list_loads(context: typer.Context, as_json: Json = False) -> None:
    """List the imports that the current snapshot rests on, newest first."""
    from report.plain import plain_loads
    from report.text import loads_text

    found = loads(context.obj)
    _write(
        plain_loads(found) if as_json else loads_text(found),
        as_json,
    )


@app.command("undo")
def undo_last(context: typer.Context, as_json: Json = False) -> None:
    """Take the last import back."""
    left, now = undo(context.obj)
    text = _("Import {left} is undone. Snapshot {now} is served.", left=left, now=now or "—")
    _write({"undone": left, "snapshot": now} if as_json else text, as_json)


@app.command("remove")
def remove_load(context: typer.Context, load: int, as_json: Json = False) -> None:
    """Take one import out, by its number in “loads”, as if it had never been loaded."""
    from data.removing import remove

    version = remove(context.obj, load)
    text = _("Import {load} is taken out. Snapshot {version} is served now.", load=load, version=version)
    _write({"removed": load, "snapshot": version} if as_json else text, as_json)


@app.command("verify")
def verify_loads(
    context: typer.Context,
    originals: Annotated[bool, typer.Option("--originals", help="read the last import's originals again too")] = False,
    as_json: Json = False,
) -> None:
    """Count every import again: its rows, its sums, its original file."""
    from data.verifying import verify
    from report.keeping import plain_verification, verification_text

    found = verify(context.obj, from_originals=originals)
    _write(plain_verification(found) if as_json else verification_text(found), as_json)
    raise typer.Exit(0 if found.is_sound else 4)


@app.command()
def backup(context: typer.Context, folder: Path) -> None:
    """Write everything that cannot be had again into a new folder."""
    from data.backup import back_up

    typer.echo(_("The backup is in {folder}.", folder=str(back_up(context.obj, folder.resolve()))))


@app.command()
def restore(context: typer.Context, folder: Path) -> None:
    """Bring a backup back into an empty workspace."""
    from data.backup import restore as bring_back

    version = bring_back(context.obj, folder.resolve())
    typer.echo(_("The backup is restored. Snapshot {version} is served now.", version=version))


@app.command()
def export(
    context: typer.Context,
    entity: str,
    csv: Annotated[Path, typer.Option()],
    raw: Annotated[bool, typer.Option("--raw", help="leave text as it is")] = False,
) -> None:
    """Write what is loaded of one table as CSV, under the canonical column names."""
    from data.exporting import export_columns, write_csv
    from data.extract import extract_rows

    columns = export_columns(entity)
    write_csv(extract_rows(_snapshot(context), entity, columns), csv, raw=raw)


@app.command()
def kpis(
    context: typer.Context,
    quarter: Annotated[str | None, typer.Option()] = None,
    month: Annotated[str | None, typer.Option()] = None,
    year: Annotated[str | None, typer.Option()] = None,
    kpi: Names = None,
    by: Annotated[Dimension | None, typer.Option()] = None,
    as_of: Annotated[str | None, typer.Option()] = None,
    manager: Names = None,
    team: Names = None,
    region: Names = None,
    segment: Names = None,
    as_json: Json = False,
) -> None:
    """Answer KPIs for one period, with interval, sample size, exclusions and comparison."""
    from report.asking import ask
    from report.plain import plain_answers
    from report.text import answers_text

    snapshot = _snapshot(context)
    period = period_of(quarter or month or year, snapshot)
    scope = scope_of(manager, team, region, segment)
    found, day = ask(snapshot, scope, kpi or [], [period], by, day_of(as_of))
    _write(plain_answers(found, period, day, snapshot.version) if as_json else answers_text(found, snapshot), as_json)


@app.command()
def trend(
    context: typer.Context,
    kpi: str,
    first: Annotated[str, typer.Option("--from")],
    last: Annotated[str, typer.Option("--to")],
    by: Annotated[Dimension | None, typer.Option()] = None,
    as_of: Annotated[str | None, typer.Option()] = None,
    manager: Names = None,
    team: Names = None,
    region: Names = None,
    segment: Names = None,
    as_json: Json = False,
) -> None:
    """Answer one KPI for every period of a span."""
    from report.asking import ask
    from report.plain import plain_trend
    from report.text import answers_text

    snapshot = _snapshot(context)
    start, end = period_of(first, snapshot), period_of(last, snapshot)
    if start.kind is not end.kind or start.start > end.start:
        raise UsageError(
            "span",
            N_("{first} to {last} is not a span of periods."),
            N_("Give two months, two quarters or two years, the earlier one first."),
            first=first,
            last=last,
        )
    periods = periods_between(start, end)
    found, day = ask(snapshot, scope_of(manager, team, region, segment), [kpi], periods, by, day_of(as_of))
    _write(plain_trend(found, day, snapshot.version) if as_json else answers_text(found, snapshot), as_json)


@app.command()
def rows(
    context: typer.Context,
    kpi: str,
    quarter: Annotated[str | None, typer.Option()] = None,
    month: Annotated[str | None, typer.Option()] = None,
    year: Annotated[str | None, typer.Option()] = None,
    as_of: Annotated[str | None, typer.Option()] = None,
    manager: Names = None,
    team: Names = None,
    region: Names = None,
    segment: Names = None,
    csv: Annotated[Path | None, typer.Option()] = None,
    as_json: Json = False,
) -> None:
    """List the rows behind a number, with file and line."""
    from report.asking import ask_rows

    snapshot = _snapshot(context)
    period = period_of(quarter or month or year, snapshot)
    frame = ask_rows(snapshot, scope_of(manager, team, region, segment), kpi, period, day_of(as_of))
    _write_frame(frame, csv, as_json)


@app.command()
def forecast(
    context: typer.Context,
    by: Annotated[Dimension | None, typer.Option()] = None,
    as_of: Annotated[str | None, typer.Option()] = None,
    manager: Names = None,
    team: Names = None,
    region: Names = None,
    segment: Names = None,
    series: Annotated[Path | None, typer.Option(help="instead: a CSV file with unique_id, ds and y")] = None,
    season: Annotated[int, typer.Option(help="of --series: 4 for quarters, 12 for months")] = 12,
    horizon: Annotated[int, typer.Option(help="of --series: steps ahead")] = 12,
    out: Annotated[Path | None, typer.Option(help="of --series: where the forecast is written")] = None,
    totals: Annotated[Path | None, typer.Option(help="of --series: the sum of the first year of each")] = None,
    as_json: Json = False,
) -> None:
    """Forecast the year's revenue with the chance of its target; with --series, any series."""
    if series is not None:
        from report.forecasting import forecast_series_file

        if out is None:
            raise UsageError("no_out", N_("The forecast has no file to go to."), N_("Add --out FILE."))
        done = forecast_series_file(series, season, horizon, out, totals)
        text = _("{n} series, {short} of them too short to be forecast.", n=done.n_series, short=done.n_too_short)
        typer.echo(text, err=True)
        return
    from report.annual_forecast import ask_forecast, forecast_text, plain_forecast

    snapshot, scope = _snapshot(context), scope_of(manager, team, region, segment)
    found = ask_forecast(context.obj, snapshot, scope, day_of(as_of), by, datetime.now(UTC).date())
    currency = snapshot.info["reporting_currency"]
    _write(plain_forecast(found, snapshot.version, currency) if as_json else forecast_text(found, currency), as_json)


@app.command()
def scenario(
    context: typer.Context,
    name: Annotated[list[str] | None, typer.Option(help="a saved one; several are compared")] = None,
    change: Annotated[list[str] | None, typer.Option("--set", help="LEVER=+0.02, LEVER=0.95, lose:CUSTOMER=1")] = None,
    reach: Annotated[list[str] | None, typer.Option(help="the lever, or the mix of levers, that reaches it")] = None,
    goal: Annotated[float | None, typer.Option(help="of --reach; else the year's target")] = None,
    save: Annotated[bool, typer.Option("--save", help="keep it under --name")] = False,
    author: Annotated[str, typer.Option()] = "",
    note: Annotated[str, typer.Option()] = "",
    list_saved: Annotated[bool, typer.Option("--list", help="list what is saved")] = False,
    delete: Annotated[bool, typer.Option("--delete", help="forget what --name says")] = False,
    as_of: Annotated[str | None, typer.Option()] = None,
    manager: Names = None,
    team: Names = None,
    region: Names = None,
    segment: Names = None,
    as_json: Json = False,
) -> None:
    """Move levers of the annual forecast: months, total, chance, KPIs, and each lever's share."""
    from report.scenario_command import Wish, answer_scenario, levers_of

    wish = Wish(
        tuple(name or ()), levers_of(change or []), tuple(reach or ()), goal, save, author, note, list_saved, delete
    )
    scope, today = scope_of(manager, team, region, segment), datetime.now(UTC).date()
    _write(answer_scenario(context.obj, _snapshot(context), scope, day_of(as_of), wish, today, as_json), as_json)


@app.command()
def review(
    context: typer.Context,
    quarter: Annotated[str | None, typer.Option()] = None,
    out: Annotated[Path | None, typer.Option(help="FILE.pptx, FILE.xlsx or FILE.pdf")] = None,
    edition: Annotated[Edition, typer.Option()] = Edition.INTERNAL,
    customer: Annotated[str, typer.Option(help="of the customer edition: whose")] = "",
    template: Annotated[Path | None, typer.Option(help="your own .pptx or .potx, for a deck")] = None,
    anew: Annotated[bool, typer.Option(help="from today's data, even where the review was finished")] = False,
    as_of: Annotated[str | None, typer.Option()] = None,
    manager: Names = None,
    team: Names = None,
    region: Names = None,
    segment: Names = None,
) -> None:
    """Write the quarterly review as a deck, a workbook or a PDF."""
    from report.reviewing import Wish, make_review, write_review

    snapshot, scope = _snapshot(context), scope_of(manager, team, region, segment)
    if out is None:
        raise UsageError(
            "no_out", N_("The review has no file to go to."), N_("Add --out FILE.pptx, FILE.xlsx or FILE.pdf.")
        )
    wish = Wish(period_of(quarter, snapshot), edition, get_language(), customer, day_of(as_of), anew)
    made, is_finished = make_review(context.obj, snapshot, scope, wish)
    if is_finished:
        typer.echo(_("This review was finished: it comes out as it was. --anew makes it from today's data."), err=True)
    write_review(made, out, template)
    typer.echo(str(out))


@app.command()
def sample(
    context: typer.Context,
    customers: Annotated[int, typer.Option(min=20)] = 420,
    out: Annotated[Path | None, typer.Option()] = None,
    until: Annotated[str | None, typer.Option(help="the sample ends with the last full month before this day")] = None,
) -> None:
    """Write the export files of the sample company; without --out, load them into an empty workspace."""
    end = day_of(until) or datetime.now(UTC).date()
    if out is not None:
        from data.samples import make_sample

        out.mkdir(parents=True, exist_ok=True)
        for path in make_sample(out, until=end, n_customers=customers):
            typer.echo(path)
        return
    from data.demonstration import load_sample_company

    load_sample_company(context.obj, until=end, n_customers=customers, progress=told_once())
    typer.echo(_("The sample company is loaded."))


@app.command()
def serve(context: typer.Context, port: Annotated[int, typer.Option()] = 8501) -> None:
    """Open the dashboard in the browser of this machine."""
    environment = {**os.environ, "QUARTERDECK_WORKSPACE": str(context.obj)}
    typer.echo(_("Quarterdeck is at {address}", address=f"http://localhost:{port}"))
    sys.stdout.flush()
    script = Path(__file__).parent / "app.py"
    os.chdir(script.parent)
    arguments = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    os.execvpe(sys.executable, arguments, environment)


def _snapshot(context: typer.Context) -> Snapshot:
    return current_snapshot(Workspace(context.obj).snapshots)


def _write_frame(frame: pd.DataFrame, csv: Path | None, as_json: bool) -> None:
    from data.exporting import write_csv
    from report.text import frame_text

    if csv:
        write_csv(frame, csv)
        return
    _write(json.loads(frame.to_json(orient="records", date_format="iso")) if as_json else frame_text(frame), as_json)


def told_once() -> Callable[[float, Message], None]:
    """Says each step once, however often it is reported."""
    said = ""

    def tell(share: float, message: Message) -> None:
        nonlocal said
        if (line := f"{share:4.0%}  {word(message)}") != said:
            said = line
            typer.echo(line, err=True)

    return tell


def _write(result: object, as_json: bool) -> None:
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else result)


def run() -> None:
    """Run the command line; every error of ours becomes one sentence and its exit code."""
    try:
        app()
    except QuarterdeckError as error:
        typer.echo(f"{word(error.message)} {word(error.fix)}".strip(), err=True)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    run()
