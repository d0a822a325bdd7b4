-- Grain: one row.
-- Columns: n_spans = spans of ownership; n_told = those that the customers' file tells; n_dated = those of them with a day on
-- which they begin (1900 stands for "as long as we know").
-- Source: whether hand-overs can be seen at all.
select
    count(*) as n_spans,
    count(*) filter (where basis = 'file') as n_told,
    count(*) filter (where basis = 'file' and owned_from > date '1900-01-01') as n_dated
from customer_ownership
order by n_spans
