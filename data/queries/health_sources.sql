-- Grain: one row per source: the files of one kind from one system.
-- Columns: system, entity; n_loads; file_name, loaded_at = the last of its loads; rows_in_file, rows_loaded, rows_held,
-- rows_skipped = of all its loads together, rows_held those held back still, and one that was loaded later after all
-- counted once; n_records = records in force that came from it (NULL where the kind has no table that is read);
-- first_on, last_on = days of the first and last thing that happened (of a target: first and last day it covers; NULL
-- for lists, which have no days of their own).
-- Source: the loads, and the days that data_span reckons with.
with dated as (
    select 'deals' as entity, load_id, count(*) as n, min(coalesce(created_on, close_on)) as first_on,
        max(case when stage = 'Open' or close_on is null then created_on else close_on end) as last_on
    from deal
    group by load_id
    union all
    select 'invoices', load_id, count(*), min(invoiced_on), max(invoiced_on) from invoice_line group by load_id
    union all
    select 'tickets', load_id, count(*), min(created_on), max(created_on) from ticket group by load_id
    union all
    select 'surveys', load_id, count(*), min(responded_on), max(responded_on) from survey_response group by load_id
    union all
    select 'activities', load_id, count(*), min(done_on), max(done_on) from activity group by load_id
    union all
    select 'targets', load_id, count(*), min(period_start), cast(max(period_end) - interval '1' day as date)
    from target_line
    group by load_id
    union all
    select 'contracts', load_id, count(*), cast(null as date), cast(null as date) from contract group by load_id
    union all
    select 'customers', load_id, count(*), cast(null as date), cast(null as date) from customer
    where is_listed
    group by load_id
    union all
    select 'managers', load_id, count(*), cast(null as date), cast(null as date) from manager
    where is_listed
    group by load_id
),
held as (
    select load_id, count(distinct line_no) as n from quarantine group by load_id
),
placed as (
    select
        l.*,
        coalesce(held.n, 0) as rows_held,
        row_number() over (partition by l.system, l.entity order by l.load_id desc) as place
    from load as l
    left join held on held.load_id = l.load_id
)
select
    p.system,
    p.entity,
    count(*) as n_loads,
    max(case when p.place = 1 then p.file_name end) as file_name,
    max(case when p.place = 1 then p.loaded_at end) as loaded_at,
    coalesce(sum(p.rows_in_file - p.rows_quarantined + p.rows_held), 0) as rows_in_file,
    coalesce(sum(p.rows_loaded), 0) as rows_loaded,
    coalesce(sum(p.rows_held), 0) as rows_held,
    coalesce(sum(p.rows_in_file - p.rows_loaded - p.rows_quarantined), 0) as rows_skipped,
    sum(d.n) as n_records,
    min(d.first_on) as first_on,
    max(d.last_on) as last_on
from placed as p
left join dated as d on d.load_id = p.load_id and d.entity = p.entity
group by p.system, p.entity
order by p.entity, p.system
