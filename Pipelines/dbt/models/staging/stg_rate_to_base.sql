-- What a unit of each currency is worth in the licence's own, in 10^-8, by the latest rate on or before the period's last day;
-- null when there is no such rate.
select
    c.currency,
    case
        when c.currency = l.base_ccy then 100000000
        else (
            select f.rate from {{ source('operator', 'fx_rate') }} f
            where f.base = c.currency and f.quote = l.base_ccy and f.rate_date <= '{{ var("last_day") }}'
            order by f.rate_date desc
            limit 1
        )
    end as rate
from {{ ref('stg_currency') }} as c
cross join {{ source('operator', 'licence') }} l
where l.licence_id = '{{ var("licence_id") }}'
