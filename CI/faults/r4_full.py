"""R4: the disk is full, and has room again."""
import os, pathlib, shutil, subprocess, tempfile, time, urllib.error, urllib.request

from subject import NO_ANSWER, Client, Ledger, Officer, Platform

NAME, TIMES = "a disk that is full", 3
RECOVERY_SECONDS = 20


def run(say, times=TIMES, seed=1):
    problems, ledger = [], Ledger()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="assay-faults-"))
    first = Platform(folder)
    first.start()
    first.stop()
    used = int(subprocess.run(["du", "-sm", first.data], capture_output=True, text=True, check=True).stdout.split()[0])
    kept = folder / "kept"
    shutil.move(first.data, kept)
    first.data.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={used + 16}m", "assay-faults", first.data], check=True)
    try:
        shutil.copytree(kept, first.data, dirs_exist_ok=True)
        platform = first
        platform.start()
        for number in range(1, times + 1):
            problems += [f"round {number}: {problem}" for problem in one(platform, ledger, number)]
            say(f"{number} of {times}, {len(ledger.changes)} changes acknowledged")
        problems += ledger.problems(platform)
        platform.stop()
        problems += platform.audit() + platform.audit("sandbox")
    finally:
        first.kill()
        subprocess.run(["umount", "-l", first.data], check=False)
        first.remove()
    return problems


def one(platform, ledger, number):
    problems, filler = [], platform.data / "filler"
    officer = Officer(platform, ledger)
    if officer.change("BR-F", f"round {number}, before") not in (200, 201):
        return ["a change before the disk was full was refused"]
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            pass
    refused = 0
    for change in range(200):
        try:
            status, fields, told = officer.ask(
                "PUT", "/operator/bonus_rule/BR-F",
                {"value": {"name": "x" * 60, "percentage": change, "max_amount": {"amount": "10.00", "currency": "EUR"}, "wagering_multiple": 35,
                           "valid_from": "2026-10-01", "valid_to": None, "active": True}, "reason": f"round {number}, full, {change}"})
        except NO_ANSWER as error:
            return problems + [f"no answer while the disk is full: {error}"]
        if status in (200, 201):
            ledger.acknowledge("BR-F", f"round {number}, full, {change}", told["audit"]["index"])
            continue
        refused += 1
        if status not in (503, 507):
            problems.append(f"a change that cannot be kept was answered by {status}")
        elif not fields.get("Retry-After"):
            problems.append(f"a {status} without Retry-After")
        if refused == 10:
            break
    if not refused:
        problems.append("the disk was full, and 200 changes were acknowledged: the check itself is wrong")
    if not platform.is_alive():
        return problems + ["the process ended on a full disk"]
    if answer(platform.ready["operations_url"] + "/livez") != 200:
        problems.append("/livez is not 200 on a full disk")
    if answer(platform.ready["operations_url"] + "/readyz") != 503:
        problems.append("/readyz is not 503 on a full disk")
    filler.unlink()
    end, resumed = time.monotonic() + RECOVERY_SECONDS, False
    while time.monotonic() < end and not resumed:
        try:
            resumed = officer.change("BR-F", f"round {number}, after, {time.monotonic()}") in (200, 201)
        except NO_ANSWER:
            pass
        if not resumed:
            time.sleep(0.5)
    if not resumed:
        problems.append(f"{RECOVERY_SECONDS} s after there was room again a change is still refused")
    size = (platform.checkpoint() or (0,))[0]
    while time.monotonic() < end and (platform.checkpoint() or (0,))[0] <= size:
        officer.change("BR-F", f"round {number}, published, {time.monotonic()}")
        time.sleep(0.5)
    if (platform.checkpoint() or (0,))[0] <= size:
        problems.append("the log is not published again after there was room")
    if answer(platform.ready["operations_url"] + "/readyz") != 200:
        problems.append("/readyz is not 200 after there was room again")
    return problems


def answer(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
