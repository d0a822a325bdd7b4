-- Grain: one row per day on which an export told something of deals.
-- Columns: loaded_on; n = deals told otherwise than before on that day, or for the first time.
-- Source: the table deal_version; days on which an export only repeated what was known count with 0.
select day as loaded_on, sum(n) as n
from (
    select loaded_on as day, count(*) as n
    from deal_version
    group by loaded_on
    union all
    select distinct last_loaded_on as day, 0 as n
    from deal_version
) as told
group by day
order by day
