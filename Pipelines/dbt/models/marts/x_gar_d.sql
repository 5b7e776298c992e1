-- T16 X-GAR-D version 1: the gaming activity of one gaming day of one licence, by game. Money in minor units.
--
-- Formulas (catalogue of columns):
--   ggr = stake_cash - refunds + fees - win_cash - jackpot_won
--   ngr = ggr - bonus_converted - jackpot_contrib
--   hold_pct = ggr / (stake_cash - refunds), in hundredths of a per cent, half away from zero; null without stakes
-- Taken for granted where the catalogue is silent:
--   * A transaction belongs to the day on which money moved (occurred_at), a round to the day on which it settled. A round over
--     midnight has its stake in one day and its win in the next.
--   * rounds counts SETTLED rounds; players counts those with a STAKE, STAKE_BONUS or FEE.
--   * refunds are those of cash stakes: a refunded bonus stake never was revenue.
--   * deposits are less their reversals; withdrawals are those paid, not those asked for.
--   * bonus_converted is the cash side of a conversion.
--   * Money that belongs to no round (deposits, withdrawals, bonuses, fees of the account) is in one row of vertical OTHER with
--     neither supplier nor game.
--   * Jackpot contributions are summed in 10^-10 and then rounded half up to the minor unit, so that each row adds up as printed.
--   * Currencies have two decimals.
--   * latest_posted_at is not a column of the report: it tells since when the row is as it is.
with tx as (
    select * from {{ ref('stg_wallet_tx') }} as counted
),

money as (
    select
        currency,
        vertical,
        supplier,
        game_id,
        count(distinct case when type in ('STAKE', 'STAKE_BONUS', 'FEE') then player_id end) as players,
        sum(case when type = 'STAKE' then amount else 0 end) as stake_cash,
        sum(case when type = 'STAKE_BONUS' then amount else 0 end) as stake_bonus,
        sum(case when type = 'STAKE_REFUND' and wallet_kind = 'CASH' then amount else 0 end) as refunds,
        sum(case when type = 'WIN' then amount else 0 end) as win_cash,
        sum(case when type = 'WIN_BONUS' then amount else 0 end) as win_bonus,
        sum(case when type = 'JACKPOT_WIN' then amount else 0 end) as jackpot_won,
        sum(case when type = 'FEE' then amount else 0 end) as fees,
        sum(case type when 'DEPOSIT' then amount when 'DEPOSIT_REVERSAL' then -amount else 0 end) as deposits,
        sum(case when type = 'WITHDRAWAL_PAID' then amount else 0 end) as withdrawals,
        sum(case when type = 'BONUS_GRANT' then amount else 0 end) as bonus_granted,
        sum(case when type = 'BONUS_CONVERT' and sign = 1 then amount else 0 end) as bonus_converted,
        max(posted_at) as latest_posted_at
    from tx
    group by currency, vertical, supplier, game_id
),

play as (
    select
        currency,
        vertical,
        supplier,
        game_id,
        count(*) as rounds,
        (cast(sum(jackpot_contrib) as bigint) + 50000000) / 100000000 as jackpot_contrib,
        max(settled_at) as latest_posted_at
    from {{ ref('stg_game_round') }} as settled
    group by currency, vertical, supplier, game_id
),

line as (
    select currency, vertical, supplier, game_id from money
    union
    select currency, vertical, supplier, game_id from play
),

amounts as (
    select
        l.currency,
        l.vertical,
        l.supplier,
        l.game_id,
        cast(coalesce(p.rounds, 0) as bigint) as rounds,
        cast(coalesce(m.players, 0) as bigint) as players,
        cast(coalesce(m.stake_cash, 0) as bigint) as stake_cash,
        cast(coalesce(m.stake_bonus, 0) as bigint) as stake_bonus,
        cast(coalesce(m.refunds, 0) as bigint) as refunds,
        cast(coalesce(m.win_cash, 0) as bigint) as win_cash,
        cast(coalesce(m.win_bonus, 0) as bigint) as win_bonus,
        cast(coalesce(p.jackpot_contrib, 0) as bigint) as jackpot_contrib,
        cast(coalesce(m.jackpot_won, 0) as bigint) as jackpot_won,
        cast(coalesce(m.fees, 0) as bigint) as fees,
        cast(coalesce(m.deposits, 0) as bigint) as deposits,
        cast(coalesce(m.withdrawals, 0) as bigint) as withdrawals,
        cast(coalesce(m.bonus_granted, 0) as bigint) as bonus_granted,
        cast(coalesce(m.bonus_converted, 0) as bigint) as bonus_converted,
        case
            when coalesce(m.latest_posted_at, 0) > coalesce(p.latest_posted_at, 0) then m.latest_posted_at
            else p.latest_posted_at
        end as latest_posted_at
    from line l
    left join money m
        on m.currency = l.currency and m.vertical = l.vertical and m.supplier = l.supplier and m.game_id = l.game_id
    left join play p
        on p.currency = l.currency and p.vertical = l.vertical and p.supplier = l.supplier and p.game_id = l.game_id
),

revenue as (
    select a.*, stake_cash - refunds as net_stake, stake_cash - refunds + fees - win_cash - jackpot_won as ggr
    from amounts a
)

select
    '{{ var("licence_id") }}' as licence_id,
    '{{ var("gaming_day") }}' as gaming_day,
    b.brand,
    r.currency,
    r.vertical,
    r.supplier,
    r.game_id,
    r.rounds,
    r.players,
    r.stake_cash,
    r.stake_bonus,
    r.refunds,
    r.win_cash,
    r.win_bonus,
    r.jackpot_contrib,
    r.jackpot_won,
    r.fees,
    r.ggr,
    r.ggr - r.bonus_converted - r.jackpot_contrib as ngr,
    case
        when r.net_stake <= 0 then null
        when r.ggr < 0 then -((-r.ggr * 20000 + r.net_stake) / (2 * r.net_stake))
        else (r.ggr * 20000 + r.net_stake) / (2 * r.net_stake)
    end as hold_pct,
    r.deposits,
    r.withdrawals,
    r.bonus_granted,
    r.bonus_converted,
    r.latest_posted_at
from revenue r
cross join {{ ref('stg_licence_brand') }} as b
