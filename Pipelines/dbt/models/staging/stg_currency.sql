-- The currencies in which a licence has players or keeps player money, its own among them even without either.
select l.base_ccy as currency from {{ source('operator', 'licence') }} l where l.licence_id = '{{ var("licence_id") }}'
union
select w.currency from {{ source('operator', 'wallet') }} w where w.licence_id = '{{ var("licence_id") }}'
union
select a.currency from {{ source('operator', 'funds_account') }} a where a.licence_id = '{{ var("licence_id") }}'
