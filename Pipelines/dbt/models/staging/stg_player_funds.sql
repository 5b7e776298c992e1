-- What a licence owes its players at the end of the period, without test accounts, a row for each part and wallet, payment or
-- round. BALANCE is that of a cash wallet after its last transaction, PENDING a withdrawal that was asked for and neither paid nor
-- given back, OPEN_BET the cash stake of a round that had begun and not settled, UNPAID_BONUS a bonus that was earned and has not
-- been credited to the cash wallet.
select
    'BALANCE' as part,
    w.currency,
    p.region,
    coalesce(
        (
            select t.balance_after from {{ source('operator', 'wallet_tx') }} t
            where t.wallet_id = w.wallet_id and t.occurred_at < {{ var("day_to") }}
            order by t.seq desc
            limit 1
        ),
        0
    ) as amount
from {{ source('operator', 'wallet') }} w
join {{ source('operator', 'player') }} p on p.player_id = w.player_id
where w.licence_id = '{{ var("licence_id") }}' and w.kind = 'CASH' and not p.is_test
union all
select 'PENDING', y.currency, p.region, h.amount
from {{ source('operator', 'payment') }} y
join {{ source('operator', 'player') }} p on p.player_id = y.player_id
join {{ source('operator', 'wallet_tx') }} h on h.payment_id = y.payment_id and h.type = 'WITHDRAWAL_HOLD'
where y.licence_id = '{{ var("licence_id") }}'
    and y.kind = 'WITHDRAWAL'
    and h.occurred_at < {{ var("day_to") }}
    and not p.is_test
    and not exists (
        select 1 from {{ source('operator', 'wallet_tx') }} e
        where e.payment_id = y.payment_id
            and e.type in ('WITHDRAWAL_PAID', 'WITHDRAWAL_RELEASE')
            and e.occurred_at < {{ var("day_to") }}
    )
union all
select 'OPEN_BET', r.currency, p.region, r.stake_cash
from {{ source('operator', 'game_round') }} r
join {{ source('operator', 'player') }} p on p.player_id = r.player_id
where r.licence_id = '{{ var("licence_id") }}'
    and r.settled_at >= {{ var("day_to") }}
    and r.started_at < {{ var("day_to") }}
    and not p.is_test
union all
select 'OPEN_BET', r.currency, p.region, r.stake_cash
from {{ source('operator', 'game_round') }} r
join {{ source('operator', 'player') }} p on p.player_id = r.player_id
where r.licence_id = '{{ var("licence_id") }}'
    and r.settled_at is null
    and r.started_at < {{ var("day_to") }}
    and not p.is_test
union all
select 'UNPAID_BONUS', p.currency, p.region, b.amount
from {{ source('operator', 'bonus') }} b
join {{ source('operator', 'player') }} p on p.player_id = b.player_id
where b.licence_id = '{{ var("licence_id") }}'
    and b.state = 'CONVERTED'
    and b.ended_at < {{ var("day_to") }}
    and not p.is_test
    and not exists (
        select 1 from {{ source('operator', 'wallet_tx') }} c
        where c.bonus_id = b.bonus_id and c.type = 'BONUS_CONVERT' and c.sign = 1 and c.occurred_at < {{ var("day_to") }}
    )
