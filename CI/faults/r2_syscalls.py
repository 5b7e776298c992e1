"""R2: one system call of it fails, or is its last (strace --inject), while changes are made and the log is published.

After a synchronization of a realm's state or log that failed, nothing is acknowledged, the platform ends by itself with 8, and what is there after
a new start is whole (`audit fsck`). Whatever else fails may end it, with 8 too.
"""
import random, re, shutil, signal, subprocess, time

from subject import NO_ANSWER, Ledger, Officer, Platform

NAME, TIMES = "a system call that fails", 150
NEEDS = ["strace"]
CALLS = {
    "openat": ["EIO", "ENOSPC"], "pread64": ["EIO", "EINTR"], "read": ["EIO", "EINTR"], "pwrite64": ["EIO", "ENOSPC", "EINTR"],
    "write": ["EIO", "ENOSPC", "EINTR"], "fdatasync": ["EIO", "ENOSPC"], "fsync": ["EIO", "ENOSPC"], "rename": ["EIO", "ENOSPC"],
    "link": ["EIO", "ENOSPC"], "mkdir": ["EIO", "ENOSPC"], "ftruncate": ["EIO", "EINTR"], "close": ["EIO", "EINTR"], "unlink": ["EIO"],
}
SYNCS = ("fsync", "fdatasync")
SYNCED = re.compile(r"/(production|sandbox)/(platform\.sqlite|log[/>])")
MEDIUM_FAILED = 8


def run(say, times=TIMES, seed=1):
    chance, problems, ledger = random.Random(seed), [], Ledger()
    platform = Platform()
    platform.start()
    hit = dead = 0
    plan = [(call, outcome) for call, errors in CALLS.items() for outcome in [f"error={name}" for name in errors] + ["signal=KILL"]]
    chance.shuffle(plan)
    for number in range(1, times + 1):
        call, outcome = plan[number % len(plan)]
        nth = chance.randint(1, 12)
        what = f"{number}: {call} number {nth}, {outcome}"
        if not platform.is_alive():
            platform.start()
        trace = platform.folder / "trace.txt"
        trace.write_text("")
        tracer = subprocess.Popen(
            ["strace", "-f", "-y", "-qq", "-p", str(platform.pid), "-o", trace, "-e", f"trace={call}", "-e", f"inject={call}:{outcome}:when={nth}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        attached(tracer, platform.pid)
        work(platform, ledger, what)
        tracer.send_signal(signal.SIGTERM)
        try:
            tracer.wait(30)
        except subprocess.TimeoutExpired:
            # It waits for a process that it killed itself: nothing of either is left to wait for.
            tracer.kill()
            platform.kill()
            tracer.wait(30)
        injected = [line for line in trace.read_text(errors="replace").splitlines() if "(INJECTED)" in line or "+++ killed by SIGKILL" in line]
        hit += bool(injected)
        failed_sync = call in SYNCS and outcome.startswith("error") and any(SYNCED.search(line) and "(INJECTED)" in line for line in injected)
        if failed_sync:
            # What a failed synchronization left on the medium is unknown: nothing may be acknowledged before a new start.
            try:
                status = Officer(platform, ledger).change("BR-S", f"{what}, after the failed sync")
                if status in (200, 201):
                    problems.append(f"{what}: acknowledged after a synchronization had failed, without a new start")
            except NO_ANSWER:
                pass
            if platform.ended() is None:
                problems.append(f"{what}: goes on after a synchronization had failed")
        died = not platform.is_alive()
        if died and outcome.startswith("error") and platform.process.returncode != MEDIUM_FAILED:
            problems.append(f"{what}: ended with {platform.process.returncode}, not with {MEDIUM_FAILED}")
        dead += died
        if not died and platform.stop() is None:
            problems.append(f"{what}: did not end within a minute of being asked to")
        try:
            platform.start()
        except RuntimeError as error:
            problems.append(f"{what}: {error}")
            shutil.copytree(platform.folder, f"{platform.folder}-kept-{number}")
            break
        problems += [f"{what}: {problem}" for problem in ledger.problems(platform)]
        platform_log = platform.audit()
        problems += [f"{what}: {problem}" for problem in platform_log]
        if failed_sync:
            platform.stop()
            problems += [f"{what}: {problem}" for realm in ("production", "sandbox") for problem in platform.examine(realm)]
        if number % 10 == 0:
            say(f"{number} of {times}, {hit} hit, {dead} ended the process, {len(ledger.changes)} changes acknowledged")
        if len(problems) > 5:
            break
    platform.stop()
    platform.remove()
    if hit < times / 3:
        problems.append(f"only {hit} of {times} injections hit a call: too few to show anything")
    say(f"{hit} of {times} injections hit a call, {dead} ended the process, {len(ledger.changes)} changes acknowledged (seed {seed})")
    return problems


def attached(tracer, pid, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end and tracer.poll() is None:
        try:
            if "TracerPid:\t0" not in open(f"/proc/{pid}/status").read():
                return
        except FileNotFoundError:
            return
        time.sleep(0.01)


def work(platform, ledger, what):
    """Some changes and time for a checkpoint."""
    try:
        officer = Officer(platform, ledger, timeout=8)
        for change in range(12):
            officer.change("BR-S", f"{what}, change {change}")
            time.sleep(0.1)
    except NO_ANSWER:
        pass
