"""A call: one act at one address, what it takes and gives, and all that is checked before and said instead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from amends.process import Scope
from amends.store.shelf import NotKept
from amends.vault import Damaged
from amends.web.api.tokens import diary_of
from amends.web.faults import log
from amends.web.refused import JSON, NoAnswer, answered, refused
from amends.web.throttle import TooMany

LESS = "This is more than can be sent at once. Send less."
NO_JSON = "The body must be JSON in UTF-8, nested no deeper than the schema says."


Named = tuple[str, str, dict[str, Any]]  # what may be said beside the body: its name, what it is, and its schema


@dataclass(frozen=True, slots=True)
class Call:
    """One thing a program may ask. `decode` makes of a decoded body what `does` works on, and raises ValueError that
    says what it must be: `takes` is its type for the document, None where there is no body. `does` gives a value of
    type `gives`, and may raise NoAnswer. `refuses` are the statuses of its own, beside those that any call has, and
    `status` is that of the answer. `scope` is what a token must be allowed for it; `does` gets its `diary` then.
    `asks` names what may follow the ? in its address, each with what it is and its schema; `heads` the same of headers.
    `at` is where what was made is found, below the API's home, with `{id}` in place of the id that `does` gave.
    """

    method: str
    about: str
    gives: Any
    does: Callable[..., Any]
    takes: Any = None
    decode: Callable[[Any], Any] = bool
    refuses: tuple[int, ...] = ()
    status: int = 200
    scope: Scope | None = None
    asks: tuple[Named, ...] = ()
    heads: tuple[Named, ...] = ()
    at: str = ""


def view(*calls: Call) -> Callable[..., HttpResponse]:
    """The view for the calls of one address, by their method. No form's token is asked for: no cookie is looked at."""

    @csrf_exempt
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            call = _called(request, calls)
            opened = {"diary": diary_of(request, call.scope)} if call.scope else {}  # first: who may not come in
            made = call.does(request, _asked(request, call), **opened, **named)
            return answered(made, call.status, _location(call, made))
        except NoAnswer as no:
            return refused(no.status, no.says, no.headers, no.more)
        except Exception as error:
            return _refusal(error)

    return answer


def _location(call: Call, made: Any) -> tuple[tuple[str, str], ...]:
    return (("Location", reverse("api") + call.at.format(id=made.id)),) if call.at else ()


def _called(request: HttpRequest, calls: Sequence[Call]) -> Call:
    method = "GET" if request.method == "HEAD" else request.method
    for call in calls:
        if call.method == method:
            return call
    known = [call.method for call in calls]
    allowed = ", ".join([*known, *(["HEAD"] if "GET" in known else [])])
    raise NoAnswer(405, f"This address takes {allowed}.", (("Allow", allowed),))


def _asked(request: HttpRequest, call: Call) -> Any:
    """What the call works on. Raises NoAnswer."""
    try:
        return call.decode(_body(request)) if call.takes else None
    except RecursionError:
        raise NoAnswer(400, NO_JSON) from None
    except ValueError as error:
        raise NoAnswer(422, f"The body: {error}.") from None


def _body(request: HttpRequest) -> Any:
    """The body as plain values. Raises NoAnswer."""
    if request.content_type != JSON:
        raise NoAnswer(415, f"Send the header Content-Type: {JSON}.")
    try:
        return msgspec.json.decode(request.body)
    except RequestDataTooBig:
        raise NoAnswer(413, LESS) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, UnreadablePostError):
        raise NoAnswer(400, NO_JSON) from None


def _refusal(error: Exception) -> HttpResponse:
    """What is said for an error on the way. What is a fault of the program goes to the log, without any value."""
    if isinstance(error, TooMany):
        return refused(429, f"That was a lot at once. Try again in {error.seconds} seconds.", _after(error.seconds))
    if isinstance(error, SuspiciousOperation):
        return refused(400, "This address asks for more than can be read at once. Send less behind its question mark.")
    if isinstance(error, NotKept):
        return refused(404, "There is no such entry in this diary.")
    log.error("a program got no answer:", exc_info=error)
    if isinstance(error, Damaged):
        return refused(500, "This entry is kept, and cannot be opened: it is damaged.")
    if isinstance(error, (DatabaseError, InterfaceError)):
        return refused(507, "What keeps the diaries here does not answer, or its disk cannot be written to.")
    return refused(500, "Something broke here. This is our fault, not yours.")


def _after(seconds: int) -> tuple[tuple[str, str], ...]:
    return (("Retry-After", str(seconds)),)
