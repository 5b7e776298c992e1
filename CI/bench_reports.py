"""Reports of the shape that platforms send, and the schema they are held against: what `CI/bench json-schema` measures on."""
import random, uuid


def documents(count, broken=False, seed=11):
    """Reports of about 3.3 kB, from a fixed seed; broken ones have one to three faults each."""
    r = random.Random(seed)
    names = ["Spil til Ære", "Københavns Lotteri", "Sevens Ltd", "Šľachta Games", "Blå Stjerne A/S"]
    def money(): return {"amount": f"{r.randrange(10**7)/100:.2f}", "currency": r.choice(["EUR","GBP","DKK"])}
    def row(i):
        x = {"roundId": str(uuid.UUID(int=r.getrandbits(128), version=4)), "playerId": str(uuid.UUID(int=r.getrandbits(128), version=4)),
             "at": f"2026-10-{r.randrange(1,29):02d}T{r.randrange(24):02d}:{r.randrange(60):02d}:{r.randrange(60):02d}.{r.randrange(1000):03d}+02:00",
             "game": f"{r.choice('ABCDEFG')}{r.choice('ABCDEFG')}-{r.randrange(1000,9999)}", "outcome": r.choice(["win","loss","void","push"]),
             "stake": money(), "payout": money(), "rtp": round(r.random(), 6), "lines": r.randrange(1,50), "bonus": r.random() < .1}
        if r.random() < .3: x["note"] = r.choice(["spillet afbrudt på række 2", "\"manuel\" kontrol\nudført", "genoptaget"])
        return x
    for i in range(count):
        rows = [row(k) for k in range(9)]
        report = {"header": {"reportId": str(uuid.UUID(int=r.getrandbits(128), version=4)), "template": "T01", "version": 3, "createdAt": "2026-10-31T23:59:59.123Z"},
               "licensee": {"name": r.choice(names), "licence": f"MGA/B2C/{r.randrange(100,999)}/2019", "contact": f"compliance{i}@example.com"},
               "period": {"from": "2026-10-01", "to": "2026-10-31", "cadence": r.choice(["daily","weekly","monthly"])},
               "rows": rows, "totals": {"rounds": len(rows), "stakes": money(), "payouts": money()}}
        if broken:
            rows[i % 9]["stake"]["currency"] = "XXX"
            if i % 2: rows[i % 7]["lines"] = 0
            if i % 3 == 0: del report["totals"]["rounds"]
        yield report

SCHEMA = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": False,
 "required": ["header","licensee","period","rows","totals"],
 "properties": {
  "header": {"type": "object", "additionalProperties": False, "required": ["reportId","template","version","createdAt"],
   "properties": {"reportId": {"type":"string","format":"uuid"}, "template": {"type":"string","pattern":"^T[0-9]{2}$"}, "version": {"type":"integer","minimum":1,"maximum":99}, "createdAt": {"type":"string","format":"date-time"}}},
  "licensee": {"type":"object","additionalProperties":False,"required":["name","licence"],
   "properties": {"name":{"type":"string","minLength":1,"maxLength":80},"licence":{"type":"string","pattern":"^[A-Z]{3}/B2[BC]/[0-9]{1,4}/20[0-9]{2}$"},"contact":{"type":"string","format":"email"}}},
  "period": {"type":"object","additionalProperties":False,"required":["from","to","cadence"],
   "properties": {"from":{"type":"string","format":"date"},"to":{"type":"string","format":"date"},"cadence":{"enum":["daily","weekly","monthly"]}}},
  "rows": {"type":"array","minItems":1,"maxItems":1000,"items":{"$ref":"#/$defs/row"}},
  "totals": {"type":"object","additionalProperties":False,"required":["rounds","stakes","payouts"],
   "properties":{"rounds":{"type":"integer","minimum":0},"stakes":{"$ref":"#/$defs/money"},"payouts":{"$ref":"#/$defs/money"}}}},
 "$defs": {
  "money": {"type":"object","additionalProperties":False,"required":["amount","currency"],
   "properties":{"amount":{"type":"string","pattern":"^-?(0|[1-9][0-9]*)\\.[0-9]{2}$"},"currency":{"type":"string","enum":["EUR","GBP","DKK","SEK"]}}},
  "row": {"type":"object","additionalProperties":False,"required":["roundId","playerId","at","game","outcome","stake","payout","rtp","lines"],
   "properties":{"roundId":{"type":"string","format":"uuid"},"playerId":{"type":"string","format":"uuid"},"at":{"type":"string","format":"date-time"},
    "game":{"type":"string","pattern":"^[A-Z]{2}-[0-9]{4}$"},"outcome":{"enum":["win","loss","void","push"]},"stake":{"$ref":"#/$defs/money"},"payout":{"$ref":"#/$defs/money"},
    "rtp":{"type":"number","minimum":0,"maximum":2},"lines":{"type":"integer","minimum":1,"maximum":100},"bonus":{"type":["boolean","null"]},"note":{"type":"string","maxLength":200}}}}}
