"""The door of the server: what is read, by when, in which lane, and what the site gets to see of it."""

import asyncio
import json
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from wsgiref.types import StartResponse

import pytest
from django.conf import settings

from amends.web import asgi
from amends.web.asgi import Door, Lane

Message = dict[str, object]
SMALL, LARGE = 1_000_000, 50_000_000


def echo(environ: dict[str, object], start: StartResponse) -> Iterable[bytes]:
    """A site that says what it was asked. Its one large page opens for whoever has a cookie."""
    shown = {name: value for name, value in environ.items() if isinstance(value, str)}
    opens = environ["PATH_INFO"] != "/file/" or "HTTP_COOKIE" in environ
    start("200 OK" if opens else "401 Unauthorized", [("Content-Type", "application/json")])
    length = len(environ["wsgi.input"].read())
    return [json.dumps(shown | {"length": length, "thread": threading.current_thread().name}).encode()]


class Wire:
    """One request as a server hands it over, and what came back."""

    def __init__(self, path: str = "/", method: str = "POST", **headers: str) -> None:
        self.scope: Message = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "query_string": b"a=%20\xff",
            "client": ("192.0.2.1", 5000),
            "server": ("127.0.0.1", 8000),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
        self.sent: list[Message] = []
        self.taken = 0

    async def send(self, message: Message) -> None:
        """Takes a part of the answer."""
        self.sent.append(message)

    def receive(self, parts: Iterable[bytes], then: str = "end") -> Callable[[], Awaitable[Message]]:
        """The body, in these parts; then its end, or nothing more, or a connection that is gone."""
        left = iter(parts)

        async def next_part() -> Message:
            if (part := next(left, None)) is not None:
                self.taken += len(part)
                return {"type": "http.request", "body": part, "more_body": True}
            if then == "silence":
                await asyncio.sleep(60)
            return {"type": "http.request" if then == "end" else "http.disconnect"}

        return next_part

    @property
    def status(self) -> object:
        """The status that came back."""
        return self.sent[0]["status"]

    @property
    def seen(self) -> dict[str, object]:
        """What the site saw."""
        return dict(json.loads(bytes(self.sent[1]["body"])))

    @property
    def closes(self) -> bool:
        """Whether the connection is given up."""
        return (b"connection", b"close") in list(self.sent[0]["headers"])


def door(site: Callable[..., Iterable[bytes]] = echo) -> Door:
    """The door, before a site with one page that takes a file and one that helps."""
    return Door(site, [(["/help/"], Lane(1))], ["/file/"], ["/leave/"])


def passes(wire: Wire, parts: Iterable[bytes] = (), then: str = "end", through: Door | None = None) -> Wire:
    """The request goes through the door."""
    asyncio.run((through or door())(wire.scope, wire.receive(parts, then), wire.send))
    return wire


def test_the_site_sees_the_request_and_its_whole_body() -> None:
    wire = passes(Wire("/é/", **{"Content-Type": "text/plain", "X-One": "1"}), [b"ab", b"c"])
    assert wire.status == 200
    assert wire.seen["length"] == 3
    assert wire.seen["CONTENT_LENGTH"] == "3"
    assert wire.seen["CONTENT_TYPE"] == "text/plain"
    assert wire.seen["HTTP_X_ONE"] == "1"
    assert wire.seen["REMOTE_ADDR"] == "192.0.2.1"
    assert wire.seen["PATH_INFO"] == "/é/".encode().decode("latin-1")
    assert wire.seen["QUERY_STRING"] == "a=%20\xff"


def test_a_header_with_an_underscore_does_not_pass_for_the_proxys() -> None:
    wire = Wire(**{"X-Forwarded-For": "192.0.2.7"})
    wire.scope["headers"] = [*wire.scope["headers"], (b"x_forwarded_for", b"192.0.2.9"), (b"x-forwarded-for", b"1")]
    assert passes(wire).seen["HTTP_X_FORWARDED_FOR"] == "192.0.2.7,1"


