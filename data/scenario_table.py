"""The table of the book in which scenarios are kept; see :mod:`data.scenarios`."""

from __future__ import annotations

SCENARIO_TABLE = """
    create table scenario (
        name text not null, is_sample integer not null, author text not null, note text not null,
        snapshot text not null, as_of text not null, period text not null, scope text not null, levers text not null,
        baseline real not null, total real not null, target real, chance real, currency text not null,
        made_on text not null, primary key (name, is_sample)
    );
    """
