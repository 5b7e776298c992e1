"""Runs of reports and their documents, from synthetic days that a licence and a date determine."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import decimal
import hashlib
import io
import re
import uuid
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .access import CLIENTS, Client
from .switches import Switches

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 11, 20)
COUNTS = ["rounds", "players"]
MONEY = [
    "stake_cash", "stake_bonus", "refunds", "win_cash", "win_bonus", "jackpot_contrib", "jackpot_won", "fees", "ggr", "ngr",
    "deposits", "withdrawals", "bonus_granted", "bonus_converted",
]
COLUMNS = ["gaming_day", "brand", "currency", "vertical", "supplier", "game_id", *COUNTS, *MONEY[:10], "hold_pct", *MONEY[10:]]
GAMES = [("SLOTS", "Fjord, Ltd", "fj-01"), ("SLOTS", "Fjord, Ltd", "fj-02"), ("ROULETTE", 'Wheel "& Co"', "w1"), ("CRASH", "Zefir", "z")]
TYPES = {"csv": "text/csv", "xml": "application/xml", "pdf": "application/pdf"}
NAMES = {"T16", "X-GAR-D"}


@dataclass(frozen=True)
class Period:
    text: str
    first: dt.date
    last: dt.date


def period(text: str) -> Period | None:
    """The days of `2026-11-22`, `2026-W47`, `2026-11`, `2026-Q4` or `2026-H2`; None for any other text."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day = dt.date.fromisoformat(text)
            return Period(text, day, day)
        if found := re.fullmatch(r"(\d{4})-W(\d{2})", text):
            monday = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return Period(text, monday, monday + dt.timedelta(6))
        if found := re.fullmatch(r"(\d{4})-(?:(\d{2})|Q([1-4])|H([12]))", text):
            year = int(found[1])
            begin, count = (int(found[2]), 1) if found[2] else (int(found[3]) * 3 - 2, 3) if found[3] else (int(found[4]) * 6 - 5, 6)
            end = begin + count - 1
            return Period(text, dt.date(year, begin, 1), dt.date(year, end, calendar.monthrange(year, end)[1]))
    except (ValueError, calendar.IllegalMonthError):
        return None
    return None


