from datetime import date, time

import pytest

from data.settings import Settings, read_settings, working_days
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
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(tmp_path, text):
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"settings\.toml"):
        read_settings(tmp_path)


def test_the_working_calendar_knows_tet_and_the_saturday_worked_for_a_bridge_day():
    days = {
        day: (is_working, minutes)
        for day, is_working, minutes, _, _ in working_days(Settings(), date(2025, 1, 1), date(2025, 5, 5))
    }
    assert days[date(2025, 1, 29)] == (False, 0)  # first day of Tết 2025
    assert days[date(2025, 4, 26)] == (True, 480)  # Saturday worked in exchange for Friday 2 May
    assert days[date(2025, 5, 2)] == (False, 0)
    assert days[date(2025, 3, 4)] == (True, 480)


def test_cumulative_minutes_are_those_of_the_days_before():
    rows = working_days(Settings(country="none"), date(2025, 3, 3), date(2025, 3, 10))
    assert [before for _, _, _, before, _ in rows] == [0, 480, 960, 1440, 1920, 2400, 2400, 2400]
