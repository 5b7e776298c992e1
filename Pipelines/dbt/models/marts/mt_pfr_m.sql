-- T05 MT-PFR-M version 1: what a licence owes its players at the end of a month and what covers it, one row for each currency.
-- Money in minor units, fx_rate_eur in 10^-8, coverage_ratio in 10^-4.
--
-- Formulas (catalogue of columns, player-funds test):
--   covered = bank_balances + psp_balances + transit_in - transit_out
--   surplus_shortfall = covered - (player_balances + open_bets + pending_withdrawals + jackpot_funds)
--   coverage_ratio = covered / (the same sum), half up; null when nothing is owed
-- Taken for granted where the catalogue is silent:
--   * fx_rate_eur is the units of the currency that one euro buys, by the latest rate on or before the month's last day.
--   * A balance is that of the latest statement on or before the last day.
--   * evidence_sha256 lists the hashes of the statements, separated by spaces, for at most six accounts of a currency; with more
--     it is null and the report is not made.
--   * Currencies have two decimals.
with owed as (
    select
        currency,
        cast(sum(case when part = 'BALANCE' then amount else 0 end) as bigint) as player_balances,
        cast(sum(case when part = 'OPEN_BET' then amount else 0 end) as bigint) as open_bets,
        cast(sum(case when part = 'PENDING' then amount else 0 end) as bigint) as pending_withdrawals
    from {{ ref('stg_player_funds') }} as funds
    group by currency
),

jackpots as (
    select currency, cast(sum(amount) as bigint) as amount from {{ ref('stg_jackpot_value') }} as held group by currency
),

held as (
    select
        currency,
        cast(sum(case when held_by = 'BANK' then balance else 0 end) as bigint) as bank,
        cast(sum(case when held_by = 'PSP' then balance else 0 end) as bigint) as psp,
        case
            when max(position) > 6 then null
            else coalesce(max(case when position = 1 then evidence_sha256 end), '')
            || coalesce(' ' || max(case when position = 2 then evidence_sha256 end), '')
            || coalesce(' ' || max(case when position = 3 then evidence_sha256 end), '')
            || coalesce(' ' || max(case when position = 4 then evidence_sha256 end), '')
            || coalesce(' ' || max(case when position = 5 then evidence_sha256 end), '')
            || coalesce(' ' || max(case when position = 6 then evidence_sha256 end), '')
        end as evidence
    from {{ ref('stg_safeguarded') }} as accounts
    group by currency
),

transit as (
    select
        currency,
        cast(sum(case when direction = 'IN' then amount else 0 end) as bigint) as amount_in,
        cast(sum(case when direction = 'OUT' then amount else 0 end) as bigint) as amount_out
    from {{ ref('stg_transit') }} as moving
    group by currency
),

line as (
    select
        c.currency,
        case
            when c.currency = 'EUR' then 100000000
            else (
                select f.rate from {{ source('operator', 'fx_rate') }} f
                where f.base = 'EUR' and f.quote = c.currency and f.rate_date <= '{{ var("last_day") }}'
                order by f.rate_date desc
                limit 1
            )
        end as fx_rate_eur,
        coalesce(o.player_balances, 0) as player_balances,
        coalesce(o.open_bets, 0) as open_bets,
        coalesce(o.pending_withdrawals, 0) as pending_withdrawals,
        coalesce(j.amount, 0) as jackpot_funds,
        coalesce(h.bank, 0) as bank_balances,
        coalesce(h.psp, 0) as psp_balances,
        coalesce(t.amount_in, 0) as transit_in,
        coalesce(t.amount_out, 0) as transit_out,
        case when h.currency is null then '' else h.evidence end as evidence_sha256
    from {{ ref('stg_currency') }} as c
    left join owed o on o.currency = c.currency
    left join jackpots j on j.currency = c.currency
    left join held h on h.currency = c.currency
    left join transit t on t.currency = c.currency
),

tested as (
    select
        l.*,
        bank_balances + psp_balances + transit_in - transit_out as covered,
        player_balances + open_bets + pending_withdrawals + jackpot_funds as liability
    from line l
)

select
    '{{ var("licence_id") }}' as licence_id,
    '{{ var("period") }}' as period,
    t.currency,
    t.fx_rate_eur,
    t.player_balances,
    t.open_bets,
    t.pending_withdrawals,
    t.jackpot_funds,
    t.bank_balances,
    t.psp_balances,
    t.transit_in,
    t.transit_out,
    t.covered - t.liability as surplus_shortfall,
    case when t.liability <= 0 then null else (t.covered * 20000 + t.liability) / (2 * t.liability) end as coverage_ratio,
    t.evidence_sha256,
    (
        select max(x.posted_at) from {{ source('operator', 'wallet_tx') }} x
        where x.licence_id = '{{ var("licence_id") }}'
            and x.occurred_at >= {{ var("day_from") }}
            and x.occurred_at < {{ var("day_to") }}
    ) as latest_posted_at
from tested t
