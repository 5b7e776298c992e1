"""R7: a platform that stands still for longer than its leases last, and goes on (SIGSTOP, SIGCONT)."""
import os, random, signal, subprocess, threading, time

from receiver import Receiver, Regulator
from subject import Ledger, Platform, assay, root

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
    return problems


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
