"""docs/hosting.md, followed word by word on a machine where nothing is yet: the commands of its first section are
taken from the page and run. Only folders, ports and host names are others: it disturbs nothing on this one."""

import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

import pytest

from tests.databases import TOOLS, postgresql
from tests.hard.test_proxies import certificate, free_port
from tests.people import PHRASE
from tests.test_hosting import PAGE, recipe
from tests.test_release import built

ROOT = Path(__file__).parents[1]
TITLE = "From nothing to a running site, in one go"


def blocks() -> list[tuple[str, str]]:
    """Every block of the section, as its language and its text, in order."""
    (section,) = re.findall(rf"^## {TITLE}\n(.*?)^## ", PAGE, re.DOTALL | re.MULTILINE)
    return re.findall(r"```(\w+)\n(.*?)```", section, re.DOTALL)


@dataclass
class Machine:
    """A folder that stands for a whole machine, and what is called otherwise on it."""

    folder: Path
    socket: Path
    database: int
    site: int = field(default_factory=free_port)
    listens: int = field(default_factory=free_port)

    def said(self, text: str) -> str:
        """A text of the page, as it reads here."""
        table = {
            "/opt/amends": f"{self.folder}/opt",
            "/var/lib/amends": f"{self.folder}/data",
            "/etc/amends/": f"{self.folder}/etc/",
            "5432": str(self.database),
            "8000": str(self.site),
            "listen 443": f"listen 127.0.0.1:{self.listens}",
            "https://town.example/": f"https://localhost:{self.listens}/",
            "/etc/letsencrypt/live/town.example": str(self.folder),
            "town.example": "localhost",
            "/var/log/nginx/error.log": "stderr",
        }
        for there, here in table.items():
            text = text.replace(there, here)
        return text if os.geteuid() == 0 else text.replace("runuser -u postgres -- psql", "psql -U postgres")

    @property
    def env(self) -> dict[str, str]:
        """The environment: a shell's own, with nothing of Amends and nothing of this checkout."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AMENDS_", "PYTHON", "COV"))}
        own = {"PGHOST": str(self.socket), "PIP_NO_COMPILE": "1", "CURL_CA_BUNDLE": str(self.folder / "fullchain.pem")}
        return kept | own

    def runs(self, text: str) -> str:
        """Runs a block to its end. Returns what it prints."""
        command = ["bash", "-e", "-u", "-c", self.said(text)]
        where = self.folder / "source"
        done = subprocess.run(command, cwd=where, env=self.env, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    @contextmanager
    def starts(self, command: list[str]) -> Iterator[None]:
        """A program that goes on meanwhile."""
        with (self.folder / "log.txt").open("a") as log:
            told = {"stdout": log, "stderr": subprocess.STDOUT, "start_new_session": True}
            process = subprocess.Popen(command, cwd=self.folder / "source", env=self.env, **told)  # type: ignore[call-overload]
            try:
                yield
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
                process.wait(20)


class Stays(HTTPRedirectHandler):
    """Nobody is sent on: a test looks where they would be sent."""

    def redirect_request(self, *_: object) -> None:
        """None: the answer itself."""


class Parent:
    """Somebody at a browser that trusts the certificate, and takes and sends cookies as one does."""

    def __init__(self, machine: Machine) -> None:
        self.at = f"https://localhost:{machine.listens}/amends/"
        self.jar = CookieJar()
        trusts = ssl.create_default_context(cafile=str(machine.folder / "fullchain.pem"))
        self._web: OpenerDirector = build_opener(HTTPSHandler(context=trusts), HTTPCookieProcessor(self.jar), Stays())

    def asks(self, way: str, form: dict[str, str] | None = None, body: bytes = b"") -> tuple[int, str, str]:
        """The status, the text, and where one is sent on to."""
        token = next((one.value or "" for one in self.jar if one.name.endswith("csrftoken")), "")
        sent = urlencode({**form, "csrfmiddlewaretoken": token}).encode() if form is not None else body or None
        headers = {"Origin": "https://localhost"} | ({"Content-Type": "application/json"} if body else {})
        try:
            answer = self._web.open(Request(self.at + way, sent, headers), timeout=20)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.read().decode(errors="replace"), answer.headers["Location"] or ""


def nginx(machine: Machine) -> list[str]:
    """The proxy of the page, in a whole file. Returns how it is started."""
    places = "".join(
        f"{one}_temp_path {machine.folder / one};\n" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = machine.folder / "nginx.conf"
    head = f"daemon off; pid {machine.folder / 'pid'}; error_log stderr;\nevents {{}}\n"
    file.write_text(f"{head}http {{\naccess_log off;\n{places}{machine.said(recipe('nginx', 'town.example'))}}}\n")
    return ["nginx", "-p", str(machine.folder), "-c", str(file), "-e", "stderr"]


@pytest.mark.skipif(TOOLS is None or not shutil.which("nginx"), reason="to run this: apt install postgresql nginx")
def test_who_follows_the_page_has_a_site_on_postgresql_behind_https_below_a_path(tmp_path: Path) -> None:
    install, create, settings, start, ask = blocks()
    assert [language for language, _text in blocks()] == ["sh", "sh", "env", "sh", "sh"]
    port = free_port()
    with postgresql(port=port) as server:
        machine = Machine(tmp_path, server.socket, port)
        certificate(tmp_path, "localhost")
        built(tmp_path / "source")  # as `make wheel` does
        shutil.copytree(ROOT / "requirements", tmp_path / "source" / "requirements")
        (tmp_path / "etc").mkdir()
        machine.runs(install[1])
        machine.runs(create[1])
        (tmp_path / "etc" / "settings").write_text(machine.said(settings[1]))
        with machine.starts(["bash", "-e", "-u", "-c", machine.said(start[1])]), machine.starts(nginx(machine)):
            parent = Parent(machine)
            _wait_for(parent, tmp_path / "log.txt")
            assert machine.runs(ask[1]) == "ok"
            _lives(parent)
    log = (tmp_path / "log.txt").read_text()
    assert f"http://127.0.0.1:{machine.site}/amends/" in log
    assert "All is well." in log, log
    assert "everything lies below /amends/" in log
    assert not (tmp_path / "data" / "amends.sqlite3").exists()
    assert (tmp_path / "etc" / "settings").stat().st_mode & 0o077 == 0


def _wait_for(parent: Parent, log: Path) -> None:
    for _ in range(400):
        with suppress(URLError, OSError):
            if parent.asks("healthz")[0] == 200:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def _lives(parent: Parent) -> None:
    """Pages, files, words as a guest, an account, and a program, all of it below the path."""
    status, page, _to = parent.asks("start/")
    assert status == 200
    files = re.findall(r'(?:src|href)="(/amends/static/[^"]+)"', page)
    assert {parent.asks(one.removeprefix("/amends/"))[0] for one in files} == {200}
    status, _page, way = parent.asks("start/", {"unsafe": "no", "kind": "raised-voice", "band": "6-9"})
    assert (status, way.startswith("/amends/repair/")) == (302, True)
    step = way.removeprefix("/amends/")
    assert parent.asks(step, {"words": "I shouted at you.", "go": "next"})[0] in {200, 302}
    assert {(one.path, one.secure) for one in parent.jar if one.name == "__Secure-visit"} == {("/amends/", True)}
    status, page, _to = parent.asks("sign-up/", {"known_as": "Ada", "passphrase": PHRASE, "understood": "yes"})
    assert status == 200, page
    assert parent.asks("diary/")[0] == 200
    status, read, _to = parent.asks("api/v1/read", body=b'{"text": "I am sorry I shouted."}')
    assert (status, bool(json.loads(read)["sentences"])) == (200, True)
    assert parent.asks("sign-out/", {})[2] == "/amends/"
    assert parent.asks("diary/")[0] == 401
