-- The transactions of one gaming day or period that count: by the time at which money moved, not by that of posting; without test accounts;
-- without transactions that a later one replaces.
select
    t.type,
    t.sign,
    t.amount,
    t.player_id,
    t.posted_at,
    w.kind as wallet_kind,
    w.currency,
    p.region,
    coalesce(g.ukgc_category, 'OTHER') as ukgc_category,
    coalesce(g.vertical, 'OTHER') as vertical,
    coalesce(g.supplier_id, '') as supplier,
    coalesce(g.game_id, '') as game_id
from {{ source('operator', 'wallet_tx') }} t
join {{ source('operator', 'player') }} p on p.player_id = t.player_id
join {{ source('operator', 'wallet') }} w on w.wallet_id = t.wallet_id
left join {{ source('operator', 'game_round') }} r on r.round_id = t.round_id
left join {{ source('operator', 'game_version') }} v on v.game_version_id = r.game_version_id
left join {{ source('operator', 'game') }} g on g.game_id = v.game_id
where t.licence_id = '{{ var("licence_id") }}'
    and t.occurred_at >= {{ var("day_from") }}
    and t.occurred_at < {{ var("day_to") }}
    and not p.is_test
    and not exists (select 1 from {{ source('operator', 'wallet_tx') }} c where c.replaces_id = t.tx_id)
