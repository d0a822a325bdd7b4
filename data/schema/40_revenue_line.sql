-- Revenue, from invoices where there are invoices, else from won deals by close date.
-- grain: one invoice line or one won deal; amount in the reporting currency, NULL with an exclusion
-- A view: it only renames columns. Which of the two counts was decided for the whole snapshot, not for a scope.
create view revenue_line as
with billed as (
    select
        invoiced_on as revenue_on,
        case when status = 'valid' then amount_reporting end as amount,
        case when status <> 'valid' then 'void' when amount_reporting is null then 'no_rate' end as exclusion,
        customer_id, customer, manager_id, manager, team, region, segment, industry, product,
        'invoice' as basis, invoice_id as record_id, amount as amount_original, currency,
        load_id, file_name, sheet, line_no
    from invoice_line
),
won as (
    select
        close_on as revenue_on,
        amount_reporting as amount,
        case when amount_reporting is null then 'no_rate' end as exclusion,
        customer_id, customer, manager_id, manager, team, region, segment, industry, product,
        'deal' as basis, deal_id as record_id, amount as amount_original, currency,
        load_id, file_name, sheet, line_no
    from deal
    where stage = 'Won' and (select value from snapshot_info where key = 'revenue_basis') = 'deal'
)
select * from billed
union all
select * from won
