from datetime import date, time

import pytest

from data.schedule_settings import ServiceTarget
from data.settings import Settings, read_settings
from domain.errors import UsageError


def test_without_a_file_the_standard_settings_hold(tmp_path):
    settings = read_settings(tmp_path)
    assert settings == Settings()
    assert settings.timezone == "Asia/Ho_Chi_Minh"
    assert settings.reporting_currency is None


def test_every_line_of_the_file_counts(tmp_path):
    (tmp_path / "settings.toml").write_text(
        'reporting_currency = "usd"\ntimezone = "Europe/Paris"\nfiscal_start_month = 4\ncountry = "FR"\n'
        'weekdays = [1, 2, 3, 4, 5, 6]\nworking_hours = ["09:00-12:30", "14:00-18:00"]\n'
        'personal_data = ["customer.email"]\n[service_targets]\nother = 4\nUrgent = 0.5\n',
        encoding="utf-8",
    )
    settings = read_settings(tmp_path)
    assert settings.reporting_currency == "USD"
    assert settings.fiscal_start_month == 4
    assert settings.weekdays == (0, 1, 2, 3, 4, 5)
    assert settings.intervals == ((time(9), time(12, 30)), (time(14), time(18)))
    assert settings.personal_columns == {"customer.email"}
    assert [(target.priority, target.business_hours) for target in settings.service_targets] == [
        ("", 4),
        ("urgent", 0.5),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "unknown_key = 1",
        "fiscal_start_month = 13",
        'timezone = "Mars/Olympus"',
        'working_hours = ["12:00-08:00"]',
        'working_hours = ["08:00-12:00", "11:00-17:00"]',
        "weekdays = [0]",
        'personal_data = ["deal.amount"]',
        'extra_holidays = ["2025-12-31"]\nextra_working_days = ["2025-12-31"]',
        "hours_by_weekday = [6]",
        "schedules = 1",
        "[[schedules]]\nhours = 1",
        "[[schedules]]\nvalid_from = 2025-07-01\nvalid_to = 2025-07-01",
        "[[schedules]]\nvalid_from = 2025-07-01T00:00:00Z",
        "[[schedules]]\nteam = 'A'\nvalid_to = 2025-07-02\n[[schedules]]\nteam = 'a'\nvalid_from = 2025-07-01",
        "[[service_targets]]\nother = 8\n[[service_targets]]\nother = 4",
        "[[service_targets]]\nvalid_from = 2025-07-01T08:00:00\nother = 8",
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(tmp_path, text):
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"settings\.toml"):
        read_settings(tmp_path)


def test_promises_hold_until_the_next_ones_begin(tmp_path):
    (tmp_path / "settings.toml").write_text(
        "[[service_targets]]\nvalid_from = 2025-07-01\nvalid_to = 2026-01-01\nother = 4\n"
        "[[service_targets]]\nurgent = 1\nother = 8\n",
        encoding="utf-8",
    )
    july, january = date(2025, 7, 1), date(2026, 1, 1)
    assert read_settings(tmp_path).service_targets == (
        ServiceTarget("urgent", 1, date(1900, 1, 1), july),
        ServiceTarget("", 8, date(1900, 1, 1), july),
        ServiceTarget("", 4, july, january),
    )
