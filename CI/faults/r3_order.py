"""R3: what a loss of power would leave. Kills leave what was written to the system; a loss of power leaves what was synchronized. The calls by
which files come to be are recorded (strace), and followed on a disk that forgets everything else."""
import collections, os, re

from subject import Ledger, Officer, Platform

NAME, TIMES = "a loss of power", 40
NEEDS = ["strace"]
CALLS = "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,mkdir,mkdirat,unlink,unlinkat"
LINE = re.compile(r"^(\d+)\s+(.*)$")
FILE = re.compile(r"\d+<([^>]+)>")
NAMES = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Disk:
    """Which bytes and which names are not yet durable."""

    def __init__(self):
        self.bytes, self.names = set(), collections.defaultdict(set)

    def wrote(self, path):
        self.bytes.add(path)

    def named(self, path, source=None):
        if source in self.bytes:
            self.bytes.add(path)
        self.names[os.path.dirname(path)].add(path)

    def synced(self, path):
        self.bytes.discard(path)
        self.names.pop(path, None)

    def lost_below(self, folder):
        """What of a log a loss of power would take: files without their bytes, names without their entry."""
        return sorted(path for path in self.bytes if path.startswith(folder) and not os.path.basename(path).startswith(".")) + sorted(
            path for names in self.names.values() for path in names if path.startswith(folder) and not os.path.basename(path).startswith("."))


def run(say, times=TIMES, seed=1):
    platform, ledger, problems = Platform(), Ledger(), []
    trace = platform.folder / "trace.txt"
    platform.wrapper = ["strace", "-f", "-y", "-qq", "-s", "0", "-o", str(trace), "-e", f"trace={CALLS}"]
    # Names are needed whole: strace shortens strings, but not the names of files.
    platform.start()
    officer = Officer(platform, ledger, timeout=60)
    acknowledged = sum(officer.change("BR-P", f"change {number}") in (200, 201) for number in range(times))
    platform.stop()
    lines = trace.read_text(errors="replace").splitlines()
    log, journal = str(platform.log()), str(platform.data / "production/platform.sqlite-wal")
    published, syncs, found = follow(lines, log, journal)
    problems += found[:10]
    # The same record without the synchronization of folders, and of files, must be found wanting.
    for what, pattern in (("folders", rf"fsync\(\d+<{log}/tile[^>]*/[0-9x/]*entries>|fsync\(\d+<{log}/tile/\d+>"), ("files", r"fsync\(\d+<[^>]*/\.[^>]*>")):
        weaker = [line for line in lines if not re.search(pattern, line)]
        if len(weaker) == len(lines) or not follow(weaker, log, journal)[2]:
            problems.append(f"a log that does not synchronize its {what} would not have been found: the check itself is wrong")
    if published < 3:
        problems.append(f"{published} checkpoints were seen in the record: too few to show anything")
    # One client that waits for each answer cannot share a commit with another.
    if syncs < acknowledged:
        problems.append(f"{acknowledged} changes were acknowledged one after another, and the store's journal was synchronized {syncs} times")
    problems += platform.audit()
    say(f"{published} checkpoints, {acknowledged} changes one after another, {syncs} synchronizations of the journal")
    platform.remove()
    return problems


def follow(lines, log, journal):
    """Checkpoints published, synchronizations of the journal, and what a loss of power right after a checkpoint would have taken."""
    disk, pending, problems, published, syncs = Disk(), {}, [], 0, 0
    for line in lines:
        match = LINE.match(line)
        if not match:
            continue
        thread, call = match.groups()
        if call.endswith("<unfinished ...>"):
            pending[thread] = call.removesuffix("<unfinished ...>")
            # What changes names or bytes counts from its beginning, what makes them durable from its end.
            if not call.startswith(("fsync", "fdatasync")):
                problems_of(call, disk, log, problems)
                published += is_checkpoint(call, log)
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>(.*)$", call)
        if resumed:
            begun = pending.pop(thread, "")
            if not begun.startswith(("fsync", "fdatasync")):
                continue
            call = begun + resumed.group(1)
        if " = -1 " in call:
            continue
        if call.startswith(("fsync", "fdatasync")):
            path = FILE.search(call)
            if path:
                disk.synced(path.group(1))
                syncs += path.group(1) == journal
        else:
            problems_of(call, disk, log, problems)
            published += is_checkpoint(call, log)
    return published, syncs, problems


def is_checkpoint(call, log):
    names = NAMES.findall(call)
    return call.startswith("rename") and names and names[-1] == f"{log}/checkpoint"


def problems_of(call, disk, log, problems):
    names = NAMES.findall(call)
    if call.startswith(("write", "pwrite64")):
        path = FILE.search(call)
        if path and path.group(1).startswith("/"):
            disk.wrote(path.group(1))
    elif call.startswith("rename"):
        if is_checkpoint(call, log):
            if names[0] in disk.bytes:
                problems.append("a checkpoint takes its place before its bytes are durable")
            lost = disk.lost_below(log + "/tile")
            if lost:
                problems.append(f"a checkpoint takes its place while {len(lost)} files under it are not durable, for example {lost[0].removeprefix(log)}")
        disk.named(names[-1], names[0])
        disk.bytes.discard(names[0])
    elif call.startswith("link"):
        disk.named(names[-1], names[0])
    elif call.startswith("mkdir"):
        disk.named(names[-1])
    elif call.startswith("unlink"):
        disk.bytes.discard(names[-1])
        disk.names[os.path.dirname(names[-1])].discard(names[-1])
