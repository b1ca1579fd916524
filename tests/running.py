"""A real site in a process of its own, started as a user starts it; and a plain client that speaks to it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode


class running:
    """`amends serve` on a free port, with its data in `folder`, for the time of a `with`."""

    at: ClassVar[dict[str, "running"]] = {}  # by its address

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.unled = folder / "unled.txt"  # what of its statements tests/watched.py does not let pass
        self.env = os.environ | {"AMENDS_DATA": str(folder / "data")} | settings
        self._watching = self._looks(settings)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def _looks(self, settings: dict[str, str]) -> dict[str, str]:
        """What makes the site look at its own statements."""
        asked = settings.get("PYTHONPATH") or os.environ.get("PYTHONPATH")
        path = os.pathsep.join(filter(None, (asked, str(Path(__file__).parents[1]))))
        return {"DJANGO_SETTINGS_MODULE": "tests.watched_settings", "WATCHED": str(self.unled), "PYTHONPATH": path}

    def __enter__(self) -> str:
        self.start()
        address = f"http://127.0.0.1:{self.port}"
        self.at[address] = self
        return address

    def __exit__(self, *_: object) -> None:
        self.stop()

    def command(self) -> list[str]:
        """How it is started."""
        return [sys.executable, "-m", "amends", "serve", "--port", str(self.port)]

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        self.log = (self.folder / "log.txt").open("a+")
        out = {"stdout": self.log, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(
            self.command(), env=self.env | self._watching, start_new_session=True, cwd=self.folder, **out
        )
        for _ in range(600):
            if self._answers():
                return
            assert self.process.poll() is None, f"the site did not start: {(self.folder / 'log.txt').read_text()}"
            time.sleep(0.05)
        raise AssertionError("the site did not answer within 30 seconds")

    def _answers(self) -> bool:
        """Whether a page comes back: an open port alone may still be waiting for somebody behind it."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            wire.request("GET", self.env.get("AMENDS_PATH") or "/")
            return wire.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            wire.close()

    def stop(self) -> None:
        """Stops it as Ctrl+C does."""
        self.process.terminate()
        self.process.wait(20)
        self.log.close()
        assert not self.unled.exists(), f"without an owner: {self.unled.read_text()}"

    def kill(self) -> None:
        """Takes it away in the middle of whatever it does: kill -9, workers included."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)
        self.log.close()

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        found = subprocess.run(["pgrep", "-s", str(self.process.pid)], capture_output=True, text=True)
        return [int(line) for line in found.stdout.split()]


class unwatched(running):
    """The same with nobody looking at its statements: for what is measured."""

    def _looks(self, settings: dict[str, str]) -> dict[str, str]:
        """Nothing."""
        return {}


class Answer:
    """What came back."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.location = response.getheader("Location", "")
        self.content = response.read()

    @property
    def text(self) -> str:
        """The page."""
        return unescape(self.content.decode())


class Visitor:
    """Somebody at a browser without script: cookies and form tokens, nothing else."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.secure: set[str] = set()  # the cookies that are sent over https alone
        self._wire: http.client.HTTPConnection | None = None

    def get(self, address: str) -> Answer:
        """Opens a page."""
        return self._ask("GET", address, None, {})

    def post(self, address: str, fields: Iterable[tuple[str, str]] | dict[str, str], **headers: str) -> Answer:
        """Sends a form."""
        if not self.token:
            self.get("/start/")
        pairs = list(fields.items() if isinstance(fields, dict) else fields)
        body = urlencode([*pairs, ("csrfmiddlewaretoken", self.token)])
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(
            "POST", address, body, kind | {name.replace("_", "-"): value for name, value in headers.items()}
        )

    @property
    def token(self) -> str:
        """What a form of theirs has to carry; empty before they saw one. Over https its cookie has a longer name."""
        return next((value for name, value in self.cookies.items() if name.endswith("csrftoken")), "")

    def send_file(self, address: str, name: str, content: bytes) -> Answer:
        """Sends a form with one file."""
        token = self.token.encode()
        head = b'--edge\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + token
        head += f'\r\n--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        kind = {"Content-Type": "multipart/form-data; boundary=edge"}
        return self._ask("POST", address, head + content + b"\r\n--edge--\r\n", kind)

    def begins(self, **more: str) -> str:
        """Starts a repair. Returns its id."""
        answer = self.post("/start/", {"unsafe": "no", "kind": "raised-voice", "band": "6-9"} | more)
        return re.search(r"[0-9a-f-]{36}", answer.location)[0]

    def close(self) -> None:
        """Lets go of the connection; the cookies stay."""
        if self._wire:
            self._wire.close()
        self._wire = None

    def _send(self, *request: object) -> http.client.HTTPConnection:
        """Sends on the connection there is; on a new one, as browsers do, where the server has put that one away."""
        if self._wire:
            with suppress(BrokenPipeError, ConnectionResetError):
                self._wire.request(*request)  # type: ignore[arg-type]
                return self._wire
            self.close()
        self._wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self._wire.request(*request)  # type: ignore[arg-type]
        return self._wire

    def _ask(self, method: str, address: str, body: str | bytes | None, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)
        try:
            response = self._send(method, address, body, headers | {"Cookie": cookies}).getresponse()
            answer = Answer(response)
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for _name, line in filter(lambda pair: pair[0].lower() == "set-cookie", response.getheaders()):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            self.secure |= {name for name, morsel in SimpleCookie(line).items() if morsel["secure"]}
        return answer
