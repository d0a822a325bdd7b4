-- The imports, and every row that is held back still.
-- grain: one row of load per table of a file; one row of quarantine per value for which a row is held back
-- A held row leaves when a correction of it is loaded; while that is still wrong it stays where it was, with the
-- newest text and reason. It leaves, too, when a later load of the same headers has its record: had it been loaded,
-- that load would have replaced it.
create table load as select * from loaded.load;

create table quarantine as
with correction as (
    select
        later.load_id,
        cast(later.decisions ->> '$.corrects.load_id' as integer) as of_load_id,
        later.decisions ->> '$.corrects.sha256' as of_sha256,
        unnest(cast(later.decisions -> '$.corrects.lines' as bigint[])) as of_line_no,
        unnest(cast(later.decisions -> '$.corrects.at' as bigint[])) as line_no
    from loaded.load later
),
attempt as (
    -- the file's own hash: the number of a load that was taken out may be another's now
    select correction.*
    from correction
    join loaded.load target on target.load_id = correction.of_load_id and target.sha256 = correction.of_sha256
    where correction.load_id > correction.of_load_id
),
latest as (
    select * from attempt qualify load_id = max(load_id) over (partition by of_load_id, of_line_no)
),
held as (
    select held.*
    from loaded.quarantine held
    where not exists (select 1 from attempt where of_load_id = held.load_id and of_line_no = held.line_no)
      and not exists (select 1 from attempt where load_id = held.load_id and line_no = held.line_no)
    union all by name
    select
        first.load_id,
        first.file_name,
        first.sheet,
        first.entity,
        first.line_no,
        again.column_name,
        again.value,
        again.reason,
        again.message,
        again.suggestion,
        again.record,
        again.record_id,
        again.record_line
    from latest
    join loaded.quarantine again on again.load_id = latest.load_id and again.line_no = latest.line_no
    join (select distinct load_id, file_name, sheet, entity, line_no from loaded.quarantine) first
        on first.load_id = latest.of_load_id and first.line_no = latest.of_line_no
),
wanted as (
    select distinct entity, record_id, record_line, load_id from held where record_id is not null
),
later_version as (
    select 'customers' as entity, customer_id as record_id, null as record_line, load_id from loaded.customer
    union all select 'managers', manager_id, null, load_id from loaded.manager
    union all select 'deals', deal_id, null, load_id from loaded.deal
    union all select 'invoices', invoice_id, line_no_given, load_id from loaded.invoice_line
    union all select 'contracts', contract_id, null, load_id from loaded.contract
    union all select 'tickets', ticket_id, null, load_id from loaded.ticket
    union all select 'surveys', response_id, null, load_id from loaded.survey_response
    union all select 'activities', activity_id, null, load_id from loaded.activity
    union all select 'products', product_id, null, load_id from loaded.product
    union all select entity, record_id, record_line, load_id from wanted
),
headed as (
    select load_id, list_sort(json_keys(decisions, '$.columns')) as headers from loaded.load
),
replaced as (
    select distinct wanted.entity, wanted.record_id, wanted.record_line, wanted.load_id
    from wanted
    join later_version later
        on later.entity = wanted.entity
       and later.record_id = wanted.record_id
       and later.record_line is not distinct from wanted.record_line
       and later.load_id > wanted.load_id
    join headed own on own.load_id = wanted.load_id
    join headed other on other.load_id = later.load_id and other.headers = own.headers
)
select held.*
from held
where not exists (
    select 1
    from replaced
    where replaced.load_id = held.load_id
      and replaced.entity = held.entity
      and replaced.record_id = held.record_id
      and replaced.record_line is not distinct from held.record_line
);
