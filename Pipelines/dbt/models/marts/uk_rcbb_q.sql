-- T01 UK-RCBB-Q version 1: the remote casino return of one quarter of one licence, one row. Money in minor units of the licence's
-- currency. A quarter without activity is a row of zeros.
--
-- Formulas (catalogue of columns; gross gambling yield, not gross gaming revenue):
--   turnover = STAKE - STAKE_REFUND of cash wallets; winnings = WIN + JACKPOT_WIN, and in OTHER the cash side of BONUS_CONVERT
--   ggy = turnover + fees - winnings, for each category; ggy_gb their sum, ggy_non_gb the same of other regions, ggy_total both
--   funds_held = cash balances + pending withdrawals + converted bonuses not yet credited, at the end of the quarter
-- Taken for granted where the catalogue is silent:
--   * Great Britain is the player's region GB; Northern Ireland, Crown Dependencies and everybody else are reported apart.
--   * Stakes from bonus money and prizes to bonus wallets are no part of the yield until the bonus is converted.
--   * A bonus is bound to no game, so what it converts to is won in OTHER; money without a game is OTHER too.
--   * Other currencies are converted by category and region at the latest rate on or before the last day, half up; without a rate
--     that is needed funds_held_gb is null and the return is not made.
--   * A person's figures stand beside the calculated ones when there are any for the period (return_override).
with tx as (
    select * from {{ ref('stg_wallet_tx') }} as counted
),

people as (
    select * from {{ ref('stg_player') }} as known
),

rate as (
    select currency, rate from {{ ref('stg_rate_to_base') }} as known
),

funds as (
    select currency, cast(sum(amount) as bigint) as amount
    from {{ ref('stg_player_funds') }} as owed
    where region = 'GB' and part in ('BALANCE', 'PENDING', 'UNPAID_BONUS')
    group by currency
),

part as (
    select
        case when region = 'GB' then 1 else 0 end as is_gb,
        ukgc_category as category,
        currency,
        cast(sum(case
            when type = 'STAKE' then amount
            when type = 'STAKE_REFUND' and wallet_kind = 'CASH' then -amount
            else 0
        end) as bigint) as turnover,
        cast(sum(case
            when type in ('WIN', 'JACKPOT_WIN') then amount
            when type = 'BONUS_CONVERT' and sign = 1 then amount
            else 0
        end) as bigint) as winnings,
        cast(sum(case when type = 'FEE' then amount else 0 end) as bigint) as fees
    from tx
    group by case when region = 'GB' then 1 else 0 end, ukgc_category, currency
),

needed as (
    select currency from funds where amount <> 0
    union
    select currency from part where turnover <> 0 or winnings <> 0 or fees <> 0
),

converted as (
    select
        p.is_gb,
        p.category,
        (p.turnover) / 100000000 * r.rate + ((p.turnover) % 100000000 * r.rate + 50000000) / 100000000 as turnover,
        (p.winnings) / 100000000 * r.rate + ((p.winnings) % 100000000 * r.rate + 50000000) / 100000000 as winnings,
        (p.fees) / 100000000 * r.rate + ((p.fees) % 100000000 * r.rate + 50000000) / 100000000 as fees
    from part p
    join rate r on r.currency = p.currency
),

amounts as (
    select
        cast(coalesce(sum(case when is_gb = 1 and category = 'ROULETTE' then turnover else 0 end), 0) as bigint) as turnover_roulette_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'ROULETTE' then winnings else 0 end), 0) as bigint) as winnings_roulette_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'ROULETTE' then fees else 0 end), 0) as bigint) as fees_roulette_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'BLACKJACK' then turnover else 0 end), 0) as bigint) as turnover_blackjack_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'BLACKJACK' then winnings else 0 end), 0) as bigint) as winnings_blackjack_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'BLACKJACK' then fees else 0 end), 0) as bigint) as fees_blackjack_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'SLOTS' then turnover else 0 end), 0) as bigint) as turnover_slots_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'SLOTS' then winnings else 0 end), 0) as bigint) as winnings_slots_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'SLOTS' then fees else 0 end), 0) as bigint) as fees_slots_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'OTHER' then turnover else 0 end), 0) as bigint) as turnover_other_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'OTHER' then winnings else 0 end), 0) as bigint) as winnings_other_gb,
        cast(coalesce(sum(case when is_gb = 1 and category = 'OTHER' then fees else 0 end), 0) as bigint) as fees_other_gb,
        cast(coalesce(sum(case when is_gb = 0 then turnover + fees - winnings else 0 end), 0) as bigint) as ggy_non_gb
    from converted
),

yields as (
    select
        a.*,
        turnover_roulette_gb + fees_roulette_gb - winnings_roulette_gb as ggy_roulette_gb,
        turnover_blackjack_gb + fees_blackjack_gb - winnings_blackjack_gb as ggy_blackjack_gb,
        turnover_slots_gb + fees_slots_gb - winnings_slots_gb as ggy_slots_gb,
        turnover_other_gb + fees_other_gb - winnings_other_gb as ggy_other_gb
    from amounts a
),

