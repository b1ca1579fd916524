"""What a program is told that gets no answer: JSON with a code for it and a sentence for whoever wrote it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from amends.known import know

PREFIX = f"{settings.PATH}api/"
JSON = "application/json"
# The words that programs go by. They never change: what Python calls a status does.
CODES = {
    400: "not-json",
    401: "not-open",
    403: "not-allowed",
    404: "not-here",
    405: "other-method",
    408: "too-slow",
    409: "in-the-way",
    413: "too-large",
    415: "other-type",
    422: "not-understood",
    429: "too-often",
    500: "broken",
    503: "busy",
    507: "not-kept",
}


@dataclass(frozen=True, slots=True)
class Error:
    """Why: a word to go by, and a sentence that says what to change."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer to a call that was not done."""

    error: Error


know(Refusal)


@dataclass(eq=False)  # not frozen: whoever lets it through a context notes on it where it was raised
class NoAnswer(Exception):
    """A call that is not done, and why. `more` is for an answer that says more than why: made of its error."""

    status: int
    says: str
    headers: tuple[tuple[str, str], ...] = ()
    more: Callable[[Error], Any] = Refusal


def is_for_programs(request: HttpRequest) -> bool:
    """Whether this address is one that programs call."""
    return request.path.startswith(PREFIX)


def answered(value: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> HttpResponse:
    """A value as JSON: the same one gives the same bytes, in whatever order its sets were filled. A plain object (the
    document) keeps the order in which it is written."""
    told = msgspec.json.encode(value, order=None if isinstance(value, dict) else "deterministic")
    return HttpResponse(told, status=status, content_type=JSON, headers=dict(headers))


def refused(
    status: int, says: str, headers: tuple[tuple[str, str], ...] = (), more: Callable[[Error], Any] = Refusal
) -> HttpResponse:
    """Why there is no answer, as JSON."""
    return answered(more(Error(CODES[status], says)), status, headers)
