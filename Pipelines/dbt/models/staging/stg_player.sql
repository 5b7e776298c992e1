-- The players of a licence without test accounts, with their status at the end of the period.
select
    p.player_id,
    p.region,
    p.currency,
    p.registered_at,
    coalesce(
        (
            select e.to_status from {{ source('operator', 'player_status_event') }} e
            where e.player_id = p.player_id and e.at < {{ var("day_to") }}
            order by e.at desc, e.event_id desc
            limit 1
        ),
        p.status
    ) as status_at_end
from {{ source('operator', 'player') }} p
where p.licence_id = '{{ var("licence_id") }}' and not p.is_test
