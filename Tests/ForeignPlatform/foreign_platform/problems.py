"""Refusals as problem details (RFC 9457)."""

from __future__ import annotations


class Problem(Exception):
    """A refusal: what is answered instead of what was asked for."""

    def __init__(self, status: int, code: str, title: str, pointer: str | None = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(title)
        self.status = status
        self.code = code
        self.title = title
        self.pointer = pointer
        self.headers = headers or {}


def not_found() -> Problem:
    return Problem(404, "not-found", "There is no such thing here")


def bad(pointer: str, title: str) -> Problem:
    return Problem(400, "bad-content", title, pointer)
