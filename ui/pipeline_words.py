"""What is said beside the figures of open deals: what they leave out, and what the forecast of all revenue says."""

from __future__ import annotations

import pandas as pd

from analytics.forecast.outlook import NoForecast
from analytics.forecast.year import year_forecast
from i18n.translate import _, ngettext
from report import annual_forecast
from ui import answers
from ui.asking import Asked


def is_from_deals(asked: Asked) -> bool:
    """Whether revenue is the won deals themselves, so that open ones can be held against what is missing."""
    return asked.info.get("revenue_basis") == "deal"


def beside_deals(ahead: Asked) -> list[str]:
    """Where revenue is invoiced: that deals alone are counted, and the chance which the forecast gives the period."""
    if is_from_deals(ahead):
        return []
    found = answers.worked_out(ahead, year_forecast, ahead.as_of, None, ahead.known.fiscal_start_month)
    outlooks = () if isinstance(found, NoForecast) else (*found.months, *found.quarters, found.whole.year)
    same = [one.chance for one in outlooks if one.period == ahead.view.period and one.chance is not None]
    if same:
        return [_("the forecast of all revenue gives {chance}", chance=annual_forecast.chance_words(same[0]))]
    return [_("what is invoiced without a deal is not in it")]


def undated(frame: pd.DataFrame) -> list[str]:
    """How many open deals carry no closing date and so are due in no period; nothing where all have one."""
    n = int((frame["due"] == "none").sum())
    return [ngettext("{n} open deal carries no closing date", "{n} open deals carry no closing date", n)] if n else []
