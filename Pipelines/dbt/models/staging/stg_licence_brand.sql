-- The brand of a licence: that of its first active domain, the operator's name without one. Rounds and payments do not say on
-- which domain they happened, so a licence with several brands is reported under one.
select l.licence_id, l.base_ccy, coalesce(d.brand, o.legal_name) as brand
from {{ source('operator', 'licence') }} l
join {{ source('operator', 'operator') }} o on o.operator_id = l.operator_id
left join {{ source('operator', 'domain') }} d
    on d.domain_id = (
        select min(a.domain_id) from {{ source('operator', 'domain') }} a where a.licence_id = l.licence_id and a.status = 'ACTIVE'
    )
where l.licence_id = '{{ var("licence_id") }}'
