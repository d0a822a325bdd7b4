"""What a page is asked for: the view in the address, who asks, and the snapshot that answers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from analytics import engine
from data.query import open_reader
from data.rebuilding import bring_up_to_date, is_outdated
from data.repairing import repair
from data.snapshots import Snapshot, Snapshots
from data.soundness import state_of
from domain.folding import fold
from domain.message import Message
from domain.period import Period
from domain.scope import Dimension, Scope, Viewer
from i18n.translate import _
from ui.nav import chosen_language
from ui.state import FILTERS, Known, View, read_view, url_parameters

PERIODS_IN_TREND = 8


@dataclass(frozen=True)
class Asked:
    """Everything a page needs to ask: the view, who asks, and the snapshot that answers."""

    view: View
    scope: Scope
    known: Known
    workspace: str
    version: str
    info: Mapping[str, str]
    ignored: tuple[Message, ...]

    @property
    def as_of(self) -> date:
        """The last day that is known."""
        return self.known.last_on

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return self.info.get("reporting_currency", "")

    @property
    def is_sample(self) -> bool:
        """Whether all that is loaded is the sample company."""
        return self.info.get("is_sample") == "true"

    @property
    def trend_periods(self) -> tuple[Period, ...]:
        """The eight periods that end with the one looked at, as far as the data goes back."""
        asked = tuple(self.view.period.shift(step) for step in range(1 - PERIODS_IN_TREND, 1))
        return tuple(period for period in asked if period.end > self.known.first_on) or asked[-1:]


def workspace_folder() -> Path:
    """The workspace: ``QUARTERDECK_WORKSPACE``, else ``workspace/`` in the project."""
    given = os.environ.get("QUARTERDECK_WORKSPACE")
    return Path(given) if given else Path(__file__).parent.parent / "workspace"


def keep_sound() -> None:
    """Put a damaged workspace right before anything is read from it; looks only when a file of it has changed.

    A snapshot that was built under other settings, or by an older version of the product, is built anew.

    Raises:
        StoreError: it is damaged beyond what can be put right here.
        UsageError: the settings cannot be read.
    """
    folder = workspace_folder()
    _kept_sound(folder, snapshot=state_of(folder))
    if is_outdated(folder):
        with st.spinner(_("Settings have changed: everything is counted anew.")):
            bring_up_to_date(folder)


@st.cache_resource(max_entries=4, show_spinner=False)
def _kept_sound(workspace: Path, *, snapshot: str) -> str:
    repair(workspace, thorough=True)
    return snapshot


def pin_snapshot() -> None:
    """Choose the snapshot of this run, so that frame and page show the same one whatever is imported meanwhile."""
    st.session_state["snapshot"] = Snapshots(workspace_folder()).current_version() or ""


def ask(viewer: Viewer) -> Asked | None:
    """What the address asks for; None where nothing has been loaded yet.

    Raises:
        StoreError: the workspace cannot be read.
    """
    if "snapshot" not in st.session_state:
        pin_snapshot()
    version = str(st.session_state["snapshot"])
    workspace = str(workspace_folder())
    if not version:
        return None
    info = snapshot_info(workspace, version)
    default = engine.default_period(info)
    if default is None or not info.get("first_on"):
        return None
    known = Known(
        first_day(workspace, version, Scope(viewer)) or date.fromisoformat(info["first_on"][:10]),
        date.fromisoformat(info["last_on"][:10]),
        default,
        int(info.get("fiscal_start_month", "1")),
        members(workspace, version, Scope(viewer)),
    )
    view, ignored = read_view(url_parameters(), known, chosen_language())
    return Asked(view, view.scope(viewer), known, workspace, version, info, tuple(ignored))


@st.cache_data(max_entries=20, show_spinner=False)
def snapshot_info(workspace: str, version: str) -> dict[str, str]:
    """The snapshot's own facts: currency, days covered, working hours."""
    return dict(Snapshots(Path(workspace)).open(version).info)


@st.cache_data(max_entries=20, show_spinner=False)
def first_day(workspace: str, version: str, scope: Scope) -> date | None:
    """The first day on which anything the viewer may see happened; None where nothing did."""
    with open_reader(snapshot_at(workspace, version), scope) as read:
        span = read("data_span", {})
    happened = span[~span["entity"].isin(engine.NOT_HAPPENED)]["first_on"].dropna()
    return None if happened.empty else pd.Timestamp(happened.min()).date()


@st.cache_data(max_entries=20, show_spinner=False)
def members(workspace: str, version: str, scope: Scope) -> dict[Dimension, tuple[str, ...]]:
    """Who and what the viewer may choose, by dimension, in the order of the alphabet without accents."""
    with open_reader(snapshot_at(workspace, version), scope) as read:
        frame = read("scope_members", {})
    return {
        dimension: tuple(sorted(frame.loc[frame["dimension"] == dimension.value, "member"].astype(str), key=fold))
        for dimension in FILTERS
    }


def snapshot_at(workspace: str, version: str) -> Snapshot:
    """The snapshot of that version, its facts unread."""
    snapshots = Snapshots(Path(workspace))
    return Snapshot(version, snapshots.path(version))
