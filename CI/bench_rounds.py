"""A player who plays much more than any generated one, for CI/bench."""
import sqlite3


def give(path, player, count):
    """Gives a player of a database of source data so many rounds more, each with the stake and the win of one that there is."""
    with sqlite3.connect(path) as data:
        data.row_factory = sqlite3.Row
        round_ = data.execute(
            "SELECT * FROM game_round WHERE player_id = ? AND round_id IN (SELECT round_id FROM wallet_tx) LIMIT 1", [player]).fetchone()
        moves = data.execute("SELECT * FROM wallet_tx WHERE round_id = ?", [round_["round_id"]]).fetchall()
        last = data.execute("SELECT max(seq) FROM wallet_tx WHERE wallet_id = ?", [moves[0]["wallet_id"]]).fetchone()[0]

        def insert(table, model, changed):
            names = model.keys()
            data.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                ([{**dict(model), **change}[name] for name in names] for change in changed))

        # Twenty milliseconds lie between two of them; none has draws of a generator.
        insert("game_round", round_, ({
            "round_id": f"bench-{number}", "started_at": round_["started_at"] + number * 20,
            "settled_at": (round_["settled_at"] or round_["started_at"]) + number * 20, "rng_id": None, "draw_first": None, "draw_count": 0,
        } for number in range(count)))
        for part, move in enumerate(moves):
            insert("wallet_tx", move, ({
                "tx_id": f"bench-{number}-{part}", "round_id": f"bench-{number}", "seq": last + 1 + number * len(moves) + part,
                "idempotency_key": f"bench:{number}:{part}", "occurred_at": move["occurred_at"] + number * 20,
                "posted_at": move["posted_at"] + number * 20,
            } for number in range(count)))
