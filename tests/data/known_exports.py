"""The exports of every known system, as the reference table of their headers has them, and where each column goes."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from data.mapping.headers import header_key

MAP = "formats/header_map.csv"
CUSTOMER = {
    "account_id": "customer_id", "account_id (list)": "customer_id", "account_id (often)": "customer_id",
    "account_id (Bigin)": "customer_id", "account_name": "customer_name", "account_name (Bigin)": "customer_name",
    "account_name (lead)": "customer_name",
}  # fmt: skip
OWNER = {"owner": "manager_name", "owner_id": "manager_id", "owner_email": "manager_email"}
PLACES: dict[str, dict[str, str]] = {
    "deals": {
        **CUSTOMER, **OWNER, "id (15/18 chars, case-sensitive)": "deal_id", 'deal_id (strip "zcrm_")': "deal_id",
        "deal_id (GUID)": "deal_id", "deal_id (external id)": "deal_id", "deal_id": "deal_id",
        "deal_name": "deal_name", "deal_name (es UI)": "deal_name",
        "stage": "stage", "stage (es UI)": "stage", "status": "stage", "status (Open/Won/Lost/deleted)": "stage",
        "status (Open/Won/Lost)": "stage", "amount": "amount", "amount_base": "amount", "amount_won": "amount",
        "currency": "currency", "currency_base": "currency", "probability": "probability",
        "forecast_category": "forecast_category", "close_date": "close_on", "closed_at": "close_on",
        "closed_at (won)": "close_on", "closed_at (lost)": "close_on", "created_at": "created_on",
        "lost_reason": "lost_reason", "product": "product",
    },
    "customers": {
        **CUSTOMER, **OWNER, "id (15/18 chars, case-sensitive)": "customer_id",
        "industry": "industry", "region": "region",
        "segment": "segment", "type": "segment", "lifecycle_stage": "segment",
        "created_at": "created_on", "tax_id": "tax_code", "phone": "phone", "status": "status",
    },
    "managers": {"name": "manager_name", "manager": "team", "region": "region"},
    "invoices": {
        **CUSTOMER, **OWNER, "invoice_id": "invoice_id", "voucher_no": "invoice_id", "order_id": "invoice_id",
        "invoice_date": "invoiced_on", "created_at": "invoiced_on", "posting_date": "invoiced_on",
        "voucher_date": "invoiced_on", "order_date": "invoiced_on", "product": "product", "product_id": "product",
        "quantity": "quantity", "unit_price": "unit_price", "amount": "amount", "amount_vnd": "amount",
        "amount_net": "amount", "amount_total": "amount", "amount_gross": "amount", "currency": "currency",
        "status": "status", "status (Hoàn thành/Đang xử lý/Đã hủy)": "status", "debit (= invoiced)": "amount",
    },
    "contracts": {
        **CUSTOMER, "contract_id": "contract_id", "start_date": "start_on", "signed_at": "start_on",
        "end_date": "end_on", "arr": "annual_amount", "status": "status",
    },
    "tickets": {
        **CUSTOMER, **OWNER, "ticket_id": "ticket_id", "group": "team", "channel": "channel", "priority": "priority",
        "created_at": "created_at", "created_at (zone in the header)": "created_at", "resolved_at": "resolved_at",
        "closed_at": "resolved_at", "first_response_at": "first_response_at",
        "first_response_at (TIMESTAMP)": "first_response_at", "first_response_seconds": "first_response_minutes",
        "first_response_ms": "first_response_minutes", "first_response_minutes": "first_response_minutes",
        "first_response_minutes (calendar)": "first_response_minutes",
        "first_response_minutes_bh": "first_response_business_minutes",
        "first_response": "first_response_business_minutes",
        "first_response (HH:MM:SS, business hours)": "first_response_business_minutes", "status": "status",
    },
    "surveys": {
        **CUSTOMER, "response_id": "response_id", "response_id (token)": "response_id", "score": "score",
        'score (field label "Rating")': "score", "comment": "comment", 'comment (label "Response")': "comment",
        "responded_at": "responded_at", 'responded_at (label "Date")': "responded_at",
        "responded_at (UNIX seconds)": "responded_at", "respondent_email": "respondent",
        "respondent_id": "respondent",
    },
    "activities": {
        **CUSTOMER, **OWNER, "id": "activity_id", "subject": "subject", "type": "kind", "date": "planned_on",
        "done_at": "done_on",
    },
}  # fmt: skip
"""Table → what ``header_map.csv`` calls a field → our column. A field that is not here has no column of ours."""

OF_TABLE = {
    "deals": ("deal", "*"), "customers": ("account", "*"), "managers": ("owner",), "tickets": ("ticket", "*"),
    "invoices": ("invoice", "invoice_line", "ledger", "*"), "contracts": ("contract", "*"), "surveys": ("nps",),
    "activities": ("interaction", "*"),
}  # fmt: skip
OURS_DIFFER = {
    ("dynamics", "Sales Stage"): None,  # a stage called “Close” is open: the status decides
    ("dynamics", "Pipeline Phase"): None,
    ("dynamics", "Status Reason"): "stage",
    ("pipedrive", "Deal - Currency of Weighted value"): None,  # of another amount
    ("pipedrive", "Organization - Name"): "customer_name",
    ("zendesk", "Requester external id"): None,  # whose number it is differs from company to company
    ("hubspot", "hs_contact_id"): "respondent",
    ("qualtrics", "EndDate"): "responded_at",  # where there is no RecordedDate
    ("kiotviet", "Mã đặt hàng"): None,  # the order an invoice came from, not the invoice
    ("kiotviet", "Loại khách"): None,  # a person or a company: the group says more
    ("kiotviet", "Trạng thái giao hàng"): None,
    ("misa", "% thuế GTGT"): None,
}
"""Where a header's place is decided otherwise than the map's words suggest, and why."""


@dataclass(frozen=True)
class File:
    """One export: our name of its system, its table, where its headers stand in the map, and what they leave out.

    ``more``: headers that the map could not find but without which no such file can be.
    """

    system: str
    entity: str
    source: str
    export: str
    more: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What pytest prints."""
        return f"{self.system}-{self.entity}-{self.export[:12].strip()}"


