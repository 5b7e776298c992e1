-- The accounts that hold player money, with the latest statement on or before the period's last day; PSP stands for electronic
-- money institutions too. position numbers the accounts of a currency.
select
    a.currency,
    case when a.kind = 'PLAYER_BANK' then 'BANK' else 'PSP' end as held_by,
    b.balance,
    b.evidence_sha256,
    row_number() over (partition by a.currency order by a.account_id) as position
from {{ source('operator', 'funds_account') }} a
join {{ source('operator', 'funds_balance') }} b on b.account_id = a.account_id
where a.licence_id = '{{ var("licence_id") }}'
    and a.kind in ('PLAYER_BANK', 'PSP', 'EMI')
    and b.as_of = (
        select max(s.as_of) from {{ source('operator', 'funds_balance') }} s
        where s.account_id = a.account_id and s.as_of <= '{{ var("last_day") }}'
    )
