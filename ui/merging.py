"""Customers that may be one: why, what is behind each, and a person's word on it; every merge can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from data.duplicates import Branch, Compared, Likeness, Proposal
from data.identity import Alias, Apart, Merge
from data.rebuilding import decide, rebuild, take_back
from data.workspace import Workspace
from domain.errors import QuarterdeckError
from domain.scope import Role, Viewer
from i18n.translate import N_, _, ngettext, word
from ui import answers, asking, feedback
from ui.asking import Asked
from ui.text import escape_markdown

MOST_SHOWN, MOST_BRANCHES = 20, 5
SAME, APART = "same", "apart"
VERDICTS = {SAME: N_("the same customer"), APART: N_("not the same")}


def merging_section(viewer: Viewer) -> None:
    """Pairs to decide, merges to take back; for whoever sees everything, because a merge changes everyone's numbers."""
    asked = asking.ask(viewer) if viewer.role is Role.HEAD else None
    if asked is None:
        return
    book = Workspace(asking.workspace_folder()).book
    identity = book.identity()
    apart = [pair for pair in book.apart() if pair.is_sample == asked.is_sample]
    merges = [merge for merge in identity.merges if merge.is_sample == asked.is_sample]
    aliases = [alias for alias in identity.aliases if alias.kind == "customer"]
    likeness = answers.alike(asked, tuple(apart))
    if not (likeness.proposals or likeness.branches or merges or aliases or apart):
        return
    st.markdown(f"### {escape_markdown(_('Customers that may be one'))}")
    if asked.info.get("merges", "") != identity.stamp:
        _catch_up()
    _proposals(asked, likeness)
    _branches(likeness.branches)
    _said([*merges, *aliases], apart)


def _proposals(asked: Asked, likeness: Likeness) -> None:
    """One line a pair with both answers beside it, and one button for all that was answered."""
    if not likeness.proposals:
        return
    shown = likeness.proposals[:MOST_SHOWN]
    chosen: dict[str, str | None] = {}
    with st.form("merging"):
        for proposal in shown:
            chosen[_key(proposal)] = _pair(proposal)
        pressed = st.form_submit_button(_("Apply"), key="merge-apply")
        left = len(likeness.proposals) - len(shown)
        if left:
            words = ngettext("{n} more pair comes after these.", "{n} more pairs come after these.", left)
            st.markdown(f":small[:gray[{escape_markdown(words)}]]")
    if not pressed:
        return
    merges = [_merge(one, asked) for one in shown if chosen[_key(one)] == SAME]
    apart = [_apart(one, asked) for one in shown if chosen[_key(one)] == APART]
    if merges or apart:
        _do(lambda folder: decide(folder, merges, apart), _decided(len(merges), len(apart)))


def _pair(proposal: Proposal) -> str | None:
    """The two names, why they may be one, what is behind each, and the two answers."""
    one, other = proposal.customer, proposal.into
    reasons = " · ".join(word(reason) for reason in proposal.reasons)
    with st.container(key=f"pair-{_key(proposal)}", gap="xxsmall"):
        question = _("Does “{one}” count as “{other}”?", one=one.label, other=other.label)
        st.markdown(f"**{escape_markdown(question)}**")
        st.markdown(f":small[{escape_markdown(reasons)}]")
        st.markdown(f":small[:gray[{escape_markdown(f'{_behind(one)} — {_behind(other)}')}]]")
        return st.segmented_control(
            escape_markdown(question),
            list(VERDICTS),
            format_func=lambda verdict: _(VERDICTS[verdict]),
            key=f"verdict-{_key(proposal)}",
            label_visibility="collapsed",
        )


def _behind(one: Compared) -> str:
    """How much is behind a customer: ``An Phát: 12 revenue rows, 3 tickets``."""
    rows = ngettext("{n} revenue row", "{n} revenue rows", one.n_revenue_rows)
    tickets = ngettext("{n} ticket", "{n} tickets", one.n_tickets)
    return _("{name}: {rows}, {tickets}", name=one.label, rows=rows, tickets=tickets)


def _branches(branches: Sequence[Branch]) -> None:
    for pair in branches[:MOST_BRANCHES]:
        words = _(
            "“{branch}” has the tax code of a branch of “{head}” ({code}): each counts on its own.",
            branch=pair.branch.label,
            head=pair.head.label,
            code=pair.branch.tax_code,
        )
        st.markdown(f":small[:gray[{escape_markdown(words)}]]")


def _said(merged: Sequence[Merge | Alias], apart: Sequence[Apart]) -> None:
    """What was said before, each with the way back."""
    if not merged and not apart:
        return
    with st.expander(escape_markdown(_("What was said of customers")), expanded=bool(merged)):
        for said in merged:
            name, same = _names(said)
            words = _("“{name}” counts as “{same}”: take back", name=name, same=same)
            if st.button(escape_markdown(words), key=f"unmerge-{_hash(str(said))}", icon=":material/undo:"):
                done = _("“{name}” counts on its own again.", name=name)
                _do(lambda folder, said=said: take_back(folder, said), done)  # type: ignore[misc]
        for pair in apart:
            words = _("“{one}” is not “{other}”: propose again", one=pair.name, other=pair.other_name)
            st.button(
                escape_markdown(words),
                key=f"rejoin-{_hash(str(pair))}",
                icon=":material/undo:",
                on_click=_forget,
                args=(pair,),
            )


def _names(said: Merge | Alias) -> tuple[str, str]:
    """Both names, with the ids where the names alone are one."""
    if isinstance(said, Alias):
        return said.name, said.same_as
    if said.name != said.into_name:
        return said.name, said.into_name
    return f"{said.name} ({said.customer_id})", f"{said.into_name} ({said.into_id})"


def _catch_up() -> None:
    """The numbers were built before something that was said since."""
    st.warning(escape_markdown(_("The numbers shown do not count every merge below yet.")))
    if st.button(_("Count them now"), key="merge-catch-up"):
        _do(rebuild, _("Every merge is counted now."))


def _do(action: Callable[[Path], str | None], done: str) -> None:
    """Do it and show the page anew with a sentence; an error is worded and leaves everything as it was."""
    try:
        with st.spinner(_("Counting anew …")):
            action(asking.workspace_folder())
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    st.session_state["import-done"] = done
    st.rerun()


def _forget(pair: Apart) -> None:
    Workspace(asking.workspace_folder()).book.forget_apart(pair)


def _decided(n_merges: int, n_apart: int) -> str:
    parts = []
    if n_merges:
        parts.append(ngettext("{n} customer counts as another now.", "{n} customers count as another now.", n_merges))
    if n_apart:
        parts.append(ngettext("{n} pair is not proposed again.", "{n} pairs are not proposed again.", n_apart))
    return " ".join(parts)


def _merge(proposal: Proposal, asked: Asked) -> Merge:
    one, other = proposal.customer, proposal.into
    return Merge(one.customer_id, one.name or one.label, other.customer_id, other.name or other.label, asked.is_sample)


def _apart(proposal: Proposal, asked: Asked) -> Apart:
    one, other = proposal.customer, proposal.into
    return Apart(one.customer_id, one.label, other.customer_id, other.label, asked.is_sample)


def _key(proposal: Proposal) -> str:
    """A widget's key for a pair, the same on every run."""
    return _hash(f"{proposal.customer.customer_id}\n{proposal.into.customer_id}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
