"""What a phone is shown before it trusts this machine: one page and one certificate, over plain http, and no more."""

from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from threading import BoundedSemaphore, Thread
from time import monotonic
from typing import Any, ClassVar, NamedTuple

from amends.cli.phone import Home

PATIENCE = 5  # seconds for the next bytes of whoever asks
LONGEST_VISIT = 30  # seconds for all of one visit, however often some of it comes
MOST_AT_ONCE = 16  # who ask at once; one more is hung up on
CERTIFICATE = "/certificate.crt"
STRICT = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Connection": "close",
}


class Shown(NamedTuple):
    """What lies at one address."""

    kind: str
    content: bytes


Pages = Mapping[str, Shown]


def pages(home: Home, root: bytes) -> Pages:
    """All there is: what to tap, and the certificate that a phone is to trust. No key is in it, and no
    fingerprint: whoever changes the one on the way would change the other."""
    from django.conf import settings
    from django.template.loader import render_to_string
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        page = render_to_string("first-visit.html", {"home": home, "certificate": CERTIFICATE})
    return {
        "/": Shown("text/html; charset=utf-8", page.encode()),
        CERTIFICATE: Shown("application/x-x509-ca-cert", root),
    }


def open_door(home: Home, shown: Pages) -> None:
    """Shows them in a thread of this process, until it ends. Raises OSError where the port is taken."""
    server = _Door((home.address, home.door), type("Asked", (_Asked,), {"shown": shown}))
    Thread(target=server.serve_forever, name="first visit", daemon=True).start()


class _Door(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self._room = BoundedSemaphore(MOST_AT_ONCE)
        self._until: dict[Any, float] = {}  # by connection: when it is hung up on

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._room.acquire(blocking=False):
            self._until[request] = monotonic() + LONGEST_VISIT
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._until.pop(request, None)
            self._room.release()

    def service_actions(self) -> None:
        """Hangs up on whoever is here too long. Called twice a second; a thread that waits for them then ends."""
        for request, until in self._until.copy().items():
            if until < monotonic():
                with suppress(OSError):  # they have just hung up themselves
                    request.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hung up, or was too slow, is not written down."""


class _Asked(BaseHTTPRequestHandler):
    timeout = PATIENCE
    server_version, sys_version = "page", ""
    shown: ClassVar[Pages] = {}

    def do_GET(self) -> None:
        self.wfile.write(self._begun())

    def do_HEAD(self) -> None:
        self._begun()

    def _begun(self) -> bytes:
        """Sends all but the content, and returns that."""
        found = self.shown.get(self.path)
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        kind, content = found or Shown("text/plain", b"Not here.")
        for name, value in {**STRICT, "Content-Type": kind, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        return content

    def log_message(self, format: str, *args: Any) -> None:
        """Who asked for what is not written down."""
