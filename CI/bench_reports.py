"""Reports of the shape that platforms send, and the schema they are held against: what `CI/bench json-schema` measures on."""
import random
import uuid

LICENSEES = ["Spil til Ære", "Københavns Lotteri", "Sevens Ltd", "Šľachta Games", "Blå Stjerne A/S"]
NOTES = ["spillet afbrudt på række 2", '"manuel" kontrol\nudført', "genoptaget"]


def documents(count, broken=False, seed=11):
    """Reports of about 3.3 kB, from a fixed seed; broken ones have one to three faults each."""
    chance = random.Random(seed)

    def identifier():
        return str(uuid.UUID(int=chance.getrandbits(128), version=4))

    def money():
        return {"amount": f"{chance.randrange(10**7) / 100:.2f}", "currency": chance.choice(["EUR", "GBP", "DKK"])}

    def instant():
        day, hour, minute, second = chance.randrange(1, 29), chance.randrange(24), chance.randrange(60), chance.randrange(60)
        return f"2026-10-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}.{chance.randrange(1000):03d}+02:00"

    def row():
        letters = chance.choice("ABCDEFG") + chance.choice("ABCDEFG")
        result = {
            "roundId": identifier(), "playerId": identifier(), "at": instant(), "game": f"{letters}-{chance.randrange(1000, 9999)}",
            "outcome": chance.choice(["win", "loss", "void", "push"]), "stake": money(), "payout": money(),
            "rtp": round(chance.random(), 6), "lines": chance.randrange(1, 50), "bonus": chance.random() < 0.1,
        }
        if chance.random() < 0.3:
            result["note"] = chance.choice(NOTES)
        return result

    for number in range(count):
        rows = [row() for _ in range(9)]
        report = {
            "header": {"reportId": identifier(), "template": "T01", "version": 3, "createdAt": "2026-10-31T23:59:59.123Z"},
            "licensee": {
                "name": chance.choice(LICENSEES), "licence": f"MGA/B2C/{chance.randrange(100, 999)}/2019",
                "contact": f"compliance{number}@example.com",
            },
            "period": {"from": "2026-10-01", "to": "2026-10-31", "cadence": chance.choice(["daily", "weekly", "monthly"])},
            "rows": rows,
            "totals": {"rounds": len(rows), "stakes": money(), "payouts": money()},
        }
        if broken:
            rows[number % 9]["stake"]["currency"] = "XXX"
            if number % 2:
                rows[number % 7]["lines"] = 0
            if number % 3 == 0:
                del report["totals"]["rounds"]
        yield report


def activity(path, size, seed=12):
    """A report of daily gaming activity (T16) in XML of at least so many bytes; its rows are unique. Returns its size."""
    chance = random.Random(seed)
    namespace = "urn:assay:report:x-gar-d:1"
    money = ["stake_cash", "stake_bonus", "refunds", "win_cash", "win_bonus", "jackpot_contrib", "jackpot_won", "fees", "ggr", "ngr"]
    more = ["deposits", "withdrawals", "bonus_granted", "bonus_converted"]
    head = {
        "template_id": "T16", "template_name": "X-GAR-D", "template_version": 1, "operator_id": "op-1", "operator": "Sevens Ltd",
        "licence": "MGA-B2C-1", "licence_no": "MGA/B2C/1/2019", "regulator": "MGA", "period": "2026-10",
        "period_from": "2026-09-30T22:00:00.000Z", "period_to": "2026-10-31T23:00:00.000Z", "timezone": "Europe/Malta",
        "generated_at": "2026-11-01T01:00:00.000Z", "generator_version": "1", "run_id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "dataset_sha256": "%064x" % chance.getrandbits(256), "row_count": 0,
    }

    def elements(values):
        return "".join(f"<{name}>{value}</{name}>" for name, value in values.items())

    with open(path, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write(f'<gaming_activity_report xmlns="{namespace}"><envelope>{elements(head)}<control_totals/></envelope><rows>\n')
        number = 0
        while number % 1000 or file.tell() < size:
            row = {"gaming_day": f"2026-10-{number % 31 + 1:02d}", "brand": "Sevens", "currency": "EUR", "vertical": "SLOTS",
                   "supplier": chance.choice(LICENSEES), "game_id": f"g-{number}", "rounds": chance.randrange(10**5), "players": 7}
            row |= {name: f"{chance.randrange(10**7) / 100:.2f}" for name in money} | {"hold_pct": "4.20"}
            row |= {name: "0.00" for name in more}
            file.write(f"<row>{elements(row)}</row>\n")
            number += 1
        file.write("</rows></gaming_activity_report>\n")
        return file.tell()


def closed(required, optional=None, **properties):
    """An object that has these members and no others; all but the optional ones must be there."""
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties | (optional or {})}


def text(**rules):
    return {"type": "string"} | rules


MONEY = {"$ref": "#/$defs/money"}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **closed(
        ["header", "licensee", "period", "rows", "totals"],
        header=closed(
            ["reportId", "template", "version", "createdAt"], reportId=text(format="uuid"), template=text(pattern="^T[0-9]{2}$"),
            version={"type": "integer", "minimum": 1, "maximum": 99}, createdAt=text(format="date-time")),
        licensee=closed(
            ["name", "licence"], {"contact": text(format="email")}, name=text(minLength=1, maxLength=80),
            licence=text(pattern="^[A-Z]{3}/B2[BC]/[0-9]{1,4}/20[0-9]{2}$")),
        period=closed(
            ["from", "to", "cadence"], {"from": text(format="date")}, to=text(format="date"),
            cadence={"enum": ["daily", "weekly", "monthly"]}),
        rows={"type": "array", "minItems": 1, "maxItems": 1000, "items": {"$ref": "#/$defs/row"}},
        totals=closed(
            ["rounds", "stakes", "payouts"], rounds={"type": "integer", "minimum": 0}, stakes=MONEY, payouts=MONEY)),
    "$defs": {
        "money": closed(
            ["amount", "currency"], amount=text(pattern="^-?(0|[1-9][0-9]*)\\.[0-9]{2}$"),
            currency=text(enum=["EUR", "GBP", "DKK", "SEK"])),
        "row": closed(
            ["roundId", "playerId", "at", "game", "outcome", "stake", "payout", "rtp", "lines"],
            {"bonus": {"type": ["boolean", "null"]}, "note": text(maxLength=200)},
            roundId=text(format="uuid"), playerId=text(format="uuid"), at=text(format="date-time"),
            game=text(pattern="^[A-Z]{2}-[0-9]{4}$"), outcome={"enum": ["win", "loss", "void", "push"]}, stake=MONEY, payout=MONEY,
            rtp={"type": "number", "minimum": 0, "maximum": 2}, lines={"type": "integer", "minimum": 1, "maximum": 100}),
    },
}
