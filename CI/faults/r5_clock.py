"""R5: the wall clock jumps alone, as when it is set (wall_clock.c), or with every other clock, as after a sleep (libfaketime)."""
import glob, pathlib, subprocess, time

from subject import NO_ANSWER, Ledger, Officer, Platform

NAME, TIMES = "a clock that jumps", 6
NEEDS = ["faketime"]
HOUR = 3600
# By how much the clock is off, one after another: two hours at first, so that what is an hour earlier is no time before the keys were made.
# At eight years the certificates are over, and nobody may be let in. A machine's own count of time never goes back.
STEPS = {True: [2, 3, 2, 1, 2, 8 * 8766, 2, 27, 2], False: [2, 3, 4, 28, 52, 8 * 8766]}


def run(say, times=TIMES, seed=1):
    problems = []
    for keeps_monotonic in (True, False):
        problems += [f"{'wall clock alone' if keeps_monotonic else 'all clocks'}: {problem}" for problem in one(say, keeps_monotonic)]
    return problems


def one(say, keeps_monotonic):
    problems, ledger = [], Ledger()
    platform = Platform()
    offset = platform.folder / "offset"
    steps = [hours * HOUR for hours in STEPS[keeps_monotonic]]
    offset.write_text(f"{steps[0]:+d}\n")
    if keeps_monotonic:
        library = platform.folder / "wall_clock.so"
        source = pathlib.Path(__file__).parent / "wall_clock.c"
        subprocess.run(["clang", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        platform.environment = {"LD_PRELOAD": str(library), "ASSAY_WALL_OFFSET": str(offset)}
    else:
        library = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")[0]
        platform.environment = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(offset), "FAKETIME_NO_CACHE": "1"}
    # libfaketime sets a variable of its own, after which Swift's runtime no longer finds the arguments: `env` has it set before.
    platform.wrapper = ["/usr/bin/env"]
    platform.start()
    last, held = -1, None
    for number, step in enumerate(steps):
        offset.write_text(f"{step:+d}\n")
        time.sleep(1.2)
        officer = Officer(platform, ledger, clock=lambda: time.time() + step)
        if held and abs(held[1] - step) >= HOUR:
            status = with_token(officer, held[0])
            if step > held[1] and status not in (401, None):
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
        if step > 365 * 24 * HOUR:
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
        # Looked at from where it began: everything must be there, in the same order.
        if platform.stop() is None:
            problems.append("it did not end within a minute of being asked to")
        offset.write_text(f"{steps[0]:+d}\n")
        platform.start()
        problems += ledger.problems(platform, clock=lambda: time.time() + steps[0])
        if platform.stop() is None:
            problems.append("it did not end within a minute of being asked to")
        problems += platform.audit()
    say(f"{len(steps)} jumps, {len(ledger.changes)} changes acknowledged")
    platform.remove()
    return problems


def with_token(officer, token):
    try:
        status, _, _ = officer.exchange("GET", officer.prefix + "/operator/bonus_rule/BR-T", None, {"Authorization": f"Bearer {token}"})
        return status
    except NO_ANSWER:
        return None
