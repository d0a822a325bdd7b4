"""The canonical tables, declared once: schema, mapping, export, data dictionary and tests read this."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.message import N_


class Kind(StrEnum):
    """What a column holds once read. Text stays exactly as written."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RATIO = "ratio"
    DATE = "date"
    TIMESTAMP = "timestamp"
    FLAG = "flag"
    PERIOD = "period"


class Personal(StrEnum):
    """Class of personal data (Law 91/2025/QH15): what is BASIC is loaded only when settings say so."""

    NONE = "none"
    BASIC = "basic"


@dataclass(frozen=True)
class Column:
    """One column: ``required`` holds a row back when blank; ``unit`` is empty for text and counts."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False
    personal: Personal = Personal.NONE


@dataclass(frozen=True)
class Table:
    """One canonical table.

    ``file`` is the word for its export file (``--as``); ``key`` the natural key (empty: rows have none);
    ``one_of`` are groups of columns of which at least one must be given.
    """

    name: str
    file: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in declared order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which a row cannot count."""
        return tuple(column.name for column in self.columns if column.required)


MONEY = N_("in the row's own currency")

_CUSTOMER = (
    Column("customer_id", Kind.TEXT, N_("The customer's id in the source system")),
    Column("customer_name", Kind.TEXT, N_("The customer's name as the source writes it")),
)
_MANAGER = (
    Column("manager_id", Kind.TEXT, N_("The account manager's id in the source system")),
    Column("manager_email", Kind.TEXT, N_("The account manager's work e-mail, in lower case")),
    Column("manager_name", Kind.TEXT, N_("The account manager's name as the source writes it")),
)
_CURRENCY = Column("currency", Kind.TEXT, N_("ISO 4217 code of the amounts in the row"))
_A_CUSTOMER = ("customer_id", "customer_name")
_A_MANAGER = ("manager_id", "manager_email", "manager_name")

