"""The page of the Net Promoter Score: comments, themes, follow-up."""

from __future__ import annotations

from datetime import date, datetime

from tests.data.stores import stored
from tests.ui.test_pages import run, shown, workspace  # noqa: F401 - the fixture


def answers(scores_and_comments):
    return [
        {"response_id": f"S{n}", "customer_id": f"K{n % 7}", "respondent_key": f"r{n}", "score": score,
         "comment": comment, "responded_at": datetime(2025, 8, 1 + n % 28, 9), "responded_at_has_time": True}
        for n, (score, comment) in enumerate(scores_and_comments)
    ]  # fmt: skip


MANY = answers([(2, "Phản hồi chậm, chờ lâu")] * 12 + [(10, "Hỗ trợ nhanh, Đội ngũ giỏi")] * 14 + [(7, "Tạm được")] * 3)
INVOICE = {
    "invoice_id": "H1", "line_no_given": 1, "customer_id": "K1", "amount": 1000, "invoiced_on": date(2025, 9, 10),
    "status": "valid",
}  # fmt: skip


def test_a_word_in_the_address_shows_the_comments_behind_it(workspace):  # noqa: F811
    stored(workspace, {"survey_response": MANY, "invoice_line": [INVOICE]})
    app = run("nps", period="2025-Q3")
    assert not app.exception
    assert "29 comments, lowest score first" in shown(app).replace("&#44;", ",")
    app = run("nps", period="2025-Q3", term="phản hồi chậm")
    assert not app.exception
    assert "12 comments with “phản hồi chậm”" in shown(app)
    unknown = run("nps", period="2025-Q3", term="not a word")
    assert not unknown.exception
    assert "29 comments" in shown(unknown)


def test_comments_can_be_narrowed_to_a_class_and_searched_without_accents(workspace):  # noqa: F811
    stored(workspace, {"survey_response": MANY, "invoice_line": [INVOICE]})
    app = run("nps", period="2025-Q3", **{"class": "promoters"})
    assert "14 comments" in shown(app)
    app.text_input(key="comments-search").set_value("doi ngu").run()
    assert not app.exception
    app.text_input(key="comments-search").set_value("DOI NGU KHAC").run()
    assert "No row fits" in shown(app)


def test_few_comments_say_why_there_are_no_themes_and_no_activities_why_there_is_no_follow_up(workspace):  # noqa: F811
    stored(workspace, {"survey_response": MANY[:5], "invoice_line": [INVOICE]})
    text = shown(run("nps", period="2025-Q3"))
    assert "it takes 20 together" in text
    assert "No activities are loaded" in text
    assert "do not say when surveys were sent" in text


def test_detractors_nobody_called_are_listed(workspace):  # noqa: F811
    done = {"activity_id": "A1", "customer_id": "K0", "done_on": date(2025, 9, 20), "planned_on": date(2025, 9, 20)}
    stored(workspace, {"survey_response": MANY, "invoice_line": [INVOICE], "activity": [done]})
    app = run("nps", period="2025-Q3")
    assert not app.exception
    assert "10 detractors have not been followed up" in shown(app)
