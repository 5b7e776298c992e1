-- The rounds that were settled in one gaming day, without test accounts.
select
    r.settled_at,
    r.currency,
    r.jackpot_contrib,
    g.vertical,
    g.supplier_id as supplier,
    g.game_id
from {{ source('operator', 'game_round') }} r
join {{ source('operator', 'player') }} p on p.player_id = r.player_id
join {{ source('operator', 'game_version') }} v on v.game_version_id = r.game_version_id
join {{ source('operator', 'game') }} g on g.game_id = v.game_id
where r.licence_id = '{{ var("licence_id") }}'
    and r.settled_at >= {{ var("day_from") }}
    and r.settled_at < {{ var("day_to") }}
    and r.state = 'SETTLED'
    and not p.is_test
