"""The tables of the book in which reviews are kept; see :mod:`data.reviews`."""

from __future__ import annotations

REVIEW_TABLES = """
    create table if not exists review_edit (
        quarter text not null, scope text not null, edition text not null, customer_id text not null,
        is_sample integer not null, language text not null, slide text not null, part text not null, text text not null,
        primary key (quarter, scope, edition, customer_id, is_sample, language, slide, part)
    );
    create table if not exists review_action (
        id text primary key, quarter text not null, scope text not null, edition text not null,
        customer_id text not null, is_sample integer not null, what text not null, who text not null,
        due_on text not null, state text not null
    );
    create table if not exists finished_review (
        quarter text not null, scope text not null, edition text not null, customer_id text not null,
        is_sample integer not null, language text not null, snapshot text not null, as_of text not null,
        finished_on text not null, packed blob not null,
        primary key (quarter, scope, edition, customer_id, is_sample, language)
    );
    """
