-- Grain: one row per file that was loaded, by its newest load.
-- Columns: file_name, entity; loaded_at = moment of the load (UTC); n_loads = how often a file of that name was loaded.
-- Source: the loads; shown beside the files that the rows of a number come from.
select
    file_name,
    max_by(entity, load_id) as entity,
    max(loaded_at) as loaded_at,
    count(*) as n_loads
from load
group by file_name
order by file_name
