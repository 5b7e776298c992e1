"""R9: one bit is another one: in tiles, bundles, checkpoints and events of the log, and in the files of reports."""
import random, subprocess, threading

from subject import NO_ANSWER, Client, Ledger, Officer, Platform, assay, root

NAME, TIMES = "a bit that flips", 200
CHANGES, WRITERS = 280, 4
LEAF = b'"schema":"assay.audit/2"'


def run(say, times=TIMES, seed=1):
    chance, problems, ledger = random.Random(seed), [], Ledger()
    platform = Platform()
    platform.start()
    writers = [threading.Thread(target=write, args=(platform, ledger, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    if len(ledger.changes) < CHANGES:
        problems.append(f"only {len(ledger.changes)} of {CHANGES} changes were acknowledged")
    reports = times // 4
    problems += served(say, platform, chance, reports)
    platform.stop()
    if not examined(platform):
        problems.append("the examination finds a log damaged that nobody touched")
    else:
        problems += stored(say, platform, chance, times - reports)
    platform.remove()
    return problems


def write(platform, ledger, number):
    try:
        officer = Officer(platform, ledger, timeout=60)
        for change in range(CHANGES // WRITERS):
            officer.change(f"BR-B{number}", f"writer {number}, change {change}")
    except NO_ANSWER:
        return


def examined(platform):
    """Whether `assay audit fsck` finds nothing. Raises when it cannot look at all."""
    ended = subprocess.run(
        [assay, "audit", "fsck", platform.data / "production", "--key", platform.log_key()], cwd=root, capture_output=True, text=True, timeout=120)
    if ended.returncode not in (0, 4, 10):
        raise RuntimeError(f"assay audit fsck ended with {ended.returncode}: {(ended.stdout + ended.stderr)[-400:]}")
    return ended.returncode == 0


class Flip:
    """One bit of a file, flipped for as long as it is looked at."""

    def __init__(self, path, offset, bit):
        self.path, self.offset, self.mask, self.mode = path, offset, 1 << bit, path.stat().st_mode

    def __enter__(self):
        self.path.chmod(0o644)
        self.change()

    def __exit__(self, *_):
        self.change()
        self.path.chmod(self.mode)

    def change(self):
        with self.path.open("r+b") as file:
            file.seek(self.offset)
            byte = file.read(1)[0]
            file.seek(self.offset)
            file.write(bytes([byte ^ self.mask]))


def stored(say, platform, chance, times):
    """Flips in what a stopped platform left behind; each must be found."""
    problems, log, database = [], platform.log(), platform.data / "production/platform.sqlite"
    # What the newest checkpoint needs: full files, and the widest of each that is not full.
    tiles = [path for path in sorted((log / "tile").rglob("*")) if path.is_file() and not path.parent.name.endswith(".p")]
    for folder in sorted(path for path in (log / "tile").rglob("*.p") if path.is_dir()):
        if not (folder.parent / folder.name.removesuffix(".p")).exists():
            tiles.append(max(folder.iterdir(), key=lambda path: int(path.name)))
    bytes_ = database.read_bytes()
    leaves, at = [], bytes_.find(LEAF)
    while at >= 0:
        leaves.append(at)
        at = bytes_.find(LEAF, at + 1)
    kinds = {"a tile or bundle": tiles, "the checkpoint": [log / "checkpoint"], "an event's leaf": leaves}
    found = dict.fromkeys(kinds, 0)
    for number in range(times):
        kind = list(kinds)[number % 3]
        if not kinds[kind]:
            return problems + [f"there is no {kind}: the check itself is wrong"]
        chosen = chance.choice(kinds[kind])
        if kind == "an event's leaf":
            path, offset = database, chosen + chance.randrange(len(LEAF))
        else:
            path, offset = chosen, chance.randrange(chosen.stat().st_size)
        bit = chance.randrange(8)
        with Flip(path, offset, bit):
            if examined(platform):
                problems.append(f"bit {bit} of byte {offset} of {path.relative_to(platform.data)} was another one, and nothing was found")
            else:
                found[kind] += 1
        if number % 25 == 24:
            say(f"{number + 1} of {times} flips in the log")
    if not examined(platform):
        problems.append("the log is damaged after every bit was put back: the check itself is wrong")
    say(", ".join(f"{count} in {kind}" for kind, count in found.items()) + " found")
    return problems


def served(say, platform, chance, times):
    """Flips in the files of reports while they are served; none may be served as good."""
    problems, reader = [], Client(platform, "ukgc", "regulator_read")
    path = "/regulator/reports/2026-10-15/T16"
    status, _, good = reader.ask("GET", path, headers={"Accept": "text/csv"})
    if status != 200:
        return [f"a report was answered by {status}"]
    vault = [file for file in sorted((platform.data / "production").rglob("*")) if file.is_file() and file.read_bytes()[:4] == b"SEAL"]
    if not vault:
        return ["there are no sealed files: the check itself is wrong"]
    refused = changed = 0
    for number in range(times):
        file = chance.choice(vault)
        with Flip(file, chance.randrange(file.stat().st_size), chance.randrange(8)):
            status, _, body = reader.ask("GET", path, headers={"Accept": "text/csv"})
        if status == 200 and body != good:
            problems.append(f"{file.relative_to(platform.data)} was damaged, and other bytes were served as the report")
            changed += 1
        refused += status != 200
    # Most flips are in files of other reports; this one's own must have been hit, or it is hit now.
    for file in vault:
        with Flip(file, file.stat().st_size // 2, 0):
            status, _, body = reader.ask("GET", path, headers={"Accept": "text/csv"})
        refused += status != 200
        if status == 200 and body != good:
            problems.append(f"{file.relative_to(platform.data)} was damaged, and other bytes were served as the report")
    if not refused:
        problems.append("no damaged file was refused: the check itself is wrong")
    status, _, body = reader.ask("GET", path, headers={"Accept": "text/csv"})
    if status != 200 or body != good:
        problems.append("the report is not served as before after every bit was put back")
    say(f"{times + len(vault)} flips in {len(vault)} sealed files, {refused} refused when asked for, {changed} served")
    return problems
