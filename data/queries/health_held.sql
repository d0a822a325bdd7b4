-- Grain: one row per kind of file and reason for which rows are held back; most rows first.
-- Columns: entity; reason = code; message = the reason as a text of the catalogue; column_name = one header concerned;
-- n = rows (a row with two reasons counts under each).
-- Source: the rows that checking held back, as held_rows lists them.
with held as (
    select distinct load_id, coalesce(sheet, '') as sheet, line_no, entity, reason, message, column_name
    from quarantine
)
select
    entity,
    reason,
    message,
    min(column_name) as column_name,
    count(distinct concat(load_id, '/', sheet, '/', line_no)) as n
from held
group by entity, reason, message
order by count(distinct concat(load_id, '/', sheet, '/', line_no)) desc, entity, reason, message
