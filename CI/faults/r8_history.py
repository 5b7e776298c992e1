"""R8: many clients at once, and a kill between: whether what they were answered could have come of one thing done after another."""
import copy, random, threading, time, uuid

from histories import Operation, linearization, out_of_order, question, versioned
from receiver import Receiver, Regulator
from subject import NO_ANSWER, Client, Platform

NAME, TIMES = "a history of many clients", 5
CLIENTS, OPERATIONS, THINGS, QUESTIONS = 16, 4_000, 24, 40


def run(say, times=TIMES, seed=1):
    problems = []
    for number in range(times):
        problems += one(say, seed * 1000 + number)
        if problems:
            problems.append(f"seed {seed * 1000 + number}")
            break
    return problems


def one(say, seed):
    platform, problems, history = Platform(), [], History()
    platform.start()
    receiver = Receiver(platform)
    left = [OPERATIONS]
    half = threading.Event()
    chance = random.Random(seed)
    asked = [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(QUESTIONS)]
    threads = [threading.Thread(target=guarded, args=(problems, work, platform, receiver, history, left, half, asked, seed * 100 + client))
               for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    half.wait(600)
    platform.kill()
    platform.start()
    for thread in threads:
        thread.join()
    begun = time.monotonic()
    problems += judged(history)
    problems += damaged(history, chance)
    for entry, things in history.answered_writes().items():
        if len(things) > 1:
            problems.append(f"index {entry} of the log was told of {len(things)} changes")
    unknown = sum(operation.answered is None for operations in history.objects.values() for operation in operations)
    total = sum(map(len, history.objects.values()))
    say(f"{total} operations on {len(history.objects)} objects by {CLIENTS} clients, {unknown} without an answer; judged in {time.monotonic() - begun:.1f} s")
    if total < OPERATIONS / 2 or not unknown:
        problems.append(f"{total} operations, {unknown} without an answer: too few to show anything")
    platform.stop()
    problems += platform.audit() + platform.audit("sandbox")
    platform.remove()
    return problems


def guarded(problems, body, *arguments):
    try:
        body(*arguments)
    except Exception as error:  # a thread's error must turn the check red
        problems.append(f"{type(error).__name__}: {error}")


class History:
    """What was asked and answered, by object; for any number of threads."""

    def __init__(self):
        self.lock, self.objects, self.writes = threading.Lock(), {}, []

    def keep(self, thing, operation, index=None):
        with self.lock:
            self.objects.setdefault(thing, []).append(operation)
            if index is not None:
                self.writes.append((index, operation.begun, operation.ended))

    def answered_writes(self):
        found = {}
        for index, begun, _ in self.writes:
            found.setdefault(index, set()).add(begun)
        return found


def work(platform, receiver, history, left, half, asked, seed):
    chance = random.Random(seed)
    officer, regulator = Client(platform, "officer", "compliance_officer"), Regulator(platform)
    known = {}
    while True:
        with history.lock:
            left[0] -= 1
            if left[0] < 0:
                break
            if left[0] < OPERATIONS / 2:
                half.set()
        if chance.random() < 0.1:
            ask(regulator, receiver, history, chance.choice(asked), chance.choice("AB"))
        else:
            change(officer, history, chance, known)
    officer.close()
    regulator.close()


def change(officer, history, chance, known):
    thing = f"BR-H{chance.randrange(THINGS)}"
    kind = chance.choices(["read", "write", "delete"], [4, 5, 1])[0]
    condition = None if kind == "read" or chance.random() < 0.5 else chance.choice(["*", known.get(thing, 1)])
    percentage = chance.randrange(500)
    fields = {} if condition is None else {"If-Match": "*" if condition == "*" else f'"{condition}"'}
    value = {"name": "Bonus", "percentage": percentage, "max_amount": {"amount": "10.00", "currency": "EUR"},
             "wagering_multiple": 35, "valid_from": "2026-10-01", "valid_to": None, "active": True}
    body = {"read": None, "write": {"value": value, "reason": "one of many"}, "delete": {"reason": "one of many"}}[kind]
    asked = (kind, percentage if kind == "write" else None, condition)
    told = attempt(officer, lambda: officer.ask({"read": "GET", "write": "PUT", "delete": "DELETE"}[kind], f"/operator/bonus_rule/{thing}", body, fields))
    begun, ended, answer = told
    index = None
    if answer is not None:
        status, _, document = answer
        if status in (200, 201):
            known[thing] = document["version"]
            answer = (status, document["version"], document["value"] and document["value"]["percentage"])
            index = document["audit"]["index"] if kind != "read" else None
        elif status == 503:
            return  # said not to have been done, and shown by the others' answers
        else:
            answer = (status,)
    history.keep(thing, Operation(begun, ended, asked, answer), index)


def ask(regulator, receiver, history, identifier, which):
    told = attempt(regulator, lambda: regulator.request(receiver.url, identifier, {"A": "2026-10-15", "B": "2026-10-16"}[which]))
    begun, ended, answer = told
    if answer == 503:
        return
    history.keep(identifier, Operation(begun, ended, ("ask", which), answer and ((202,) if isinstance(answer, str) else (answer,))))


def attempt(client, call):
    """When it was begun and ended, and its answer, None without one. What cannot have been sent is not counted: there is a connection first."""
    end = time.monotonic() + 120
    while True:
        try:
            if not client.token or time.monotonic() >= client.until:
                client.new_token()
            if client.connected().sock is None:
                client.connection.connect()
            break
        except NO_ANSWER:
            # The platform is being started anew.
            if time.monotonic() > end:
                raise
            client.close()
            time.sleep(0.05)
    begun = time.monotonic()
    try:
        answer = call()
    except NO_ANSWER:
        return begun, time.monotonic(), None
    return begun, time.monotonic(), answer


def judged(history):
    problems = []
    for thing, operations in history.objects.items():
        model, first = (versioned, (0, None)) if thing.startswith("BR-") else (question, "")
        if linearization(operations, model, first) is None:
            problems.append(f"what was answered about {thing} ({len(operations)} operations) cannot have come of one thing after another")
    for later, earlier in out_of_order(history.writes)[:3]:
        problems.append(f"the log has change {earlier} before {later}, which was answered before the other was asked for")
    return problems


def damaged(history, chance):
    """The same history with one answer that cannot be: each kind must be found, else nothing was shown."""
    problems = []
    thing = max((name for name in history.objects if name.startswith("BR-")), key=lambda name: len(history.objects[name]))
    operations = history.objects[thing]
    reads = [place for place, one in enumerate(operations) if one.asked[0] == "read" and one.answered and one.answered[0] == 200 and one.answered[1] > 1]
    writes = [place for place, one in enumerate(operations) if one.asked[0] == "write" and one.answered and one.answered[0] == 200]
    if not reads or not writes:
        return ["no read and no write to be damaged: too few to show anything"]
    def changed(places, change):
        place = chance.choice(places)
        copied = copy.deepcopy(operations)
        copied[place].answered = change(copied[place].answered)
        return linearization(copied, versioned, (0, None))
    if changed(reads, lambda answer: (200, answer[1], -1)) is not None:
        problems.append("a value that nobody wrote would not have been found: the check itself is wrong")
    if changed(writes, lambda answer: (200, answer[1] - 1, answer[2])) is not None:
        problems.append("a version given twice would not have been found: the check itself is wrong")
    stale = sorted((one for one in operations if one.asked[0] == "read" and one.answered and one.answered[0] == 200), key=lambda one: one.begun)
    if len(stale) > 2 and stale[0].answered != stale[-1].answered:
        copied = [copy.copy(one) for one in operations]
        copied[operations.index(stale[-1])].answered = stale[0].answered
        if linearization(copied, versioned, (0, None)) is not None:
            problems.append("a value of long ago would not have been found: the check itself is wrong")
    index, begun, ended = max(history.writes)
    if not out_of_order([*history.writes, (-1, ended + 1, ended + 2)]):
        problems.append("a change at a wrong place of the log would not have been found: the check itself is wrong")
    return problems
