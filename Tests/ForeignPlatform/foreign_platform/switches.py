"""Ways in which the platform departs from how it is delivered: wrong ones and allowed ones."""

from __future__ import annotations

import threading

DEFECTS = {
    "wrong-sum": "a row of the report whose revenue is not what its stakes and wins make",
    "lost-column": "the report in CSV lacks a column",
    "figures-of-yesterday": "documents hold the rows of the days before those that were asked for",
    "neighbours-runs": "the list of runs holds those of other licences",
    "digest-of-nothing": "the list names a digest that is not the document's",
    "any-signature": "requests are taken whatever their signature",
    "any-nonce": "a signed request can be sent twice",
    "old-signatures": "a signature is good for ever",
    "signatures-to-come": "a signature may be dated however far ahead",
    "any-callback": "answers are sent to whatever address a request names",
    "bare-callback": "deliveries are not signed",
    "other-body-signed": "the signature of a delivery is over another body",
    "silent-change": "a change is acknowledged and not written in the history",
    "lost-reason": "the history forgets why",
    "empty-diff": "the history says that something changed and not what",
    "loose-hashes": "the hash before a change is not the one after the change before it",
    "any-role": "roles are not looked at",
    "bearer-tokens": "a token is good with any certificate",
    "bare-refusals": "refusals are plain text",
    "csv-for-all": "a format that is not served is replaced by CSV",
    "deaf-to-weights": "the weights of accepted types are overlooked",
    "secret-methods": "a refused method is not told which there are",
    "forgotten-deletion": "deletions are not in the history",
    "own-approval": "whoever asked for a change may agree to it",
    "broken-at-depth": "a deeply nested body ends in a server error",
    "uncovered-body": "signatures need not cover the body",
    "open-questions": "every regulator sees the state of every question",
    "reused-identifier": "an identifier is taken again with another question",
    "old-dates": "the history says that everything was changed long ago",
    "endless-delivery": "a delivery is repeated although it was acknowledged",
}

VARIATIONS = {
    "quoted-csv": "every field of the CSV is in quotation marks",
    "prefixed-xml": "the XML has prefixes, comments and no line ends",
    "offset-times": "times have an offset of zero and microseconds instead of Z",
    "upper-uuids": "identifiers in capital letters",
    "more-members": "documents have members that nobody asked for",
    "newest-first": "the history begins with the newest change",
    "small-pages": "the history comes in pages of five changes",
    "chunked": "answers are chunked",
    "relative-types": "types of problems are relative references",
    "sent-twice": "a delivery is sent twice, as at-least-once allows",
    "parameters": "media types have parameters and capital letters",
    "shouting-cache": "directives of Cache-Control are in capital letters",
    "absolute-location": "Location is an absolute address",
    "more-covered": "signatures cover more than is asked and have another label",
    "closing": "every answer ends its connection",
    "other-states": "finished runs are called published",
    "airy-json": "JSON has white space, escapes and another order of members",
    "no-nulls": "members without a value are left out",
}


class Switches:
    """The defects and variations that are on; changed by the control endpoint while requests are served."""

    def __init__(self, names: list[str]) -> None:
        self._lock = threading.Lock()
        self._on: frozenset[str] = frozenset()
        self.set(names)

    def set(self, names: list[str]) -> None:
        """Switches exactly these on; raises ValueError for a name that is none."""
        for name in names:
            if name not in DEFECTS and name not in VARIATIONS:
                raise ValueError(f"no defect or variation is called {name}")
        with self._lock:
            self._on = frozenset(names)

    def __contains__(self, name: str) -> bool:
        assert name in DEFECTS or name in VARIATIONS, name
        with self._lock:
            return name in self._on
