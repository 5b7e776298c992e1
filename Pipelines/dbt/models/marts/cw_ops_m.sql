-- T14 CW-OPS-M version 1: operations and player funds of one gaming day, or of the whole month as its total, one row for each
-- currency. Money in minor units, coverage_ratio in 10^-4.
--
-- Formulas (catalogue of columns):
--   stakes = STAKE - STAKE_REFUND of cash wallets; winnings = WIN + JACKPOT_WIN; ggr = stakes - winnings
--   bonus_cost = the cash side of BONUS_CONVERT
--   player_liability = cash balances + open bets + pending withdrawals; segregated_funds = balances + transit in - transit out
--   coverage_ratio = segregated_funds / (player_liability + jackpot_liability), half up; null when nothing is owed
-- Taken for granted where the catalogue is silent:
--   * The model is run for each day (row_type DAY) and once for the month (TOTAL): amounts and counts of events add up, active
--     players of the month are counted once, liabilities, funds and open complaints are those at the end.
--   * A complaint is open from its receipt to its decision. Unusual transactions are the reports filed with the FIU of Curacao.
--   * Currencies have two decimals.
with tx as (
    select * from {{ ref('stg_wallet_tx') }} as counted
),

people as (
    select * from {{ ref('stg_player') }} as known
),

money as (
    select
        currency,
        count(distinct case when type in ('STAKE', 'STAKE_BONUS', 'FEE') then player_id end) as active,
        cast(sum(case type when 'DEPOSIT' then amount when 'DEPOSIT_REVERSAL' then -amount else 0 end) as bigint) as deposits,
        cast(sum(case when type = 'WITHDRAWAL_PAID' then amount else 0 end) as bigint) as withdrawals,
        cast(sum(case
            when type = 'STAKE' then amount
            when type = 'STAKE_REFUND' and wallet_kind = 'CASH' then -amount
            else 0
        end) as bigint) as stakes,
        cast(sum(case when type in ('WIN', 'JACKPOT_WIN') then amount else 0 end) as bigint) as winnings,
        cast(sum(case when type = 'BONUS_CONVERT' and sign = 1 then amount else 0 end) as bigint) as bonus_cost,
        max(posted_at) as latest_posted_at
    from tx
    group by currency
),

registered as (
    select currency, count(*) as n from people
    where registered_at >= {{ var("day_from") }} and registered_at < {{ var("day_to") }}
    group by currency
),

complained as (
    select p.currency, count(*) as n
    from {{ source('operator', 'complaint') }} c
    join people p on p.player_id = c.player_id
    where c.received_at < {{ var("day_to") }} and (c.decided_at is null or c.decided_at >= {{ var("day_to") }})
    group by p.currency
),

reported as (
    select p.currency, count(*) as n
    from {{ source('operator', 'aml_report') }} a
    join people p on p.player_id = a.player_id
    where a.fiu = 'FIU_CW' and a.filed_at >= {{ var("day_from") }} and a.filed_at < {{ var("day_to") }}
    group by p.currency
),

owed as (
    select currency, cast(sum(amount) as bigint) as amount
    from {{ ref('stg_player_funds') }} as funds
    where part in ('BALANCE', 'OPEN_BET', 'PENDING')
    group by currency
),

jackpots as (
    select currency, cast(sum(amount) as bigint) as amount from {{ ref('stg_jackpot_value') }} as held group by currency
),

held as (
    select currency, cast(sum(balance) as bigint) as amount from {{ ref('stg_safeguarded') }} as accounts group by currency
),

transit as (
    select currency, cast(sum(case when direction = 'IN' then amount else -amount end) as bigint) as amount
    from {{ ref('stg_transit') }} as moving
    group by currency
),

line as (
    select
        c.currency,
        coalesce(r.n, 0) as registrations,
        coalesce(m.active, 0) as active,
        coalesce(m.deposits, 0) as deposits,
        coalesce(m.withdrawals, 0) as withdrawals,
        coalesce(m.stakes, 0) as stakes,
        coalesce(m.winnings, 0) as winnings,
        coalesce(m.bonus_cost, 0) as bonus_cost,
        coalesce(o.amount, 0) as player_liability,
        coalesce(j.amount, 0) as jackpot_liability,
        coalesce(h.amount, 0) + coalesce(t.amount, 0) as segregated_funds,
        coalesce(k.n, 0) as complaints_open,
        coalesce(u.n, 0) as unusual_tx_reported,
        m.latest_posted_at
    from {{ ref('stg_currency') }} as c
    left join registered r on r.currency = c.currency
    left join money m on m.currency = c.currency
    left join owed o on o.currency = c.currency
    left join jackpots j on j.currency = c.currency
    left join held h on h.currency = c.currency
    left join transit t on t.currency = c.currency
    left join complained k on k.currency = c.currency
    left join reported u on u.currency = c.currency
)

select
    '{{ var("licence_id") }}' as licence_id,
    case '{{ var("unit") }}' when 'day' then 'DAY' else 'TOTAL' end as row_type,
    case '{{ var("unit") }}' when 'day' then '{{ var("last_day") }}' end as gaming_day,
    cast({{ var("gaming_days") }} as bigint) as gaming_days,
    l.currency,
    l.registrations,
    l.active,
    l.deposits,
    l.withdrawals,
    l.stakes,
    l.winnings,
    l.stakes - l.winnings as ggr,
    l.bonus_cost,
    l.player_liability,
    l.jackpot_liability,
    l.segregated_funds,
    case
        when l.player_liability + l.jackpot_liability <= 0 then null
        else (l.segregated_funds * 20000 + l.player_liability + l.jackpot_liability)
            / (2 * (l.player_liability + l.jackpot_liability))
    end as coverage_ratio,
    l.complaints_open,
    l.unusual_tx_reported,
    l.latest_posted_at
from line l