QUESTION = "How likely are you to recommend us to a friend or colleague?"
FILES = (
    File("salesforce", "deals", "Salesforce", "Opportunity report"),
    File("salesforce", "tickets", "Salesforce", "Case report"),
    File("salesforce", "deals", "Salesforce", "Data Loader", ("Amount",)),
    File("salesforce", "customers", "Salesforce", "Data Loader"),
    File("hubspot", "deals", "HubSpot", "deals export"),
    File("hubspot", "customers", "HubSpot", "companies export"),
    File("hubspot", "tickets", "HubSpot", "tickets", ("id",)),
    File("hubspot", "surveys", "HubSpot", "feedback"),
    File("pipedrive", "deals", "Pipedrive", "deals export"),
    File("pipedrive", "deals", "Pipedrive", "sample import", ("Deal - Value", "Deal - Status")),
    File("pipedrive", "customers", "Pipedrive", "sample import"),
    File("pipedrive", "activities", "Pipedrive", "sample import", ("Activity - ID",)),
    File("zoho", "deals", "Zoho CRM", "Deals export"),
    File("zoho", "customers", "Zoho CRM", "Accounts export"),
    File("dynamics", "deals", "Dynamics 365", "Export to Excel (opp"),
    File("dynamics", "customers", "Dynamics 365", "Export to Excel (acc"),
    File("dynamics", "activities", "Dynamics 365", "Export to Excel (acc"),
    File("odoo", "deals", "Odoo", 'crm.lead export, "labels"'),
    File("odoo", "deals", "Odoo", 'crm.lead export, "import'),
    File("zendesk", "tickets", "Zendesk", "ticket export"),
    File("freshdesk", "tickets", "Freshdesk", "ticket export"),
    File("freshservice", "tickets", "Freshservice", "ticket export"),
    File("intercom", "tickets", "Intercom", "conversations"),
    File("surveymonkey", "surveys", "SurveyMonkey", "responses", (QUESTION,)),
    File("qualtrics", "surveys", "Qualtrics", "CSV/TSV"),
    File("typeform", "surveys", "Typeform", "responses", (QUESTION,)),
    File("delighted", "surveys", "Delighted", "API"),
    File("google_forms", "surveys", "Google Forms", "responses"),
    File("kiotviet", "invoices", "KiotViet", "DanhSachHoaDon"),
    File("kiotviet", "customers", "KiotViet", "DanhSachKhachHang"),
    File("misa", "invoices", "MISA (SME", "sales-voucher"),
    File("misa", "invoices", "MISA (SME", '"Chi tiết'),
    File("misa_crm", "deals", "MISA AMIS CRM", "opportunity", ("Mã cơ hội", "Tên cơ hội", "Khách hàng")),
    File("vietnamese_excel", "customers", "Vietnamese Excel", "hand-made"),
    File("vietnamese_excel", "invoices", "Vietnamese Excel", "hand-made", ("Mã khách hàng", "Tên khách hàng")),
    File("vietnamese_excel", "deals", "Vietnamese Excel", "hand-made", ("Mã cơ hội", "Giai đoạn", "Khách hàng")),
    File("vietnamese_excel", "contracts", "Vietnamese Excel", "hand-made", ("Số hợp đồng", "Khách hàng")),
    File("bitrix24", "deals", "Bitrix24", "deal field", ("Дата завершения",)),
    File("maven", "deals", "Maven CRM", "sales_pipeline"),
    File("maven", "managers", "Maven CRM", "sales_teams"),
    File("ravenstack", "tickets", "RavenStack", "support_tickets"),
    File("ravenstack", "contracts", "RavenStack", "support_tickets"),
)


def headers_of(file: File, shared) -> dict[str, str | None]:
    """Each header of the file and the column of ours that it must come to."""
    prefixes = OF_TABLE[file.entity]
    expected: dict[str, str | None] = {}
    with (shared / MAP).open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines):
            if not line["source_system"].startswith(file.source) or not line["export"].startswith(file.export):
                continue
            header, field = line["header"], line["canonical_field"]
            either = [part for part in field.split(" / ") if part.partition(".")[0] in prefixes]
            prefix, dot, name = (either[0] if either else field).partition(".")
            if any(header_key(header) == header_key(known) for known in expected):
                continue  # another spelling of a header that is there already
            if header.startswith("<") or header.endswith("<tên>"):
                continue  # a question's own words; a line between the rows
            if (
                dot
                and prefix not in prefixes
                and file.export in ("hand-made", "sample import", "support_tickets", "Data Loader")
            ):
                continue  # several files' headers in one list
            if dot and file.export.startswith(("Export to Excel (acc", "DanhSach")) and prefix not in prefixes:
                continue
            expected[header] = PLACES[file.entity].get(name) if dot and prefix in prefixes else None
    for header in file.more:
        expected[header] = "?"
    for (system, header), column in OURS_DIFFER.items():
        if system == file.system and header in expected:
            expected[header] = column
    return expected
