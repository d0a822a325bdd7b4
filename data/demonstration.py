"""The sample company in a workspace: its export files go through the same import as anyone's."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from data.importing import Progress, run_import
from data.reading.answers import Answers
from data.report import ImportReport, Status
from data.samples import make_sample
from data.workspace import Source, Workspace
from domain.errors import RefusedError
from domain.message import N_


def load_sample_company(
    workspace: Path, *, until: date, n_customers: int = 420, progress: Progress | None = None
) -> ImportReport:
    """Make the sample company's export files and import them into an empty workspace.

    Raises:
        RefusedError: the workspace already holds data, or a file was not understood.
        StoreError: the workspace cannot be written.
    """
    if Workspace(workspace).snapshots.current_version() is not None:
        raise RefusedError(
            "not_empty",
            N_("The workspace already holds data; sample data is only put into an empty one."),
            N_("Name another folder with --workspace, or write the files with --out."),
        )
    with tempfile.TemporaryDirectory() as folder:
        paths = make_sample(Path(folder), until=until, n_customers=n_customers)
        sources = [Source(path.name, path) for path in paths]
        report = run_import(workspace, sources, Answers(), confirm=True, is_ordered=True, progress=progress)
    if report.snapshot is None:
        file = next(file for file in report.files if file.status in (Status.REFUSED, Status.NEEDS_ANSWER))
        said = file.refusal or file.question
        raise RefusedError(
            "sample",
            N_("The sample file {file} was not understood: {reason}"),
            file=file.file,
            reason=said.message if said else "",
        )
    return report