CUSTOMER = Table(
    "customer",
    "customers",
    N_("one customer"),
    (
        *_CUSTOMER,
        Column("segment", Kind.TEXT, N_("Customer segment")),
        Column("industry", Kind.TEXT, N_("Customer's industry")),
        Column("region", Kind.TEXT, N_("Customer's sales region")),
        *_MANAGER,
        Column("owned_from", Kind.DATE, N_("First day on which this account manager looks after the customer")),
        Column("created_on", Kind.DATE, N_("Day the customer was created in the source")),
        Column("status", Kind.TEXT, N_("Customer status in the source")),
        Column("tax_code", Kind.TEXT, N_("Tax code; text, leading zeros kept")),
        Column("phone", Kind.TEXT, N_("Telephone number; text"), personal=Personal.BASIC),
        Column("email", Kind.TEXT, N_("E-mail address"), personal=Personal.BASIC),
    ),
    ("customer_id",),
    (_A_CUSTOMER,),
)
MANAGER = Table(
    "manager",
    "managers",
    N_("one account manager"),
    (
        *_MANAGER,
        Column("team", Kind.TEXT, N_("Team the account manager belongs to")),
        Column("region", Kind.TEXT, N_("Region or office of the account manager")),
        Column("started_on", Kind.DATE, N_("First working day in the role")),
        Column("left_on", Kind.DATE, N_("First day no longer in the role")),
    ),
    ("manager_id",),
    (_A_MANAGER,),
)
DEAL = Table(
    "deal",
    "deals",
    N_("one deal (opportunity)"),
    (
        Column("deal_id", Kind.TEXT, N_("The deal's id"), required=True),
        Column("deal_name", Kind.TEXT, N_("The deal's name")),
        *_CUSTOMER,
        *_MANAGER,
        Column("stage", Kind.TEXT, N_("Open, Won or Lost"), required=True),
        Column("amount", Kind.DECIMAL, N_("Value of the deal; required once won"), MONEY),
        _CURRENCY,
        Column("probability", Kind.RATIO, N_("Chance of winning as the source states it"), N_("0 to 1")),
        Column("forecast_category", Kind.TEXT, N_("Forecast category in the source")),
        Column("product", Kind.TEXT, N_("Product")),
        Column("created_on", Kind.DATE, N_("Day the deal was opened")),
        Column("close_on", Kind.DATE, N_("Day the deal was, or is expected to be, closed; required once closed")),
        Column("lost_reason", Kind.TEXT, N_("Why the deal was lost")),
        Column("customer_tax_code", Kind.TEXT, N_("Customer's tax code; text, leading zeros kept")),
        Column("customer_phone", Kind.TEXT, N_("Customer's telephone number; text"), personal=Personal.BASIC),
    ),
    ("deal_id",),
)
INVOICE_LINE = Table(
    "invoice_line",
    "invoices",
    N_("one line of an invoice or credit note"),
    (
        Column("invoice_id", Kind.TEXT, N_("The invoice's number"), required=True),
        Column("line_no", Kind.INTEGER, N_("Line number within the invoice")),
        *_CUSTOMER,
        *_MANAGER,
        Column("product", Kind.TEXT, N_("Product")),
        Column("quantity", Kind.DECIMAL, N_("Quantity sold")),
        Column("unit_price", Kind.DECIMAL, N_("Price of one unit"), MONEY),
        Column("amount", Kind.DECIMAL, N_("Net amount of the line; negative on a credit note"), MONEY, required=True),
        _CURRENCY,
        Column("invoiced_on", Kind.DATE, N_("Invoice date"), required=True),
        Column("status", Kind.TEXT, N_("valid or void")),
        Column("kind", Kind.TEXT, N_("recurring or one-off")),
    ),
    ("invoice_id", "line_no"),
    (_A_CUSTOMER,),
)
CONTRACT = Table(
    "contract",
    "contracts",
    N_("one contract"),
    (
        Column("contract_id", Kind.TEXT, N_("The contract's number"), required=True),
        *_CUSTOMER,
        Column("product", Kind.TEXT, N_("Product")),
        Column("start_on", Kind.DATE, N_("First day in force"), required=True),
        Column("end_on", Kind.DATE, N_("Last day in force; blank: open-ended")),
        Column("annual_amount", Kind.DECIMAL, N_("Contract value for twelve months"), MONEY),
        _CURRENCY,
        Column("auto_renew", Kind.FLAG, N_("Whether the contract renews itself")),
        Column("status", Kind.TEXT, N_("Contract status in the source")),
    ),
    ("contract_id",),
    (_A_CUSTOMER,),
)
TICKET = Table(
    "ticket",
    "tickets",
    N_("one support ticket"),
    (
        Column("ticket_id", Kind.TEXT, N_("The ticket's number"), required=True),
        *_CUSTOMER,
        *_MANAGER,
        Column("team", Kind.TEXT, N_("Support team or group")),
        Column("channel", Kind.TEXT, N_("Channel the customer wrote through")),
        Column("priority", Kind.TEXT, N_("Priority in the source")),
        Column("created_at", Kind.TIMESTAMP, N_("When the customer's message created the ticket"), required=True),
        Column("first_response_at", Kind.TIMESTAMP, N_("When a person first replied in public")),
        Column("resolved_at", Kind.TIMESTAMP, N_("When the ticket was solved")),
        Column("first_response_minutes", Kind.DECIMAL, N_("First response time, calendar"), N_("calendar minutes")),
        Column(
            "first_response_business_minutes",
            Kind.DECIMAL,
            N_("First response time within business hours, as the source counted it"),
            N_("business minutes"),
        ),
        Column("status", Kind.TEXT, N_("Ticket status in the source")),
    ),
    ("ticket_id",),
)
SURVEY_RESPONSE = Table(
    "survey_response",
    "surveys",
    N_("one answer to the NPS question"),
    (
        Column("response_id", Kind.TEXT, N_("The answer's id")),
        *_CUSTOMER,
        Column("respondent", Kind.TEXT, N_("Who answered"), personal=Personal.BASIC),
        Column("score", Kind.INTEGER, N_("Likelihood to recommend; blank: not answered"), N_("0 to 10"), required=True),
        Column("comment", Kind.TEXT, N_("What the respondent wrote")),
        Column("responded_at", Kind.TIMESTAMP, N_("When the answer was given"), required=True),
        Column("sent_at", Kind.TIMESTAMP, N_("When the survey was sent")),
    ),
    ("response_id",),
)
TARGET = Table(
    "target",
    "targets",
    N_("one target for one period and one member"),
    (
        Column("period", Kind.PERIOD, N_("2025, 2025-Q3 or 2025-07"), required=True),
        Column("measure", Kind.TEXT, N_("What the target is for; blank: revenue")),
        Column("dimension", Kind.TEXT, N_("company, region, team, manager or product; blank: company")),
        Column("member", Kind.TEXT, N_("Which region, team, manager or product")),
        Column("amount", Kind.DECIMAL, N_("The target"), MONEY, required=True),
        _CURRENCY,
    ),
    ("period", "measure", "dimension", "member"),
)
ACTIVITY = Table(
    "activity",
    "activities",
    N_("one planned or done activity"),
    (
        Column("activity_id", Kind.TEXT, N_("The activity's id"), required=True),
        *_CUSTOMER,
        *_MANAGER,
        Column("kind", Kind.TEXT, N_("Call, visit, e-mail, review and so on")),
        Column("subject", Kind.TEXT, N_("What it is about")),
        Column("planned_on", Kind.DATE, N_("Day it is planned for")),
        Column("done_on", Kind.DATE, N_("Day it was done")),
        Column("status", Kind.TEXT, N_("Activity status in the source")),
    ),
    ("activity_id",),
)
RATE = Table(
    "rate",
    "rates",
    N_("one exchange rate for one month"),
    (
        Column("month", Kind.PERIOD, N_("The month, 2025-07"), required=True),
        Column("currency", Kind.TEXT, N_("ISO 4217 code of the currency"), required=True),
        Column(
            "rate", Kind.DECIMAL, N_("Units of the reporting currency for one unit of this currency"), required=True
        ),
    ),
    ("month", "currency"),
)

PRODUCT = Table(
    "product",
    "products",
    N_("one product of the price list, to which product names elsewhere are compared"),
    (
        Column("product_id", Kind.TEXT, N_("The product's code in the source system")),
        Column("product", Kind.TEXT, N_("The product's name"), required=True),
        Column("product_group", Kind.TEXT, N_("Product group or series")),
        Column("unit_price", Kind.DECIMAL, N_("List price of one unit"), MONEY),
        _CURRENCY,
    ),
    ("product",),
)

TABLES: tuple[Table, ...] = (
    CUSTOMER, MANAGER, DEAL, INVOICE_LINE, CONTRACT, TICKET, SURVEY_RESPONSE, TARGET, ACTIVITY, RATE, PRODUCT
)  # fmt: skip
TABLE_BY_FILE: dict[str, Table] = {table.file: table for table in TABLES}
TABLE_BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
