"""What the server calls (ASGI). A form is read within its bounds before any thread is taken for it, and the pages that
help, those that leave, and the one for a program that asks how we are, have threads of their own: they wait for nobody.

Each of `get_asgi_application`, asgiref's `WsgiToAsgi` and `a2wsgi` lacks one of these: the first two write a long body
to the disk unsealed, the third reads it inside the thread.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from io import BytesIO
from sys import setswitchinterval, stderr
from typing import Any, NamedTuple
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import reverse

from amends.web.faults import log
from amends.web.given import PREFIX, STATIC, place
from amends.web.leaving import LEAVING, forgotten
from amends.web.refused import JSON
from amends.web.refused import PREFIX as PROGRAMS
from amends.web.refused import refused as told

PATIENCE = 10  # seconds for a body to come whole,
PACE = 100_000  # and one more for so many bytes of it that are there: 1 MB has 20 seconds, 50 MB nine minutes
MEMORY = 256_000_000  # bytes of bodies that are held at once, of all visitors together
QUEUE = 100  # requests that wait in one lane; more are asked to come back
THREADS = 4  # for all that has no lane of its own
TURN = 0.0005  # seconds a thread goes on while another waits: at Python's own 5 ms, help waits behind each reading
# The pages, by name, that have threads of their own, as those in LEAVING have. None of these opens a diary.
HELP = ("help-now", "country", "unsure", "blank", "rest", "offline", "worker", "manifest", "rules", "privacy")
HEALTH = ("healthz",)  # it may wait for the database, so not in their lane
LARGE = ("import",)  # take a file, from whom the page opens for

Environ = dict[str, Any]
Message = dict[str, Any]


class Answer(NamedTuple):
    """What goes back over the wire."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


class Refused(Exception):
    """A request that is not served: too slow, too large, or one too many."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Gone(Exception):
    """Whoever asked has hung up."""


class Lane:
    """Some threads, and a queue before them that ends."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads)
        self._room = threads + QUEUE

    async def run(self, work: Callable[[], Answer]) -> Answer:
        """What `work` answers, in a thread of this lane. Raises Refused where too many wait already."""
        if self._room == 0:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
        self._room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._room += 1


class Door:
    """The site `site` as an ASGI application. `lanes` maps the beginnings of addresses to threads of their own; to the
    addresses in `large` as much as one file may be sent, by whoever may open the page there. Those in `exits` let go of
    the visitor's browser even where they cannot be served."""

    def __init__(
        self,
        site: WSGIApplication,
        lanes: Sequence[tuple[Sequence[str], Lane]],
        large: Sequence[str],
        exits: Sequence[str],
    ) -> None:
        self._site = site
        self._lanes = [*lanes, (("",), Lane(THREADS))]
        self._large, self._exits = frozenset(large), frozenset(exits)
        self._held = 0  # bytes, of bodies that are being read or answered

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        body = bytearray()
        try:
            answer = await self._answer(scope, receive, body)
        except Refused as refused:
            answer = self._left(scope, body, _refusal(refused.status, scope["path"]))
        except Gone:
            return
        except Exception as error:  # whoever called us would write it to the log, with the values in it
            log.error("no page could be made:", exc_info=error)
            answer = self._left(scope, body, _refusal(HTTPStatus.INTERNAL_SERVER_ERROR, scope["path"]))
        finally:
            self._held -= len(body)
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: Message, receive: Callable[[], Awaitable[Message]], body: bytearray) -> Answer:
        lane = next(lane for beginnings, lane in self._lanes if scope["path"].startswith(tuple(beginnings)))
        environ = _environ(scope)
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if scope["path"] in self._large and _announced(scope) > most:
            most += settings.FILE_UPLOAD_MAX_MEMORY_SIZE
            asked = {"REQUEST_METHOD": "GET", settings.FILE_IS_TOO_LARGE: _announced(scope) > most}
            opened = await lane.run(partial(_called, self._site, environ | asked))
            if opened.status != HTTPStatus.OK:
                return _last(opened)
        if _announced(scope) > most:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        await self._read(receive, body, most)
        whole = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return await lane.run(partial(_called, self._site, environ | whole))

    def _left(self, scope: Message, body: bytearray, answer: Answer) -> Answer:
        """The answer, with which whoever asked to leave has left this browser. Words that wait there stay, sealed; so
        they do where the form was not read to its end."""
        if scope["method"] != "POST" or scope["path"] not in self._exits:
            return answer
        is_whole = _announced(scope) == len(body)
        told = forgotten(HttpResponse(), waits=not is_whole or b"waiting" in body)
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in told.cookies.values()]
        name = "Clear-Site-Data"
        return answer._replace(headers=[*answer.headers, *cookies, (name, told[name])])

    async def _read(self, receive: Callable[[], Awaitable[Message]], body: bytearray, most: int) -> None:
        """Fills `body`. Raises Refused where it is longer than `most`, too slow, or more than there is room for."""
        began, more = asyncio.get_running_loop().time(), True
        try:
            async with asyncio.timeout_at(began + PATIENCE) as deadline:
                while more:
                    part, more = _part(await receive())
                    body += part
                    self._held += len(part)
                    if len(body) > most:
                        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                    if self._held > MEMORY:
                        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
                    deadline.reschedule(began + PATIENCE + len(body) / PACE)
        except TimeoutError:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT) from None


