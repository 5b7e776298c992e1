"""R6: a receiver that is not there, does not answer, breaks off or refuses, in a network of its own (unshare -n)."""
import ctypes, os, subprocess, time

from receiver import MODES, Receiver, Regulator
from subject import NO_ANSWER, Ledger, Officer, Platform

NAME, TIMES = "a network that is cut", len(MODES)
NEEDS = ["iptables", "iproute2"]
REQUESTS, RECOVERY_SECONDS = 12, 60
CLONE_NEWNET = 0x40000000


def run(say, times=TIMES, seed=1):
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
        return [f"no network of its own: {os.strerror(ctypes.get_errno())}"]
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    problems, ledger, offset = [], Ledger(), 0
    platform = Platform()
    platform.start()
    receiver = Receiver(platform)
    for number in range(times):
        mode = MODES[number % len(MODES)]
        regulator = Regulator(platform, clock=lambda: time.time() + offset)
        receiver.set(mode)
        attempts, begun = receiver.attempts, time.monotonic()
        accepted = []
        for _ in range(REQUESTS):
            identifier = regulator.request(receiver.url)
            if isinstance(identifier, int):
                problems.append(f"{mode}: a request was answered by {identifier} while its receiver is away")
            else:
                accepted.append(identifier)
        # What has nothing to do with that receiver goes on as ever.
        slowest = 0.0
        for change in range(20):
            asked = time.monotonic()
            try:
                if Officer(platform, ledger).change("BR-N", f"{mode}, change {change}") not in (200, 201):
                    problems.append(f"{mode}: a change was refused while a receiver is away")
            except NO_ANSWER as error:
                problems.append(f"{mode}: {error}")
            slowest = max(slowest, time.monotonic() - asked)
        if slowest > 2:
            problems.append(f"{mode}: a change took {slowest:.1f} s while a receiver is away")
        time.sleep(max(0, 8 - (time.monotonic() - begun)))  # for so long the receiver is away
        if mode in ("silent", "resets", "503") and receiver.attempts == attempts:
            problems.append(f"{mode}: nobody tried to deliver: the check itself is wrong")
        if any(identifier in receiver.deliveries for identifier in accepted):
            problems.append(f"{mode}: something was delivered while the receiver was away: the check itself is wrong")
        receiver.set("good")
        end, waited = time.monotonic() + RECOVERY_SECONDS, time.monotonic()
        while time.monotonic() < end and any(identifier not in receiver.deliveries for identifier in accepted):
            # The next attempts are minutes away: the sandbox's clock is moved there.
            regulator.advance(400)
            offset += 400
            time.sleep(3)
        missing = [identifier for identifier in accepted if identifier not in receiver.deliveries]
        if missing:
            problems.append(f"{mode}: {len(missing)} of {len(accepted)} answers did not arrive within {RECOVERY_SECONDS} s after the outage")
        say(f"{mode}: {len(accepted)} requests, all there {time.monotonic() - waited:.0f} s after the outage" if not missing else f"{mode}: missing {len(missing)}")
    doubled = [identifier for identifier, ids in receiver.deliveries.items() if len(ids) != 1]
    if doubled:
        problems.append(f"{len(doubled)} answers were delivered under more than one identifier")
    problems += ledger.problems(platform)
    platform.stop()
    problems += platform.audit() + platform.audit("sandbox")
    platform.remove()
    return problems
