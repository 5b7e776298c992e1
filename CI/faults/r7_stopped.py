"""R7: a platform that stands still for longer than its leases last, and goes on (SIGSTOP, SIGCONT): alone, and with another in its place."""
import contextlib, os, random, signal, sqlite3, subprocess, threading, time

from receiver import Receiver, Regulator
from subject import NO_ANSWER, Ledger, Officer, Platform, assay, root

NAME, TIMES = "a worker that stands still", 10
STILL_SECONDS, REQUESTS, TOGETHER = 45, 4, 5


def run(say, times=TIMES, seed=1):
    """Some platforms at once, for the time is spent waiting."""
    chance, problems, left = random.Random(seed), [], times
    platforms = [Platform() for _ in range(min(TOGETHER, times))]
    receivers = []
    for platform in platforms:
        platform.start()
        receivers.append(Receiver(platform))
    while left > 0:
        threads = []
        for platform, receiver in list(zip(platforms, receivers))[:left]:
            threads.append(threading.Thread(target=guarded, args=(problems, platform, receiver, chance.uniform(0, 0.4))))
        left -= len(threads)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        say(f"{times - left} of {times}")
    for platform in platforms:
        platform.stop()
        problems += platform.audit() + platform.audit("sandbox")
        platform.remove()
    return problems + replaced(say, chance.uniform(0, 1))


def replaced(say, moment):
    """The lock of the folder does not hold (somebody removed it, as network file systems may): another serves while the first stands still.
    When the first goes on it must find out before it writes the log or signs, and end."""
    problems, ledger, first = [], Ledger(), Platform()
    first.start()
    writer = threading.Thread(target=changes, args=(first, ledger))
    writer.start()
    time.sleep(1 + moment)  # the moment of standing still varies
    for _ in range(200):
        os.kill(first.pid, signal.SIGSTOP)
        if can_be_written(first):
            break
        # In the middle of a transaction it keeps everybody out, as it should.
        os.kill(first.pid, signal.SIGCONT)
        time.sleep(0.01)
    for lock in first.data.rglob("lock"):
        lock.unlink()
    second = Platform(folder=first.folder)
    second.start()
    officer, roots = Officer(second, ledger), {}
    for number in range(5):
        if officer.change("BR-R", f"by the second, {number}") not in (200, 201):
            problems.append("a platform in the place of one that stands still took no change")
    if not follow(second, roots, problems, lambda: len(roots) > 1, 15):
        problems.append("a platform in the place of one that stands still does not publish its log")
    os.kill(first.pid, signal.SIGCONT)
    if follow(second, roots, problems, lambda: not first.is_alive(), 30):
        say(f"the one that stood still ended with {first.process.returncode}")
        if first.process.returncode == 0:
            problems.append("the one that stood still ended as if all were well")
    else:
        problems.append("the one that stood still goes on beside the one that took its place")
    writer.join()
    for number in range(5):
        if officer.change("BR-R", f"after the first went on, {number}") not in (200, 201):
            problems.append("the platform that took another's place took no change after that one went on")
    officer.close()
    follow(second, roots, problems, lambda: False, 3)
    problems += ledger.problems(second)
    first.kill()
    second.stop()
    problems += second.audit() + second.audit("sandbox")
    second.remove()
    return problems


def can_be_written(platform):
    """Whether nobody is in the middle of a transaction in any of the stores."""
    for file in platform.data.rglob("*.sqlite"):
        try:
            with contextlib.closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as store:
                store.execute("BEGIN IMMEDIATE")
                store.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return False
    return True


def changes(platform, ledger):
    """Changes until there is no answer any more."""
    officer = Officer(platform, ledger, timeout=60)
    try:
        for number in range(10_000):
            if officer.change("BR-F", f"by the first, {number}") not in (200, 201):
                return
            time.sleep(0.02)
    except NO_ANSWER:
        return
    finally:
        officer.close()


def follow(platform, roots, problems, is_over, seconds):
    """Looks at the published checkpoint until it is over; whether it was in time. No checkpoint may be shorter than one before, or differ."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        size, tree_root = platform.checkpoint() or (0, "")
        if size < max(roots, default=0):
            problems.append(f"the log went back from {max(roots)} to {size} entries")
        if roots.setdefault(size, tree_root) != tree_root:
            problems.append(f"two roots were signed for {size} entries")
        if is_over():
            return True
        time.sleep(0.05)
    return False


def guarded(problems, *arguments):
    try:
        problems += one(*arguments)
    except Exception as error:  # a thread's error must turn the check red
        problems.append(f"{type(error).__name__}: {error}")


def one(platform, receiver, moment):
    problems, regulator = [], Regulator(platform)
    accepted = [regulator.request(receiver.url) for _ in range(REQUESTS)]
    if any(isinstance(identifier, int) for identifier in accepted):
        return [f"requests were answered by {accepted}"]
    time.sleep(moment)  # the moment of standing still varies
    size = (platform.checkpoint("sandbox") or (0,))[0]
    os.kill(platform.pid, signal.SIGSTOP)
    other = subprocess.run(
        [assay, "platform", "serve", "--pki", platform.pki, "--data", platform.data, "--port", "0", "--operations-port", "0", "--players", "1"],
        cwd=root, capture_output=True, text=True, timeout=STILL_SECONDS)
    if other.returncode == 0 or "lock" not in (other.stdout + other.stderr) and "use" not in (other.stdout + other.stderr):
        problems.append(f"a second platform on the same data was not refused with its reason: {other.returncode} {other.stderr[-200:]}")
    time.sleep(STILL_SECONDS)  # longer than any lease
    os.kill(platform.pid, signal.SIGCONT)
    regulator.close()
    # Something new, so that there is something to publish.
    later = regulator.request(receiver.url)
    if isinstance(later, int):
        problems.append(f"a request after standing still was answered by {later}")
    else:
        accepted.append(later)
    end = time.monotonic() + 60
    while time.monotonic() < end and any(identifier not in receiver.deliveries for identifier in accepted):
        time.sleep(0.2)
    for identifier in accepted:
        ids = receiver.deliveries.get(identifier, set())
        if len(ids) != 1:
            problems.append(f"after standing still {len(ids)} deliveries of a request, not one")
    end = time.monotonic() + 15
    while time.monotonic() < end and (platform.checkpoint("sandbox") or (0,))[0] <= size:
        time.sleep(0.2)
    if (platform.checkpoint("sandbox") or (0,))[0] <= size:
        problems.append("the log is not published after standing still")
    return problems