@pytest.mark.parametrize("length", [{"Content-Length": str(SMALL + 1)}, {}], ids=["announced", "not announced"])
def test_a_body_past_its_bound_is_not_read_to_its_end(length: dict[str, str]) -> None:
    wire = passes(Wire(**length), (bytes(SMALL // 2) for _ in range(100)))
    assert wire.status == 413
    assert wire.closes
    assert wire.taken <= SMALL * 3 // 2


def test_a_program_that_sends_too_much_is_told_so_in_json() -> None:
    wire = passes(Wire("/api/v1/read", **{"Content-Length": str(SMALL + 1)}))
    assert (b"content-type", b"application/json") in list(wire.sent[0]["headers"])
    assert json.loads(bytes(wire.sent[1]["body"]))["error"]["code"] == "too-large"
    assert wire.status == 413
    assert wire.closes


def test_who_was_given_something_and_sends_too_much_is_not_told_who_answers() -> None:
    sent = {path: passes(Wire(path, **{"Content-Length": str(SMALL + 1)})).sent for path in ("/", "/given/page/x/")}
    said = {path: bytes(answer[1]["body"]) for path, answer in sent.items()}
    assert all(b"This is more than can be sent at once." in one for one in said.values())
    assert [b"Amends" in one for one in said.values()] == [True, False]
    assert b"Help now" not in said["/given/page/x/"]


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "PATIENCE", 0.05)
    wire = passes(Wire(), [b"words="], then="silence")
    assert wire.status == 408
    assert wire.closes


def test_whoever_hangs_up_is_not_answered() -> None:
    assert passes(Wire(), [b"words="], then="gone").sent == []


def test_a_file_is_taken_from_whom_its_page_opens_for() -> None:
    length = {"Content-Length": str(LARGE)}
    stranger = passes(Wire("/file/", **length), (bytes(SMALL) for _ in range(50)))
    assert (stranger.status, stranger.taken, stranger.closes) == (401, 0, True)
    parent = passes(Wire("/file/", Cookie="visit=1", **length), (bytes(SMALL) for _ in range(50)))
    assert (parent.status, parent.seen["length"], parent.seen["REQUEST_METHOD"]) == (200, LARGE, "POST")
    more = passes(Wire("/file/", Cookie="visit=1", **{"Content-Length": str(LARGE + SMALL + 1)}))
    assert more.status == 413


def test_a_file_that_is_too_large_is_left_to_its_page_to_tell() -> None:
    def tells(environ: dict[str, object], start: StartResponse) -> Iterable[bytes]:
        start("422 Unprocessable" if environ.get(settings.FILE_IS_TOO_LARGE) else "200 OK", [])
        return [b""]

    told = [
        passes(Wire("/file/", **{"Content-Length": str(LARGE + SMALL + more)}), through=door(tells)) for more in (0, 1)
    ]
    assert [wire.status for wire in told] == [200, 422]
    assert told[1].closes


def test_bodies_that_are_held_at_once_have_a_bound_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "MEMORY", 1000)
    through = door()
    assert passes(Wire(), [bytes(1001)], through=through).status == 503
    assert passes(Wire(), [bytes(1000)], through=through).status == 200, "what was refused is not held any more"


def test_who_was_answered_makes_room_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "QUEUE", 0)
    through = door()
    assert {passes(Wire(), through=through).status for _ in range(asgi.THREADS + 1)} == {200}


def test_help_is_answered_while_all_other_threads_are_taken() -> None:
    release = threading.Event()

    def site(environ: dict[str, object], start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/":
            release.wait(30)
        return echo(environ, start)

    async def busy() -> tuple[Wire, list[Wire]]:
        through = door(site)
        waiting = [Wire(method="GET") for _ in range(asgi.THREADS + asgi.QUEUE + 1)]
        asked = [asyncio.create_task(through(wire.scope, wire.receive(()), wire.send)) for wire in waiting]
        await asyncio.sleep(0.05)
        helped = Wire("/help/", method="GET")
        await through(helped.scope, helped.receive(()), helped.send)
        release.set()
        await asyncio.gather(*asked)
        return helped, waiting

    helped, waiting = asyncio.run(busy())
    assert helped.status == 200
    assert [wire.status for wire in waiting] == [200] * (asgi.THREADS + asgi.QUEUE) + [503]


def headers(wire: Wire) -> dict[bytes, bytes]:
    """What came back above the page."""
    return dict(list(wire.sent[0]["headers"]))


@pytest.mark.parametrize(
    ("form", "length", "gone"),
    [(b"a=b", 3, b'"cache", "storage"'), (b"waiting=yes", 11, b'"cache"'), (b"a=b", 900, b'"cache"')],
)
def test_who_leaves_while_too_many_wait_has_left_and_words_that_wait_stay(
    form: bytes, length: int, gone: bytes
) -> None:
    full = door()
    full._lanes[-1][1]._room = 0
    wire = passes(Wire("/leave/", **{"Content-Length": str(length)}), [form], through=full)
    assert wire.status == 503
    cookies = [value for name, value in wire.sent[0]["headers"] if name == b"set-cookie"]
    assert any(cookie.startswith(b'visit=""; expires=Thu, 01 Jan 1970') for cookie in cookies)
    assert headers(wire)[b"clear-site-data"] == gone


def test_who_leaves_with_a_form_that_does_not_come_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "PATIENCE", 0.05)
    wire = passes(Wire("/leave/", **{"Content-Length": "500"}), [b"six by"], then="silence")
    assert wire.status == 408
    assert headers(wire)[b"clear-site-data"] == b'"cache"'


@pytest.mark.parametrize(("path", "method"), [("/diary/", "POST"), ("/leave/", "GET")])
def test_who_does_not_leave_keeps_what_is_open(path: str, method: str) -> None:
    full = door()
    full._lanes[-1][1]._room = 0
    assert b"clear-site-data" not in headers(passes(Wire(path, method), through=full))


@pytest.fixture
def _turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_turns")
def test_amends_itself_answers_through_it() -> None:
    wire = passes(Wire("/help-now/", method="GET", Host="localhost"), through=asgi.application())
    assert wire.status == 200
    assert b"United Kingdom" in bytes(wire.sent[1]["body"])
    assert sys.getswitchinterval() == asgi.TURN
