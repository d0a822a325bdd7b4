"""The sample company's tables straight from its history, without the export files between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
from scipy.special import ndtr

from data.samples import words
from data.samples.business import sign_contracts
from data.samples.effect import EFFECT
from data.samples.history import History, sample_history
from data.samples.invoices import CANCELLED, issue_invoices
from data.samples.support import known_at
from domain.read import Read
from tests.analytics.tables_in_memory import LOCAL_HOURS_AHEAD, read_from

UNTIL = date(2025, 10, 15)
AS_OF = date(2025, 9, 30)
DAY_MINUTES, DAY_SECONDS = 1440, 86_400


def sample_tables(n_customers: int, seed: int, until: date = UNTIL) -> dict[str, pd.DataFrame]:
    """Customers, what they bought and signed, their tickets and answers, as a snapshot holds them."""
    history = sample_history(until, n_customers, seed)
    bought, contracts = _bought(history), _contracts(history)
    signed = contracts.rename(columns={"start_on": "active_from", "end_on": "active_to"}).assign(basis="contract")
    signed["active_to"] += np.timedelta64(1, "D")
    return {
        "customer": _customers(history),
        "revenue_line": bought.rename(columns={"active_from": "revenue_on"}).drop(columns="active_to"),
        "customer_activity": pd.concat([bought, signed], ignore_index=True),
        "contract": contracts,
        "ticket": _tickets(history),
        "survey_response": _answers(history),
    }


def sample_read(n_customers: int, seed: int) -> Read:
    """A Read on these tables."""
    return read_from(sample_tables(n_customers, seed))


def without_chance(read: Read) -> Read:
    """The same, but each customer's mean score is the one to be expected after its response times.

    Regressed like the scores themselves it gives the company's own slope: what is planted is a shift of the hidden
    satisfaction, and how much of it is seen in scores that are rounded and stop at 0 and 10 depends on the company.
    """

    def read_expected(query: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        frame = read(query, parameters)
        if query != "customer_quarter":
            return frame
        response = EFFECT.response_term(frame["business_hours"].to_numpy(dtype=float))
        return frame.assign(mean_score=np.where(frame["mean_score"].notna(), expected_score(response), np.nan))

    return read_expected


def expected_score(response: np.ndarray) -> np.ndarray:
    """The mean of the score an unknown customer gives after this response term: the sum of P(score > 0) to P(> 9)."""
    spread = np.hypot(EFFECT.satisfaction_of_customer, EFFECT.satisfaction_of_answer)
    mean = EFFECT.satisfaction_mean + EFFECT.satisfaction_log2_response * response
    expected: np.ndarray = ndtr((mean[:, None] - np.arange(0.5, 10)) / spread).sum(axis=1)
    return expected


def _named(customer: np.ndarray) -> np.ndarray:
    return np.char.add("C", customer.astype(str)).astype(object)


def _days(number: np.ndarray) -> np.ndarray:
    return number.astype("datetime64[D]").astype("datetime64[s]")


def _customers(history: History) -> pd.DataFrame:
    segments = np.array(words.SEGMENTS, dtype=object)
    names = _named(np.arange(history.customers.count))
    return pd.DataFrame({"customer_id": names, "customer": names, "segment": segments[history.customers.segment]})


def _bought(history: History) -> pd.DataFrame:
    """A row per customer and day: their valid invoice lines added up."""
    parts = []
    for lines in issue_invoices(history):
        valid = lines.kind != CANCELLED
        parts.append(pd.DataFrame({"customer": lines.customer[valid], "day": lines.day[valid],
                                   "amount": lines.amount[valid]}))  # fmt: skip
    rows = pd.concat(parts).groupby(["customer", "day"], as_index=False)["amount"].sum()
    start = _days(rows["day"].to_numpy())
    return pd.DataFrame({"customer_id": _named(rows["customer"].to_numpy()), "active_from": start,
                         "active_to": start + np.timedelta64(1, "D"), "amount": rows["amount"],
                         "basis": "invoice"})  # fmt: skip


def _contracts(history: History) -> pd.DataFrame:
    signed = sign_contracts(history)
    start, end = signed.start.astype("datetime64[s]"), signed.end.astype("datetime64[s]")
    return pd.DataFrame({"customer_id": _named(signed.customer), "start_on": start, "end_on": end})


def _tickets(history: History) -> pd.DataFrame:
    end = int(np.datetime64(history.timeline.end).astype(np.int64)) * DAY_MINUTES
    tickets = known_at(history.tickets, end)
    is_known = tickets.reply >= 0
    epoch, ahead = datetime(1970, 1, 1), timedelta(hours=LOCAL_HOURS_AHEAD)
    reply = pd.Series(pd.to_timedelta(tickets.reply, unit="min")).where(is_known) + epoch - ahead
    minutes = pd.Series(tickets.business_minutes.astype(float)).where(is_known)
    return pd.DataFrame({"customer_id": _named(tickets.customer), "created_on": _days(tickets.created // DAY_MINUTES),
                         "is_answered": is_known, "answered_at": reply, "business_minutes": minutes})  # fmt: skip


def _answers(history: History) -> pd.DataFrame:
    answers = history.answers
    score = pd.Series(answers.score).where(answers.score >= 0)
    place = np.arange(len(score))
    return pd.DataFrame({"response_id": place.astype(str), "customer_id": _named(answers.customer),
                         "respondent_key": place.astype(str), "score": score,
                         "responded_on": _days(answers.finished // DAY_SECONDS)})  # fmt: skip
