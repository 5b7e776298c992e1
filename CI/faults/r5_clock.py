"""R5: the clock jumps, with the machine's own count of time and without it (libfaketime)."""
import glob, time

from subject import NO_ANSWER, Ledger, Officer, Platform

NAME, TIMES = "a clock that jumps", 6
NEEDS = ["faketime"]
HOUR, YEAR = 3600, 365 * 86400
# By how much the clock is off, one after another; beyond the certificates' end nobody may be let in.
STEPS = [0, HOUR, 0, -HOUR, 0, 8 * YEAR, 0, 25 * HOUR, 0]


def run(say, times=TIMES, seed=1):
    problems = []
    for keeps_monotonic in (True, False):
        problems += [f"{'wall clock alone' if keeps_monotonic else 'all clocks'}: {problem}" for problem in one(say, keeps_monotonic)]
    return problems


def one(say, keeps_monotonic):
    problems, ledger = [], Ledger()
    library = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")[0]
    platform = Platform()
    offset = platform.folder / "offset"
    offset.write_text("+0\n")
    platform.environment = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(offset), "FAKETIME_NO_CACHE": "1"}
    if keeps_monotonic:
        platform.environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
    platform.start()
    last, held = -1, None
    for number, step in enumerate(STEPS):
        offset.write_text(f"{step:+d}\n")
        time.sleep(1.2)
        officer = Officer(platform, ledger, clock=lambda: time.time() + step)
        if held and abs(held[1] - step) >= HOUR:
            status = with_token(officer, held[0])
            if step > held[1] and status != 401:
                problems.append(f"step {number}: a token of {step - held[1]} s ago was answered by {status}, not by 401")
            if status in (200, 201):
                problems.append(f"step {number}: a token of another time was good")
        if not platform.is_alive():
            problems.append(f"step {number}: the process ended after a jump to {step:+d} s: {platform.said()[-300:]}")
            break
        try:
            status = officer.change("BR-T", f"step {number}, {step:+d} s")
        except NO_ANSWER as error:
            status = getattr(error, "status", str(error))
        if step >= 8 * YEAR:
            if status in (200, 201):
                problems.append(f"step {number}: a certificate that is over by years was good")
        elif status not in (200, 201):
            problems.append(f"step {number}: a change at {step:+d} s was answered by {status}")
        else:
            index = max(ledger.changes.values())
            if index <= last:
                problems.append(f"step {number}: the log's index went from {last} to {index}")
            last, held = index, (officer.token, step)
        end, published = time.monotonic() + 10, False
        while time.monotonic() < end and not published:
            published = (platform.checkpoint() or (0,))[0] > last
            time.sleep(0.1)
        if not published:
            problems.append(f"step {number}: entry {last} is not published within 10 s after a jump to {step:+d} s")
    if platform.is_alive():
        problems += ledger.problems(platform)
        if platform.stop() is None:
            problems.append("it did not end within a minute of being asked to")
        problems += platform.audit()
    say(f"{len(STEPS)} jumps, {len(ledger.changes)} changes acknowledged")
    platform.remove()
    return problems


def with_token(officer, token):
    try:
        status, _, _ = officer.exchange("GET", officer.prefix + "/operator/bonus_rule/BR-T", None, {"Authorization": f"Bearer {token}"})
        return status
    except NO_ANSWER:
        return None
