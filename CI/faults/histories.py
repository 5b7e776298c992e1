"""What clients did and were answered, held against what one thing after another could have answered (linearizability: Herlihy and Wing, 1990).

An operation has a time at which it was begun, one at which its answer was there, and what was asked and answered; one without an answer may have
taken effect at any moment after its beginning, or never. Each object is judged by itself, which is enough: a history is linearizable when those
of its objects are.
"""
import dataclasses, math


@dataclasses.dataclass
class Operation:
    """`asked` and `answered` are tuples that the model of the object understands; `answered` is None when there was no answer."""

    begun: float
    ended: float
    asked: tuple
    answered: tuple | None


def linearization(operations, model, first, limit=2_000_000):
    """An order of the operations that the model could have answered in, as their positions; None when there is none. `model(state, asked,
    answered)` gives the next state, or None when that answer is not possible; what had no answer it takes with every answer.
    - Raises OverflowError after `limit` steps: then nothing was shown."""
    operations = [dataclasses.replace(one, ended=math.inf) if one.answered is None else one for one in operations]
    order = sorted(range(len(operations)), key=lambda position: operations[position].begun)
    left, steps, seen, path = set(range(len(operations))), 0, set(), []
    needed = {position for position in left if operations[position].answered is not None}

    def candidates():
        """What may come next: whatever was begun before the first of those that are left had ended."""
        first_end = min((operations[position].ended for position in needed if position in left), default=math.inf)
        found = []
        for position in order:
            if operations[position].begun > first_end:
                break
            if position in left:
                found.append(position)
        return found

    stack = [(first, iter(candidates()))]
    while True:
        if not needed & left:
            return path
        state, choices = stack[-1]
        for position in choices:
            steps += 1
            if steps > limit:
                raise OverflowError("too many orders to try")
            following = model(state, operations[position].asked, operations[position].answered)
            if following is None:
                continue
            if following == state:
                if operations[position].answered is None:
                    continue  # not done at all is as good
                # What changes nothing and may be next can be next in every order there is: nothing else need be tried in its place.
                stack[-1] = (state, iter(()))
            mark = (frozenset(left - {position}), following)
            if mark in seen:
                continue
            seen.add(mark)
            left.discard(position)
            path.append(position)
            stack.append((following, None))
            stack[-1] = (following, iter(candidates()))
            break
        else:
            stack.pop()
            if not stack:
                return None
            left.add(path.pop())


def versioned(state, asked, answered):
    """A thing with versions that is written, on condition or not, deleted and read: state is (version, value), a value of None being no thing."""
    version, value = state
    kind, new, condition = asked
    fits = condition is None or (value is not None and condition in ("*", version))
    if kind == "read":
        good = answered is None or answered == ((404,) if value is None else (200, version, value))
        return state if good else None
    if not fits:
        # Without an answer it may also have been refused.
        return state if answered in (None, (412,)) else None
    if kind == "delete":
        if value is None:
            return state if answered in (None, (404,)) else None
        return (version + 1, None) if answered in (None, (200, version + 1, None)) else None
    made = (201 if value is None else 200, version + 1, new)
    return (version + 1, new) if answered in (None, made) else None


def question(state, asked, answered):
    """A question under one identifier: the first is accepted, the same again is accepted, another one is a conflict. State is what was accepted."""
    if state == "" or state == asked[1]:
        return asked[1] if answered in (None, (202,)) else None
    return state if answered in (None, (409,)) else None


def out_of_order(writes):
    """Pairs of acknowledged writes, of any objects, of which the one with the higher index in the log had ended before the other was begun.
    - Parameter writes: (index, begun, ended)."""
    wrong, earliest = [], (math.inf, None)
    for index, begun, ended in sorted(writes, reverse=True):
        if earliest[0] < begun:
            wrong.append((earliest[1], index))
        earliest = min(earliest, (ended, index), key=lambda pair: pair[0])
    return wrong
