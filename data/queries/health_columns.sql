-- Grain: one row per kind of file and column that a KPI rests on; kinds with no rows have n = 0.
-- Columns: entity, column_name; n = records; n_blank = of these without a value; n_counted = records that a KPI counts;
-- n_counted_blank = of these without a value.
-- Source: the columns that analytics/health.py declares for each KPI.
select 'invoices' as entity, 'customer' as column_name, count(*) as n, count(*) - count(customer_id) as n_blank,
    count(*) filter (where status = 'valid') as n_counted,
    count(*) filter (where status = 'valid' and customer_id is null) as n_counted_blank
from invoice_line
union all
select 'invoices', 'manager', count(*), count(*) - count(manager_id),
    count(*) filter (where status = 'valid'), count(*) filter (where status = 'valid' and manager_id is null)
from invoice_line
union all
select 'invoices', 'amount_reporting', count(*), count(*) - count(amount_reporting),
    count(*) filter (where status = 'valid'), count(*) filter (where status = 'valid' and amount_reporting is null)
from invoice_line
union all
select 'invoices', 'product', count(*), count(*) - count(product),
    count(*) filter (where status = 'valid'), count(*) filter (where status = 'valid' and product is null)
from invoice_line
union all
select 'deals', 'customer', count(*), count(*) - count(customer_id),
    count(*) filter (where stage = 'Won'), count(*) filter (where stage = 'Won' and customer_id is null)
from deal
union all
select 'deals', 'manager', count(*), count(*) - count(manager_id),
    count(*) filter (where stage <> 'Open'), count(*) filter (where stage <> 'Open' and manager_id is null)
from deal
union all
select 'deals', 'amount_reporting', count(*), count(*) - count(amount_reporting),
    count(*) filter (where stage = 'Won'), count(*) filter (where stage = 'Won' and amount_reporting is null)
from deal
union all
select 'deals', 'close_on', count(*), count(*) - count(close_on),
    count(*) filter (where stage <> 'Open'), count(*) filter (where stage <> 'Open' and close_on is null)
from deal
union all
select 'deals', 'product', count(*), count(*) - count(product),
    count(*) filter (where stage <> 'Open'), count(*) filter (where stage <> 'Open' and product is null)
from deal
union all
select 'contracts', 'customer', count(*), count(*) - count(customer_id), count(*), count(*) - count(customer_id)
from contract
union all
select 'tickets', 'business_minutes', count(*), count(*) - count(business_minutes),
    count(*) filter (where is_answered), count(*) filter (where is_answered and business_minutes is null)
from ticket
union all
select 'tickets', 'calendar_minutes', count(*), count(*) - count(calendar_minutes),
    count(*) filter (where is_answered), count(*) filter (where is_answered and calendar_minutes is null)
from ticket
union all
select 'tickets', 'priority', count(*), count(*) - count(priority), count(*), count(*) - count(priority) from ticket
union all
select 'tickets', 'customer', count(*), count(*) - count(customer_id), count(*), count(*) - count(customer_id)
from ticket
union all
select 'tickets', 'manager', count(*), count(*) - count(manager_id), count(*), count(*) - count(manager_id) from ticket
union all
select 'tickets', 'channel', count(*), count(*) - count(channel), count(*), count(*) - count(channel) from ticket
union all
select 'surveys', 'customer', count(*), count(*) - count(customer_id), count(*), count(*) - count(customer_id)
from survey_response
union all
select 'surveys', 'respondent_key', count(*), count(*) filter (where respondent_key like 'answer %'),
    count(*), count(*) filter (where respondent_key like 'answer %')
from survey_response
union all
select 'customers', 'manager', count(*), count(*) - count(manager_id), count(*), count(*) - count(manager_id)
from customer
union all
select 'customers', 'segment', count(*), count(*) - count(segment), count(*), count(*) - count(segment) from customer
union all
select 'customers', 'region', count(*), count(*) - count(region), count(*), count(*) - count(region) from customer
union all
select 'customers', 'industry', count(*), count(*) - count(industry), count(*), count(*) - count(industry)
from customer
union all
select 'managers', 'team', count(*), count(*) - count(team), count(*), count(*) - count(team) from manager
union all
select 'targets', 'amount_reporting', count(*), count(*) - count(amount_reporting),
    count(*), count(*) - count(amount_reporting)
from target_line
union all
select 'targets', 'manager', count(*) filter (where level = 'manager'),
    count(*) filter (where level = 'manager' and manager is null),
    count(*) filter (where level = 'manager'), count(*) filter (where level = 'manager' and manager is null)
from target_line
order by entity, column_name
