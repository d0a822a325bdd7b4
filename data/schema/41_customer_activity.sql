-- What makes a customer active: each valid revenue line on its day, and each contract on every day it is in force
-- (cancelled contracts and drafts never are).
-- Its dimensions are those of the customer now, so that a hand-over neither loses nor wins a customer.
-- grain: one revenue line or one contract; active_to is exclusive, NULL means open
-- A view of kept.invoice_line, which says whose each line's customer is now, and of the rest, stored here. It names them
-- by their schema: under a scope every table of the main schema is another one, see data/query.py.
create table kept.other_activity as
with active as (
    select
        customer_id,
        product,
        revenue_on as active_from,
        revenue_on + 1 as active_to,
        amount,
        basis,
        record_id,
        load_id,
        file_name,
        sheet,
        line_no
    from revenue_line
    where basis = 'deal' and customer_id is not null
    union all
    select
        customer_id,
        product,
        start_on,
        end_on + 1,
        cast(null as decimal(18, 2)),
        'contract',
        contract_id,
        load_id,
        file_name,
        sheet,
        line_no
    from contract
    where customer_id is not null
      and coalesce(name_key(status), '') not in (
          'cancelled', 'canceled', 'void', 'draft', 'đã hủy', 'đã huỷ', 'hủy', 'huỷ', 'nháp'
      )
)
select
    active.customer_id,
    customer.customer,
    customer.manager_id,
    customer.manager,
    customer.team,
    customer.region,
    customer.segment,
    customer.industry,
    active.product,
    active.active_from,
    cast(active.active_to as date) as active_to,
    active.amount,
    active.basis,
    active.record_id,
    active.load_id,
    active.file_name,
    active.sheet,
    active.line_no
from active
join customer on customer.customer_id = active.customer_id
order by active.active_from, active.customer_id;

create view customer_activity as
select
    cast(customer_id as varchar) as customer_id,
    cast(customer as varchar) as customer,
    cast(owner_id as varchar) as manager_id,
    cast(owner as varchar) as manager,
    cast(owner_team as varchar) as team,
    cast(customer_region as varchar) as region,
    cast(segment as varchar) as segment,
    cast(industry as varchar) as industry,
    cast(product as varchar) as product,
    invoiced_on as active_from,
    cast(invoiced_on + 1 as date) as active_to,
    amount_reporting as amount,
    'invoice' as basis,
    invoice_id as record_id,
    load_id,
    cast(file_name as varchar) as file_name,
    cast(sheet as varchar) as sheet,
    line_no
from kept.invoice_line
where customer_id is not null and coalesce(cast(status as varchar), 'valid') = 'valid'
union all
select * from kept.other_activity