def _part(message: Message) -> tuple[bytes, bool]:
    """Some bytes of a body, and whether more are to come."""
    if message["type"] == "http.disconnect":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


def _announced(scope: Message) -> int:
    """How long the body says it will be, in bytes; 0 where it says nothing."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


def _environ(scope: Message) -> Environ:
    """The request as PEP 3333 wants it, without a body."""
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    return environ | _headers(scope) | {"CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}


def _headers(scope: Message) -> Environ:
    """The request's headers by their names in WSGI."""
    headers: Environ = {}
    for name, value in scope["headers"]:
        if b"_" not in name:  # it would pass for the one with a dash, which a proxy vouches for
            key = name.decode("latin-1").upper().replace("-", "_")
            key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
            headers[key] = f"{headers[key]},{value.decode('latin-1')}" if key in headers else value.decode("latin-1")
    return headers


def _called(site: WSGIApplication, environ: Environ) -> Answer:
    """What the site answers, whole."""
    heads: list[tuple[int, Sequence[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        heads.append((int(status.split(" ")[0]), headers))

    parts = site(environ, start)
    try:
        return Answer(*heads[-1], b"".join(parts))
    finally:
        getattr(parts, "close", lambda: None)()


def _refusal(status: HTTPStatus, path: str) -> Answer:
    """One sentence, for somebody whose request was not read. Django was not asked, so it is not translated. To somebody
    who was given something it does not say who answers."""
    why = {
        HTTPStatus.REQUEST_TIMEOUT: "This came too slowly. Please go back and send it once more.",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is more than can be sent at once. Please go back and send less.",
        HTTPStatus.INTERNAL_SERVER_ERROR: "Something broke here. This is our fault, not yours.",
        HTTPStatus.SERVICE_UNAVAILABLE: "A lot is going on here just now. Please go back and try again in a minute.",
    }
    if path.startswith(PROGRAMS):
        said = told(status, why[status])
        return _last(Answer(status, [("Content-Type", JSON), ("Cache-Control", "no-store")], said.content))
    who, link = "Amends", f'<p><a href="{reverse("help-now")}">Help now</a></p>'
    if path.startswith(PREFIX):
        who, link = "New page", ""
    text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{who}</title><p>{why[status]}</p>'
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", "default-src 'none'"),
        ("Cache-Control", "no-store"),
    ]
    return _last(Answer(status, headers, (text + link).encode()))


def _last(answer: Answer) -> Answer:
    """The answer, after which the connection closes: what is still on its way here is not read."""
    return answer._replace(headers=[*answer.headers, ("Connection", "close")])


def application() -> Door:
    """Amends as it is served, in a process of its own."""
    setswitchinterval(TURN)
    site = get_wsgi_application()
    help_pages = [settings.STATIC_URL, STATIC, *map(reverse, HELP), place("blank", given=True)]
    exits = [reverse(name) for name in LEAVING]
    return Door(
        site,
        lanes=[
            (help_pages, Lane(2)),
            (exits, Lane(2)),
            ([reverse(name) for name in HEALTH], Lane(1)),
            ([PROGRAMS], Lane(2)),  # no program makes a page wait
        ],
        large=[reverse(name) for name in LARGE],
        exits=exits,
    )
