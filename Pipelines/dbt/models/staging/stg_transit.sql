-- Money on its way to or from the accounts that hold player money at the end of the period.
select t.currency, t.direction, t.amount
from {{ source('operator', 'funds_transit') }} t
join {{ source('operator', 'funds_account') }} a on a.account_id = t.account_id
where a.licence_id = '{{ var("licence_id") }}'
    and a.kind in ('PLAYER_BANK', 'PSP', 'EMI')
    and t.initiated_at < {{ var("day_to") }}
    and (t.settled_at is null or t.settled_at >= {{ var("day_to") }})