counts as (
    select
        (
            select case when sum(case when r.rate is null and n.currency is not null then 1 else 0 end) > 0 then null
                else cast(coalesce(sum(coalesce((f.amount) / 100000000 * r.rate + ((f.amount) % 100000000 * r.rate + 50000000) / 100000000, 0)), 0) as bigint) end
            from rate r
            left join funds f on f.currency = r.currency
            left join needed n on n.currency = r.currency
        ) as funds_held_gb,
        (
            select count(distinct t.player_id) from tx t
            join people p on p.player_id = t.player_id
            where p.region = 'GB'
                and p.status_at_end not in ('SUSPENDED', 'DORMANT')
                and t.type in ('STAKE', 'STAKE_BONUS', 'FEE')
        ) as active_accounts_gb,
        (
            select count(*) from people p
            where p.region = 'GB' and p.registered_at >= {{ var("day_from") }} and p.registered_at < {{ var("day_to") }}
        ) as new_registrations_gb,
        (
            select count(*) from {{ source('operator', 'complaint') }} c
            join people p on p.player_id = c.player_id
            where p.region = 'GB'
                and c.received_at >= {{ var("day_from") }}
                and c.received_at < {{ var("day_to") }}
                and not c.first_stage_resolved
        ) as complaints_logged_gb,
        (
            select count(*) from {{ source('operator', 'complaint') }} c
            join people p on p.player_id = c.player_id
            where p.region = 'GB' and c.adr_opened_at >= {{ var("day_from") }} and c.adr_opened_at < {{ var("day_to") }}
        ) as disputes_to_adr_gb,
        (
            select count(*) from {{ source('operator', 'exclusion') }} x
            join people p on p.player_id = x.player_id
            where p.region = 'GB'
                and x.kind in ('SELF', 'NATIONAL')
                and x.started_at >= {{ var("day_from") }}
                and x.started_at < {{ var("day_to") }}
        ) as self_exclusions_made_gb,
        (
            select count(distinct x.player_id) from {{ source('operator', 'exclusion') }} x
            join people p on p.player_id = x.player_id
            join {{ source('operator', 'wallet_tx') }} t
                on t.licence_id = '{{ var("licence_id") }}' and t.player_id = x.player_id
                and t.occurred_at >= x.started_at and t.type = 'STAKE'
            where p.region = 'GB'
                and t.occurred_at >= {{ var("day_from") }}
                and t.occurred_at < {{ var("day_to") }}
                and (x.ended_at is null or t.occurred_at < x.ended_at)
        ) as exclusion_breaches_gb,
        (
            select count(*) from {{ source('operator', 'interaction') }} i
            join people p on p.player_id = i.player_id
            where p.region = 'GB'
                and i.at >= {{ var("day_from") }}
                and i.at < {{ var("day_to") }}
                and i.automated
        ) as interactions_automated_gb,
        (
            select count(*) from {{ source('operator', 'interaction') }} i
            join people p on p.player_id = i.player_id
            where p.region = 'GB'
                and i.at >= {{ var("day_from") }}
                and i.at < {{ var("day_to") }}
                and not i.automated
        ) as interactions_manual_gb,
        (select max(t.posted_at) from tx t) as latest_posted_at
)

select
    '{{ var("licence_id") }}' as licence_id,
    l.base_ccy as currency,
    c.funds_held_gb,
    c.active_accounts_gb,
    c.new_registrations_gb,
    c.complaints_logged_gb,
    c.disputes_to_adr_gb,
    c.self_exclusions_made_gb,
    c.exclusion_breaches_gb,
    c.interactions_automated_gb + c.interactions_manual_gb as customer_interactions_gb,
    c.interactions_automated_gb,
    c.interactions_manual_gb,
    y.turnover_roulette_gb,
    y.turnover_blackjack_gb,
    y.turnover_slots_gb,
    y.turnover_other_gb,
    y.winnings_roulette_gb,
    y.winnings_blackjack_gb,
    y.winnings_slots_gb,
    y.winnings_other_gb,
    y.fees_roulette_gb,
    y.fees_blackjack_gb,
    y.fees_slots_gb,
    y.fees_other_gb,
    y.ggy_roulette_gb,
    y.ggy_blackjack_gb,
    y.ggy_slots_gb,
    y.ggy_other_gb,
    y.ggy_roulette_gb + y.ggy_blackjack_gb + y.ggy_slots_gb + y.ggy_other_gb as ggy_gb,
    y.ggy_non_gb,
    y.ggy_roulette_gb + y.ggy_blackjack_gb + y.ggy_slots_gb + y.ggy_other_gb + y.ggy_non_gb as ggy_total,
    case when o.licence_id is null then 'Y' else 'N' end as calc_correct,
    o.ggy_gb as user_ggy_gb,
    o.ggy_non_gb as user_ggy_non_gb,
    o.ggy_total as user_ggy_total,
    coalesce(o.reason, '') as difference_reason,
    c.latest_posted_at
from {{ source('operator', 'licence') }} l
cross join counts c
cross join yields y
left join {{ source('operator', 'return_override') }} o
    on o.licence_id = l.licence_id and o.template = 'T01' and o.period = '{{ var("period") }}'
where l.licence_id = '{{ var("licence_id") }}'
