-- What each jackpot of a licence holds at the end of the period, rounded half up to the minor unit.
select
    j.currency,
    (coalesce(
        (
            select e.value_after from {{ source('operator', 'jackpot_event') }} e
            where e.jackpot_id = j.jackpot_id and e.at < {{ var("day_to") }}
            order by e.at desc, e.event_id desc
            limit 1
        ),
        0
    ) + 50000000) / 100000000 as amount
from {{ source('operator', 'jackpot') }} j
where j.licence_id = '{{ var("licence_id") }}'
