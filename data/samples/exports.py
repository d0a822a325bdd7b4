"""The exports of the bought systems: HubSpot deals, Zendesk tickets, SurveyMonkey answers, each in its own shape."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.samples import words
from data.samples.comments import COMMENTS
from data.samples.history import History
from data.samples.kinds import Ints
from data.samples.ledgers import customer_ids
from data.samples.selling import LOST, OPEN, WON, Deals
from data.samples.support import Answers, Tickets, known_at
from data.samples.timeline import MINUTES_A_DAY
from data.samples.writing import american_stamp, joined_text, numbered, stamp, whole, words_of, write_csv
from domain.sample import SAMPLE_PREFIX

DEAL_HEADER = (
    *("Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Currency", "Deal owner", "Close Date"),
    *("Create Date", "Last Activity Date", "Deal Type", "Forecast category", "Deal probability", "Product"),
    *("Closed Lost Reason", "Associated Company"),
)
TICKET_HEADER = (
    *("Summation column", "Id", "Requester", "Requester id", "Requester external id", "Requester email"),
    *("Requester domain", "Submitter", "Assignee", "Group", "Subject", "Tags", "Status", "Priority", "Via"),
    *("Ticket type", "Created at", "Updated at", "Assigned at", "Organization", "Due date", "Initially assigned at"),
    *("Solved at", "Resolution time", "Satisfaction Score", "Group stations", "Assignee stations", "Reopens"),
    *("Replies", "First reply time in minutes", "First reply time in minutes within business hours"),
    *("First resolution time in minutes", "First resolution time in minutes within business hours"),
    *("Full resolution time in minutes", "Full resolution time in minutes within business hours"),
    *("Agent wait time in minutes", "Agent wait time in minutes within business hours"),
    *("Requester wait time in minutes", "Requester wait time in minutes within business hours"),
    *("On hold time in minutes", "On hold time in minutes within business hours"),
)
SCORE_QUESTION = (
    "Khả năng quý khách giới thiệu dịch vụ của chúng tôi cho đối tác hoặc đồng nghiệp là bao nhiêu? "
    "(0 = hoàn toàn không, 10 = chắc chắn có)"
)
COMMENT_QUESTION = "Vì sao quý khách chọn điểm số này?"
SURVEY_HEADER = (
    *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name"),
    *("Last Name", "Custom Data 1", SCORE_QUESTION, COMMENT_QUESTION),
)
TICKET_STATUSES = ("New", "Open", "Pending", "Hold", "Solved", "Closed")
NEW_TICKET, OPEN_TICKET, SOLVED_TICKET, CLOSED_TICKET = 0, 1, 4, 5
FORGOTTEN_AFTER = 5 * MINUTES_A_DAY
CLOSED_AFTER = 28 * MINUTES_A_DAY


def _contact_emails(customer: Ints, contact: Ints) -> pa.Array:
    """``lienhe2@kh00042.example``: a domain nobody can own."""
    return joined_text(numbered("lienhe", contact + 1, 1), numbered("@kh", customer + 1, 5), ".example")


def _last_day(history: History) -> str:
    return str(history.timeline.end - timedelta(days=1))


def write_deals(out: Path, history: History, deals: Deals) -> Path:
    """HubSpot's deals export: every cell quoted, ``YYYY-MM-DD HH:MM``, no title row."""
    count = len(deals.state)
    number = np.arange(count)
    names, products = history.customers.names.tolist(), [product.name for product in words.PRODUCTS]
    company = words_of(names, deals.customer)
    stage = np.where(deals.state == OPEN, deals.stage, np.where(deals.state == WON, 5, 6))
    minute = 540 + number * 37 % 480
    created = deals.created.astype(np.int64) * MINUTES_A_DAY + minute
    closes = deals.closes.astype(np.int64) * MINUTES_A_DAY + 1020 - number * 17 % 420
    export_at = np.datetime64(history.timeline.end).astype("datetime64[D]").astype(np.int64) * MINUTES_A_DAY
    touched = np.where(deals.state == OPEN, np.maximum(export_at - 1 - number * 211 % 20_000, created), closes)
    columns = (
        whole(10_000_000_000 + number),
        joined_text(words_of(products, deals.product), " - ", pc.fill_null(company, "khách tiềm năng")),
        words_of((*words.STAGES, words.WON, words.LOST), stage),
        words_of(("Sales Pipeline",), np.zeros(count, dtype=np.int64)),
        whole(deals.amount, deals.amount < 0),
        words_of(("VND",), np.zeros(count, dtype=np.int64)),
        words_of(history.managers.names.tolist(), deals.manager),
        stamp(closes),
        stamp(created),
        stamp(touched),
        words_of((words.EXISTING_BUSINESS, words.NEW_BUSINESS), deals.is_new.astype(np.int64)),
        words_of((*words.FORECAST_CATEGORIES, "Closed won", "Not forecasted"), stage),
        words_of((*words.STAGE_PROBABILITIES, "1", "0"), stage),
        words_of(products, deals.product),
        words_of(words.LOST_REASONS, np.where(deals.state == LOST, deals.reason, -1)),
        company,
    )
    quoted = [pc.fill_null(pc.cast(column, pa.string()), "") for column in columns]
    path = out / f"{SAMPLE_PREFIX}hubspot-crm-exports-all-deals-{_last_day(history)}.csv"
    return write_csv(path, [DEAL_HEADER], quoted, quote_all=True)


