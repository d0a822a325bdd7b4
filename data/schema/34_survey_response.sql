-- grain: one answer to the NPS question, its newest version
-- respondent_key: whose answer it is; without a respondent every answer is its own
-- next_scored_on: the day of the respondent's next answer with a score; NULL at the last one, and without a score
create table survey_response as
with answer as (
    select
        coalesce(fact.response_id, fact.load_id || ':' || fact.line_no) as response_id,
        customer.customer_id,
        customer.customer,
        manager.manager_id,
        manager.manager,
        manager.team,
        coalesce(customer.region, manager.region) as region,
        customer.segment,
        customer.industry,
        coalesce(fact.respondent_key, 'answer ' || fact.load_id || ':' || fact.line_no) as respondent_key,
        fact.score,
        fact.comment,
        fact.responded_at,
        cast(timezone($timezone, timezone('UTC', fact.responded_at)) as date) as responded_on,
        fact.sent_at,
        cast(timezone($timezone, timezone('UTC', fact.sent_at)) as date) as sent_on,
        fact.load_id,
        fact.file_name,
        fact.sheet,
        fact.line_no
    from current_survey_response fact
    left join customer_link
        on customer_link.given_id is not distinct from fact.customer_id
       and customer_link.given_name is not distinct from fact.customer_name
    left join customer on customer.customer_id = customer_link.customer_id
    left join ownership_span span
        on span.customer_id = customer.customer_id
       and span.basis = 'file'
       and span.owned_from <= cast(timezone($timezone, timezone('UTC', fact.responded_at)) as date)
       and (span.owned_to is null or span.owned_to > cast(timezone($timezone, timezone('UTC', fact.responded_at)) as date))
    left join manager on manager.manager_id = coalesce(span.manager_id, customer.manager_id)
)
select
    *,
    case
        when score is not null
            then lead(responded_on) over (
                partition by respondent_key, score is null order by responded_at, response_id, line_no
            )
    end as next_scored_on
from answer
order by responded_at
