"""The scenario on the page: held for this reader while pages change, and in the address so that a link shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from analytics.scenario.base import Base, Setting
from analytics.scenario.levers import Moves, moves_of
from analytics.scenario.wording import Refused, moves_from, pairs_of, unavailable_links
from domain.scope import Scope
from i18n.language import get_language
from report.scenario_words import change_words, figure_words
from ui.asking import Asked
from ui.nav import SHARED
from ui.state import FILTERS, put_into_url, url_parameters

HELD, TURN = "what-if", "what-if-turn"
FIGURES = "scenario-figures"
"""The part of the page that is repainted while a lever moves."""
VIEW = "view"
"""The parameter of this page that is no lever."""
MOST_OPTIONS = 160


@dataclass(frozen=True)
class Held:
    """What the page holds between runs. ``turn`` goes up whenever something else than a slider sets the levers, so
    that every slider begins anew where it was put; ``choices`` are the sliders' places and their words.
    """

    version: str
    scope: Scope
    language: str
    moves: Moves
    turn: int = 0
    refused: tuple[Refused, ...] = ()
    choices: dict[str, dict[float, str]] = field(default_factory=dict)


def opened(base: Base, asked: Asked) -> Held:
    """The scenario of the address, or the one this reader left; on other data or in another language, set on it anew.

    What cannot count there is left out and named.
    """
    held: Held | None = st.session_state.get(HELD)
    given = _levers_in_url()
    was = {} if held is None else _written(held.moves)
    is_same = held is not None and (held.version, held.scope, held.language) == (
        asked.version, asked.scope, get_language()
    )  # fmt: skip
    if held is not None and is_same and given == was:
        return held
    turn = int(st.session_state.get(TURN, 0)) + 1
    st.session_state[TURN] = turn
    if not given and (held is None or not was):
        return _hold(Held(asked.version, asked.scope, get_language(), unmoved(base), turn))
    understood = moves_from(base, given or was)
    refused = (*understood.refused, *unavailable_links(base, understood.moves.links))
    usable = frozenset(link.id for link in base.links if link.is_usable)
    moves = replace(understood.moves, links=understood.moves.links & usable)
    return _hold(Held(asked.version, asked.scope, get_language(), moves, turn, refused))


def unmoved(base: Base) -> Moves:
    """No lever moved, every link that may be built upon switched on."""
    return moves_of({}, links=[link.id for link in base.links if link.is_usable])


def now() -> Held:
    """The scenario as it stands."""
    held: Held = st.session_state[HELD]
    return held


def moved(moves: Moves) -> None:
    """Keep what the sliders say; they stay as they are."""
    held = now()
    if moves != held.moves:
        _hold(replace(held, moves=moves, refused=()), previous=held.moves)


def repaint(*also: str) -> None:
    """Draw the figures anew, and the small parts named; for callbacks only, which it ends."""
    st.rerun([FIGURES, *also])


def put(moves: Moves) -> None:
    """Set the levers from elsewhere: every slider goes where it is put. For callbacks only, which it ends."""
    held = now()
    st.session_state[TURN] = held.turn + 1
    _hold(replace(held, moves=moves, turn=held.turn + 1, refused=(), choices={}), previous=held.moves)
    st.rerun()


def written() -> dict[str, str]:
    """The scenario as text: what a saved one keeps, and what stands in the address."""
    return _written(now().moves)


def arrive(levers: Mapping[str, str], scope: Scope) -> None:
    """Go to a scenario as a link would: its levers and its scope in the address, nothing held from before."""
    st.session_state.pop(HELD, None)
    chosen = {FILTERS[dimension]: list(members) for dimension, members in scope.choices.items()}
    gone = [word for word in FILTERS.values() if word not in chosen]
    pairs = {key: [text] for key, text in levers.items()}
    put_into_url({**chosen, **pairs}, drop=[*gone, *(set(_levers_in_url()) - set(pairs))])


def key_of(name: str) -> str:
    """The key of a widget that begins anew with every turn."""
    held = now()
    return f"what-if-{name}-{held.language}-{held.turn}"


def choices_of(base: Base, setting: Setting, currency: str) -> dict[float, str]:
    """The places of a lever's slider, each change with the figure it makes; worded once."""
    held, key = now(), setting.lever.id
    if key not in held.choices:
        held.choices[key] = {
            change: _words(base, key, change, currency) for change in _places(setting, held.moves.by(key))
        }
    return held.choices[key]


def _words(base: Base, key: str, change: float, currency: str) -> str:
    """The figure, and beside it by how much it moves; where the figure is the move itself, that alone."""
    figure, move = (worded(base, key, change, currency) for worded in (figure_words, change_words))
    return figure if not change or figure == move else f"{figure} ({move})"


def _places(setting: Setting, current: float) -> list[float]:
    step = setting.lever.step
    wide = (setting.high - setting.low) / step
    step *= max(1, -int(-wide // MOST_OPTIONS))
    first, last = -int(-setting.low / step + 1e-9), int(setting.high / step + 1e-9)
    places = {round(place * step, 10) for place in range(first, last + 1)}
    inside = {place for place in places if setting.low <= place <= setting.high}
    return sorted(inside | {0.0, setting.low, setting.high, current})


def _levers_in_url() -> dict[str, str]:
    """Every parameter that is not of the view; a plus sign typed by hand arrives as a blank."""
    return {
        word: "+" + values[-1].strip() if values[-1].startswith(" ") else values[-1]
        for word, values in url_parameters().items()
        if values and word not in SHARED and word != VIEW
    }


def _written(moves: Moves) -> dict[str, str]:
    """What stands in the address: nothing as long as no lever is moved."""
    return pairs_of(moves) if moves.moves else {}


def _hold(held: Held, previous: Moves | None = None) -> Held:
    st.session_state[HELD] = held
    pairs = _written(held.moves)
    gone = {*_levers_in_url(), *(_written(previous) if previous else {})} - set(pairs)
    put_into_url({key: [text] for key, text in pairs.items()}, drop=sorted(gone))
    return held
