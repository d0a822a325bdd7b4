-- Grain: one row per version of a deal that was in force on the first day or came later, up to the last day.
-- Columns: loaded_on = day on which an export first told this version; last_loaded_on = day of the newest that still did;
-- replaced_on = day on which one told otherwise (NULL: in force); amount_reporting in the reporting currency, amount in its own
-- (currency); is_at_start, is_at_end = the version in force at the end of the first, of the last day.
-- Source: the table deal_version; a version is known from the day its export was loaded, not from the day of the change.
select
    v.deal_id,
    v.version_no,
    v.deal_name,
    v.customer_id,
    v.customer,
    v.manager_id,
    v.manager,
    v.product,
    v.stage,
    v.amount_reporting,
    v.amount,
    v.currency,
    v.close_on,
    v.probability,
    v.loaded_on,
    v.last_loaded_on,
    v.replaced_on,
    v.is_current,
    v.loaded_on <= $first_on as is_at_start,
    v.replaced_on is null or v.replaced_on > $last_on as is_at_end,
    v.file_name,
    v.sheet,
    v.line_no
from deal_version as v
where v.loaded_on <= $last_on and (v.replaced_on is null or v.replaced_on > $first_on)
order by v.deal_id, v.version_no