def _ticket_status(tickets: Tickets, export_at: int) -> tuple[Ints, Ints]:
    """Status and moment of solution; some tickets nobody answered are closed after five days all the same."""
    number = np.arange(len(tickets.created))
    given_up = tickets.abandoned & (number % 5 < 3) & (tickets.created + FORGOTTEN_AFTER < export_at)
    solved = np.where(given_up, tickets.created + FORGOTTEN_AFTER, tickets.solved)
    waiting = np.where(tickets.reply < 0, NEW_TICKET, OPEN_TICKET + number % 3)
    finished = np.where(solved + CLOSED_AFTER < export_at, CLOSED_TICKET, SOLVED_TICKET)
    return np.where(solved < 0, waiting, finished), solved


def write_tickets(out: Path, history: History) -> Path:
    """Zendesk's classic ticket export: minutes as whole numbers, local time ``YYYY-MM-DD HH:MM``, blank: not yet."""
    calendar = history.timeline.calendar
    export_at = int(np.datetime64(history.timeline.end).astype(np.int64)) * MINUTES_A_DAY
    tickets = known_at(history.tickets, export_at)
    count = len(tickets.created)
    status, solved = _ticket_status(tickets, export_at)
    open_, unanswered = solved < 0, tickets.reply < 0
    requester = joined_text(
        numbered("Liên hệ ", tickets.contact + 1, 1), numbered(" KH", tickets.customer + 1, 5), " (mẫu)"
    )
    took, took_business = solved - tickets.created, calendar.worked(np.maximum(solved, tickets.created))
    took_business = took_business - calendar.worked(tickets.created)
    filled: dict[str, pa.Array] = {
        "Summation column": whole(np.ones(count, dtype=np.int64)),
        "Id": whole(np.arange(1, count + 1)),
        "Requester": requester,
        "Requester id": whole(370_000_000 + tickets.customer * 10 + tickets.contact),
        "Requester external id": customer_ids(tickets.customer),
        "Requester email": _contact_emails(tickets.customer, tickets.contact),
        "Requester domain": joined_text(numbered("kh", tickets.customer + 1, 5), ".example"),
        "Submitter": requester,
        "Assignee": words_of(history.managers.names.tolist(), tickets.manager),
        "Group": words_of(words.SUPPORT_TEAMS, history.managers.team[tickets.manager]),
        "Subject": words_of(words.TICKET_SUBJECTS, tickets.subject),
        "Tags": words_of(("mau",), np.zeros(count, dtype=np.int64)),
        "Status": words_of(TICKET_STATUSES, status),
        "Priority": words_of(words.PRIORITIES, tickets.priority),
        "Via": words_of(words.CHANNELS, tickets.channel),
        "Ticket type": words_of(("Question", "Incident", "Problem"), tickets.subject % 3),
        "Created at": stamp(tickets.created),
        "Updated at": stamp(np.maximum(np.maximum(solved, tickets.reply), tickets.created)),
        "Assigned at": stamp(tickets.created),
        "Organization": words_of(history.customers.names.tolist(), tickets.customer),
        "Initially assigned at": stamp(tickets.created),
        "Solved at": stamp(solved),
        "Resolution time": whole(np.rint(took / 60).astype(np.int64), open_),
        "Replies": whole((~unanswered).astype(np.int64) + np.where(open_, 0, tickets.subject % 4)),
        "First reply time in minutes": whole(tickets.reply - tickets.created, unanswered),
        "First reply time in minutes within business hours": whole(tickets.business_minutes, unanswered),
        "Full resolution time in minutes": whole(took, open_),
        "Full resolution time in minutes within business hours": whole(took_business, open_),
    }
    blank = pa.nulls(count, pa.string())
    path = out / f"{SAMPLE_PREFIX}zendesk-tickets-{_last_day(history)}.csv"
    return write_csv(path, [TICKET_HEADER], [filled.get(name, blank) for name in TICKET_HEADER])


def write_answers(out: Path, history: History) -> Path:
    """SurveyMonkey's export of all responses: two header rows, American dates, the customer's id as custom data."""
    answers: Answers = history.answers
    order = np.argsort(answers.finished, kind="stable")
    customer, contact, score = answers.customer[order], answers.contact[order], answers.score[order]
    number = np.arange(len(order))
    below = ("",) * 9 + ("Response", "Open-Ended Response")
    columns = (
        whole(11_800_000_000 + number * 13),
        whole(430_000_001 + contact % 2),
        american_stamp(answers.started[order]),
        american_stamp(answers.finished[order]),
        pa.nulls(len(order), pa.string()),
        _contact_emails(customer, contact),
        numbered("Liên hệ ", contact + 1, 1),
        words_of(("(mẫu)",), np.zeros(len(order), dtype=np.int64)),
        customer_ids(customer),
        whole(score, score < 0),
        words_of(COMMENTS, answers.comment[order]),
    )
    path = out / f"{SAMPLE_PREFIX}surveymonkey-nps-{_last_day(history)}.csv"
    return write_csv(path, [SURVEY_HEADER, below], columns)
