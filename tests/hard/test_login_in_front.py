"""A house's own login in front, as docs/hosting.md has it: it says who comes in, help stays open, no diary opens."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from django.urls import reverse

from amends.web.asgi import HELP
from amends.web.leaving import LEAVING
from tests.hard.test_proxies import Behind, caddy, free_port, proxy
from tests.running import running
from tests.test_hosting import recipe

CLINIC = "clinic.example"


class Login(BaseHTTPRequestHandler):
    """A login server, as far as the proxy asks it: who has its cookie is in."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:  # noqa: N802 (the name that it is called by)
        """Yes, no, or the page to sign in."""
        self.asked.append((self.path, self.headers.get("X-Forwarded-Uri", "")))
        is_in = "in=yes" in self.headers.get("Cookie", "")
        status = 200 if self.path.startswith("/oauth2/sign_in") else 202 if is_in else 401
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Nothing, as it is told to."""


@contextmanager
def login() -> Iterator[int]:
    """It runs meanwhile. Yields its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Login)
    Login.asked.clear()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a site behind the recipe, with a login server at its side."""
    site = running(tmp_path, AMENDS_HTTPS="yes", AMENDS_HOSTS=f"127.0.0.1,{CLINIC}")
    port = free_port()
    with site, login() as login_port:
        command = caddy(tmp_path, site.port, port, CLINIC)
        file = Path(command[-1])
        file.write_text(file.read_text().replace(":4180", f":{login_port}"))
        with proxy(command, tmp_path, port, CLINIC):
            yield port


def test_who_is_not_signed_in_reaches_help_and_the_way_out_and_nothing_else(port: int) -> None:
    stranger = Behind(port, under=CLINIC)
    opened = ("/help-now/", "/blank/", "/offline/", "/worker.js")
    assert [stranger.asks("GET", one).status for one in opened] == [200] * len(opened)
    assert stranger.asks("POST", "/leave/", {"a": "b"}).status in {200, 302, 303, 403}
    before = len(Login.asked)
    for address in ("/", "/diary/", "/sign-in/", "/account/"):
        answer = stranger.asks("GET", address)
        assert (answer.status, answer.headers["Location"]) == (302, "/oauth2/sign_in?rd=/")
    assert {uri for _path, uri in Login.asked[before:]} == {"/"}, "which page it was is nothing to a login"
    assert stranger.asks("GET", "/oauth2/sign_in?rd=/").status == 200


def test_who_is_signed_in_reaches_the_house_and_still_needs_their_own_passphrase(port: int) -> None:
    parent = Behind(port, under=CLINIC)
    parent._cookies["in"] = "yes"
    assert parent.asks("GET", "/").status == 200
    assert parent.asks("GET", "/diary/").status == 401, "a diary opens with what only its parent holds"


def test_all_that_helps_and_leaves_is_open_in_the_recipe() -> None:
    (open_,) = re.findall(r"@open path (.*?)\n\n", recipe("caddy", CLINIC), re.DOTALL)
    needed = {reverse(name) for name in (*HELP, *LEAVING) if not name.startswith("given-")}
    assert needed | {"/given/*", "/static/*"} <= set(open_.split())
