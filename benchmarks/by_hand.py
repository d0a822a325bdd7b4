"""What a KPI costs at the least: DuckDB statements that read only the columns needed, for one period and no comparison.

They count as the KPI does where the data are whole; they check nothing, exclude little and state no interval.
"""

from __future__ import annotations

from collections.abc import Mapping

PARTS: Mapping[str, str] = {
    "{active}": "from (select customer_id, any_value({group}) as grouped,"
    " bool_or(active_to is null or active_to > $start) as now, bool_or(active_from < $start) as before"
    " from customer_activity where active_from <= $last group by customer_id) group by all",
    "{tickets}": "from ticket where created_on {in_period}",
    "{closed}": "from deal where stage in ('Won', 'Lost') and close_on {in_period}",
    "{hours}": "business_minutes / 60",
    "{in_period}": "between $start and $last group by all",
    "{revenue}": "select {group} as grouped, amount as revenue, null as target, null as due from revenue_line"
    " where revenue_on between $start and $last",
    "{targets}": "select {group}, null, amount_reporting, null from target_line where measure = 'revenue'"
    " and period_start >= $start and period_end <= $last + 1",
    "{due}": "select {group}, null, null, amount_reporting from deal where stage = 'Open'"
    " and close_on between $start and $last",
}

BY_HAND: Mapping[str, str] = {
    "revenue": "select {group}, sum(amount) from revenue_line where revenue_on {in_period}",
    "target_attainment": "select grouped, sum(revenue) / sum(target) from ({revenue} union all {targets}) group by all",
    "nps": "select grouped, avg(case when score >= 9 then 100 when score <= 6 then -100 else 0 end) from (select"
    " any_value({group}) as grouped, arg_max(score, responded_at) as score from survey_response"
    " where score is not null and responded_on between $start and $last group by respondent_key) group by all",
    "active_customers": "select grouped, count(*) filter (where now) {active}",
    "returning_customers": "select grouped, count(*) filter (where now and before) {active}",
    "returning_rate": "select grouped, avg(now::integer) filter (where before) {active}",
    "new_customers": "select grouped, count(*) filter (where now and not before) {active}",
    "won_back_customers": "select grouped, count(*) filter (where now and not before) {active}",
    "lost_customers": "select grouped, count(*) filter (where before and not now) {active}",
    "gross_revenue_retention": "select grouped, sum(least(now, before)) / sum(before) from (select customer_id,"
    " any_value({group}) as grouped, sum(amount) filter (where revenue_on >= $start) as now,"
    " sum(amount) filter (where revenue_on < $start) as before from revenue_line"
    " where revenue_on between $start - interval 3 month and $last group by customer_id) group by all",
    "response_time_mean": "select {group}, avg({hours}) {tickets}",
    "response_time_median": "select {group}, quantile_cont({hours}, 0.5) {tickets}",
    "response_time_p90": "select {group}, quantile_cont({hours}, 0.9) {tickets}",
    "response_sla": "select {group}, avg((business_minutes <= case priority when 'urgent' then 60"
    " when 'high' then 240 when 'low' then 960 else 480 end)::integer) {tickets}",
    "customers_per_manager": "select {group}, sum(date_diff('day', greatest(owned_from, $start),"
    " least(coalesce(owned_to, $last), $last))) / count(distinct manager_id) from customer_ownership"
    " where owned_from <= $last and (owned_to is null or owned_to > $start) and customer_id in (select customer_id"
    " from customer_activity where active_from <= $last and (active_to is null or active_to > $start)) group by all",
    "win_rate": "select {group}, avg((stage = 'Won')::integer) {closed}",
    "weighted_pipeline": "select {group}, sum(amount_reporting * probability) from deal where stage = 'Open'"
    " and close_on {in_period}",
    "pipeline_coverage": "select grouped, sum(due) / (sum(target) - sum(revenue)) from"
    " ({revenue} union all {targets} union all {due}) group by all",
}
SAME_AS = {
    "net_revenue_retention": "gross_revenue_retention",
    "customers_per_manager_snapshot": "customers_per_manager",
}


def by_hand(kpi_id: str, group: str) -> str | None:
    """The least statement for a KPI, split by the column ``group`` or not (``null``); None where there is none."""
    name = SAME_AS.get(kpi_id, kpi_id).removesuffix("_calendar")
    statement = BY_HAND.get(name)
    if statement is None:
        return None
    text = statement
    for name, part in PARTS.items():
        text = text.replace(name, part)
    text = text.replace("{group}", group)
    return text.replace("business_minutes", "calendar_minutes") if kpi_id.endswith("_calendar") else text
