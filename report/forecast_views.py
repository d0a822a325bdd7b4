"""The two views of the year in words and plain values: the months' own course, the pipeline, and both together."""

from __future__ import annotations

from typing import Any

from analytics.forecast.outlook import TwoViews, View
from i18n.format import money, number, percent
from i18n.translate import _, ngettext, word


def view_rows(views: TwoViews) -> list[tuple[str, View]]:
    """Each view that there is, with its name, in the order they are shown."""
    named = [
        (_("Statistical forecast"), views.statistical),
        (_("Weighted pipeline"), views.pipeline),
        (_("Both combined"), views.combined),
    ]
    return [(name, view) for name, view in named if view is not None]


def view_sentences(views: TwoViews, currency: str) -> list[str]:
    """What the pipeline is worth, how far it is from the statistical forecast and why, and how the two are combined."""
    if views.pipeline is None:
        return [word(views.why)] if views.why else []
    said = [gap_sentence(views, currency), _worth(views, currency)]
    if views.link is not None:
        said.append(
            _("Revenue is counted from invoices: in the months before, 1 won in deals went with {link} invoiced, and "
              "that is how deals are turned into revenue here.", link=number(views.link, 2))
        )  # fmt: skip
    said.append(_combination(views))
    if views.n_origins:
        said.append(
            _("Typical error: root mean square on {n} earlier month starts, each with what was known then, as a "
              "share of the revenue of a like stretch.", n=number(views.n_origins))
        )  # fmt: skip
    return said


def plain_views(views: TwoViews) -> dict[str, Any]:
    """The views as plain values; what there is not is None, with the reason."""
    deals = views.deals
    return {
        **{name: _plain(view) for name, view in (
            ("statistical", views.statistical), ("pipeline", views.pipeline), ("combined", views.combined)
        )},
        "pipeline_weight": _figures(views.weight),
        "n_origins": views.n_origins,
        "first_origin": views.first_origin.isoformat() if views.first_origin else None,
        "deals": None if deals is None else {
            "n_open": deals.n_open, "unweighted": round(deals.value, 2), "weighted": round(deals.weighted, 2),
            "to_come": round(deals.to_come, 2), "n_without_amount": deals.n_unvalued,
        },
        "revenue_per_won": _figures(views.link),
        "open_share": _figures(views.share),
        "open_share_before": _figures(views.usual_share),
        "why": word(views.why) if views.why else None,
    }  # fmt: skip


def _plain(view: View | None) -> dict[str, Any] | None:
    if view is None:
        return None
    year = view.year
    return {
        "mean": round(year.mean, 2), "lo80": round(year.low80, 2), "hi80": round(year.high80, 2),
        "lo95": round(year.low95, 2), "hi95": round(year.high95, 2), "chance": _figures(year.chance),
        "back_test_error": _figures(view.error),
    }  # fmt: skip


def _figures(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def gap_sentence(views: TwoViews, currency: str) -> str:
    """By how much the pipeline's view differs, and what it has in it compared with earlier days; one sentence."""
    if views.pipeline is None or views.deals is None or views.gap is None:
        return ""
    values: dict[str, Any] = {
        "gap": money(abs(views.gap), currency, compact=True),
        "n": number(views.deals.n_open),
        "share": percent(views.share) if views.share is not None else "",
        "usual": percent(views.usual_share) if views.usual_share is not None else "",
        "days": number(views.n_origins),
    }
    if views.share is None or views.usual_share is None:
        if views.gap >= 0:
            return _("The pipeline expects {gap} more of the year than the statistical forecast.", **values)
        return _("The pipeline expects {gap} less of the year than the statistical forecast.", **values)
    is_more = views.gap >= 0
    difference = (
        _("The pipeline expects {gap} more of the year than the statistical forecast", **values)
        if is_more
        else _("The pipeline expects {gap} less of the year than the statistical forecast", **values)
    )
    if is_more == (views.share >= views.usual_share):
        return _("{difference}: its {n} open deals stand for {share} of the revenue still expected, against {usual} on "
                 "average on {days} earlier month starts.", difference=difference, **values)  # fmt: skip
    return _("{difference}, although its {n} open deals stand for {share} of the revenue still expected, against "
             "{usual} on average on {days} earlier month starts: what differs is what deals not created yet are to "
             "bring.",
             difference=difference, **values)  # fmt: skip


def _worth(views: TwoViews, currency: str) -> str:
    deals = views.deals
    if deals is None:
        return ""
    values = {
        "value": money(deals.value, currency, compact=True),
        "weighted": money(deals.weighted, currency, compact=True),
        "to_come": money(deals.to_come, currency, compact=True),
    }
    said = (
        _("The open deals, each at the mean of those won because most deals carry no amount, come to {value}; weighted "
          "by how many deals of their age were won in time, {weighted}. Deals not created yet add {to_come}, as in "
          "like stretches before.", **values)
        if views.by_count
        else _("The open deals come to {value} unweighted; weighted by how many deals of their age were won in time, "
               "{weighted}. Deals not created yet add {to_come}, as in like stretches before.", **values)
    )  # fmt: skip
    if not deals.n_unvalued:
        return said
    return f"{said} " + ngettext(
        "{n} open deal without an amount is left out.", "{n} open deals without an amount are left out.",
        deals.n_unvalued,
    )  # fmt: skip


def _combination(views: TwoViews) -> str:
    if views.combined is None or views.pipeline is None or views.weight is None:
        return word(views.why) if views.why else ""
    return _("Combined as {pipeline} pipeline and {statistical} statistical forecast, by the inverse of their squared "
             "errors.", pipeline=percent(views.weight), statistical=percent(1 - views.weight))  # fmt: skip