def money(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def cents(row: dict[str, str], column: str) -> int:
    return int(row[column].replace(".", ""))


class Reports:
    """Documents are pure functions of licence, period and what is switched on."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches

    @staticmethod
    def holds(when: Period) -> bool:
        """Whether there are runs of the period: it is over and the licence was in force."""
        return FIRST <= when.first and when.last <= LAST and len(when.text) in (7, 8, 10) and when.text[5] not in "QH"

    def rows(self, client: Client, when: Period) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = []
        first = when.first - dt.timedelta(1 if "figures-of-yesterday" in self._switches else 0)
        for offset in range((when.last - when.first).days + 1):
            day = first + dt.timedelta(offset)
            rows += [self._row(client, day, *game) for game in GAMES]
            rows.append(self._account(client, day))
        if "wrong-sum" in self._switches and rows:
            rows[0]["ggr"] = money(cents(rows[0], "ggr") + 1)
        return rows

    @staticmethod
    def _row(client: Client, day: dt.date, vertical: str, supplier: str, game: str) -> dict[str, str]:
        seed = hashlib.sha256(f"{client.licence}|{day}|{game}".encode()).digest()
        stake = 10_000 + int.from_bytes(seed[:3], "big")
        refunds, fees, bonus = seed[3] * 7, seed[4] if vertical == "CRASH" else 0, int.from_bytes(seed[5:7], "big")
        win = stake * (60 + seed[7] % 60) // 100
        jackpot, contribution, converted = (seed[8] * 50 if seed[9] > 200 else 0), stake // 200, seed[10] * 3
        ggr = stake - refunds + fees - win - jackpot
        share = (decimal.Decimal(100 * ggr) / decimal.Decimal(stake - refunds)).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP)
        values = {
            "stake_cash": stake, "stake_bonus": bonus, "refunds": refunds, "win_cash": win, "win_bonus": bonus // 3,
            "jackpot_contrib": contribution, "jackpot_won": jackpot, "fees": fees, "ggr": ggr, "ngr": ggr - converted - contribution,
            "deposits": 0, "withdrawals": 0, "bonus_granted": 0, "bonus_converted": converted,
        }
        row = {
            "gaming_day": day.isoformat(), "brand": "Nordlicht", "currency": "GBP" if client.licence.startswith("UKGC") else "EUR",
            "vertical": vertical, "supplier": supplier, "game_id": game, "rounds": str(40 + seed[11] * 9), "players": str(1 + seed[12] % 40),
            "hold_pct": "0.00" if share == 0 else str(share),
        }
        return row | {name: money(value) for name, value in values.items()}

    @staticmethod
    def _account(client: Client, day: dt.date) -> dict[str, str]:
        seed = hashlib.sha256(f"{client.licence}|{day}|account".encode()).digest()
        row = {name: "0.00" for name in MONEY} | {name: "0" for name in COUNTS}
        row |= {
            "gaming_day": day.isoformat(), "brand": "Nordlicht", "currency": "GBP" if client.licence.startswith("UKGC") else "EUR",
            "vertical": "OTHER", "supplier": "", "game_id": "", "hold_pct": "",
            "deposits": money(int.from_bytes(seed[:3], "big") - 200_000), "withdrawals": money(int.from_bytes(seed[3:5], "big")),
            "bonus_granted": money(seed[5] * 10),
        }
        return row

    def document(self, client: Client, when: Period, format: str) -> bytes:
        rows = self.rows(client, when)
        return {"csv": self._csv, "xml": self._xml, "pdf": self._pdf}[format](client, when, rows)

    def _csv(self, client: Client, when: Period, rows: list[dict[str, str]]) -> bytes:
        columns = [c for c in COLUMNS if c != "fees" or "lost-column" not in self._switches]
        text = io.StringIO()
        quoting = csv.QUOTE_ALL if "quoted-csv" in self._switches else csv.QUOTE_MINIMAL
        writer = csv.DictWriter(text, columns, extrasaction="ignore", quoting=quoting, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()

    @staticmethod
    def totals(rows: list[dict[str, str]]) -> dict[str, str]:
        sums = {name: money(sum(cents(row, name) for row in rows)) for name in reversed(MONEY)}
        return sums | {name: str(sum(int(row[name]) for row in rows)) for name in COUNTS}

    def run(self, client: Client, when: Period, link: str) -> dict:
        """The run as lists show it."""
        rows = self.rows(client, when)
        files = []
        for format in ("pdf", "csv", "xml"):
            body = self.document(client, when, format)
            digest = hashlib.sha256(body if "digest-of-nothing" not in self._switches else b"").hexdigest()
            files.append({"bytes": len(body), "sha256": digest, "format": format, "media_type": TYPES[format], "link": link})
        return {
            "files": files, "state": "published" if "other-states" in self._switches else "signed",
            "regulator": client.regulator, "licence": client.licence, "period": when.text, "name": "X-GAR-D", "template": "T16",
            "run_id": self._identifier(client, when), "row_count": len(rows), "control_totals": self.totals(rows), "replaces": None,
            "generated_at": self._at(when, 3), "due_at": self._at(when, 48), "data_complete": True,
        }

    @staticmethod
    def _identifier(client: Client, when: Period) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{client.licence}/{when.text}"))

    @staticmethod
    def _at(when: Period, hours: int) -> str:
        moment = dt.datetime.combine(when.last + dt.timedelta(1), dt.time()) + dt.timedelta(hours=hours)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def _xml(self, client: Client, when: Period, rows: list[dict[str, str]]) -> bytes:
        plain = "prefixed-xml" not in self._switches
        p, end = ("", "\n") if plain else ("g:", "")

        def element(name: str, text: str, attributes: str = "") -> str:
            return f"<{p}{name}{attributes}>{escape(text)}</{p}{name}>{end}"

        begin = f"{when.first}T00:00:00.000Z"
        heads = {
            "template_id": "T16", "template_name": "X-GAR-D", "template_version": "1", "operator_id": "nw", "operator": "Northwind & Söhne",
            "licence": client.licence, "licence_no": client.licence, "regulator": client.regulator, "period": when.text,
            "period_from": begin, "period_to": self._at(when, 0), "timezone": "Etc/UTC", "generated_at": self._at(when, 3),
            "generator_version": "northwind-7", "run_id": self._identifier(client, when),
            "dataset_sha256": hashlib.sha256(repr(rows).encode()).hexdigest(), "row_count": str(len(rows)),
        }
        currency = rows[0]["currency"] if rows else "EUR"
        totals = self.totals(rows)
        lines = [element("total", totals[c], f" column='{c}'" + ("" if c in COUNTS else f" currency='{currency}'")) for c in totals]
        body = [f"<{p}envelope>{end}", *(element(name, text) for name, text in heads.items()), f"<{p}control_totals>{end}", *lines]
        body += [f"</{p}control_totals>{end}</{p}envelope>{end}", "" if plain else "<!-- the rows -->", f"<{p}rows>{end}"]
        for row in rows:
            body.append(f"<{p}row>" + "".join(element(c, row[c]).rstrip() for c in COLUMNS if row[c]) + f"</{p}row>{end}")
        name = "urn:assay:report:x-gar-d:1"
        space = f"xmlns='{name}'" if plain else f"xmlns:g='{name}'"
        text = f"<?xml version='1.0' encoding='utf-8'?>{end}<{p}gaming_activity_report {space}>{end}"
        return (text + "".join(body) + f"</{p}rows>{end}</{p}gaming_activity_report>").encode()

    def _pdf(self, client: Client, when: Period, rows: list[dict[str, str]]) -> bytes:
        text = f"BT /F1 11 Tf 40 800 Td (Gaming activity {when.text} of {client.licence}: {len(rows)} rows) Tj ET".encode()
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            b"<</Length %d>>\nstream\n" % len(text) + text + b"\nendstream", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
        for index, content in enumerate(objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n" % index + content + b"\nendobj\n"
        table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
        return out + table + b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def regulators() -> list[Client]:
    return [client for client in CLIENTS.values() if client.regulator]
