"""R1: killed in the middle of its work, again and again (kill -9)."""
import random, threading, time

from subject import NO_ANSWER, Ledger, Officer, Platform, command

NAME, TIMES = "a platform that is killed", 50
WRITERS, RESTART_SECONDS = 8, 2.0


def run(say, times=TIMES, seed=1):
    chance, problems, ledger = random.Random(seed), [], Ledger()
    platform = Platform()
    platform.start()
    restarts, sizes = [], []
    for number in range(1, times + 1):
        writers = [threading.Thread(target=write, args=(platform, ledger, number, writer)) for writer in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(chance.uniform(0.05, 0.8))  # the moment of the blow, not a wait for something
        platform.kill()
        left = platform.checkpoint()
        if left:
            sizes.append(left)
        for writer in writers:
            writer.join()
        restarts.append(platform.start())
        published = platform.checkpoint()
        if published and sizes and published[0] < sizes[-1][0]:
            problems.append(f"kill {number}: the log went back from {sizes[-1][0]} to {published[0]} entries")
        if published:
            sizes.append(published)
        if number % 10 == 0:
            say(f"{number} of {times} kills, {len(ledger.changes)} changes acknowledged")
    problems += ledger.problems(platform)
    roots = {}
    for size, tree_root in sizes:
        if roots.setdefault(size, tree_root) != tree_root:
            problems.append(f"two roots were signed for {size} entries")
    restarts.sort()
    if restarts[len(restarts) // 2] > RESTART_SECONDS:
        problems.append(f"the middle one of {times} restarts took {restarts[len(restarts) // 2]:.1f} s, more than {RESTART_SECONDS} s")
    if len(ledger.changes) < times:
        problems.append(f"only {len(ledger.changes)} changes were acknowledged before {times} blows: too few to show anything")
    platform.stop()
    problems += platform.audit()
    platform.remove()
    say(f"{len(ledger.changes)} changes by {WRITERS} writers; a restart took {restarts[len(restarts) // 2]:.2f} s, {restarts[-1]:.2f} s at most")
    return problems


def write(platform, ledger, number, writer):
    try:
        officer = Officer(platform, ledger)
        for change in range(10_000):
            if officer.change(f"BR-K{writer}", f"kill {number}, writer {writer}, change {change}") not in (200, 201):
                return
    except NO_ANSWER:
        return
