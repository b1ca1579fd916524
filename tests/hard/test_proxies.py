"""The recipes of docs/hosting.md, run: each proxy with its file, before a real site that stands behind https."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.giver import WORDS, Giver
from tests.running import running
from tests.test_hosting import recipe

NAME, APART, TOWN = "amends.example", "share.example", "town.example"
Recipe = Callable[..., list[str]]  # a folder, the port of the site and the one to listen on
LIMIT = 3  # readings a minute from one address


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def certificate(folder: Path, name: str = NAME) -> tuple[Path, Path]:
    """A certificate of our own for the name in the recipes, and its key."""
    files = folder / "fullchain.pem", folder / "privkey.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    told = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-days", "2"]
    subprocess.run([*command, *told, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files


def nginx(folder: Path, site: int, port: int, name: str = NAME) -> list[str]:
    """The recipe as a whole file of nginx, on ports that need no rights. Returns how it is started."""
    chain, key = certificate(folder, name)
    lines = recipe("nginx", name).replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    lines = lines.replace("listen 80;", f"listen 127.0.0.1:{free_port()};").replace(":8000", f":{site}")
    lines = lines.replace("/var/log/nginx/error.log", "stderr")
    lines = re.sub(r"ssl_certificate .*;", f"ssl_certificate {chain};", lines)
    lines = re.sub(r"ssl_certificate_key .*;", f"ssl_certificate_key {key};", lines)
    places = "".join(
        f"{one}_temp_path {folder / one};\n" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    head = f"daemon off; pid {folder / 'pid'}; error_log stderr;\n"
    places += "access_log off;\n"  # of what lies beside us, the recipe leaves it to whoever runs the host
    file.write_text(f"{head}events {{}}\nhttp {{\n{places}{lines}}}\n")
    return ["nginx", "-p", str(folder), "-c", str(file), "-e", "stderr"]


def caddy(folder: Path, site: int, port: int, name: str = NAME) -> list[str]:
    """The same for Caddy. Its certificate is its own: no authority is asked."""
    lines = recipe("caddy", name).replace(":8000", f":{site}")
    lines = lines.replace(f"{name} {{", f"{name}:{port} {{\n    tls internal", 1)
    told = ("admin off", "skip_install_trust", "auto_https disable_redirects", f"storage file_system {folder}")
    file = folder / "Caddyfile"
    file.write_text(lines.replace("{\n", "\n".join(("{", *told, "")), 1))  # its first block is about Caddy itself
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]


class Behind:
    """Somebody at a browser of their own, at an address of this machine, who reaches the site through the proxy and
    says of themselves what they like."""

    def __init__(self, port: int, at: str = "127.0.0.1", under: str = NAME, **told: str) -> None:
        self._port, self._at, self._under = port, at, under
        self._told = {name.replace("_", "-"): value for name, value in told.items()}
        self._cookies: dict[str, str] = {}

    def asks(self, method: str, address: str, fields: dict[str, str] | None = None) -> http.client.HTTPResponse:
        """The answer, read to its end; its cookies are remembered."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self._token}) if fields else None
        form = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        said = {"Host": self._under, "Origin": f"https://{self._under}", "Cookie": cookies, **form, **self._told}
        answer = self._sent(method, address, body, said)
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, value = line.split(";")[0].split("=", 1)
            self._cookies[name] = value
        return answer

    @property
    def _token(self) -> str:
        """What a form of theirs has to carry. On a whole host the cookie's name begins otherwise than below a path."""
        return next((value for name, value in self._cookies.items() if name.endswith("csrftoken")), "")

    def _sent(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        """To this machine, under the name that the certificate is for."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        wire = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        with socket.create_connection(("127.0.0.1", self._port), 20, (self._at, 0)) as plain:
            wire.sock = trusting.wrap_socket(plain, server_hostname=self._under)
            with wire.sock:
                wire.request(method, address, body, headers)
                answer = wire.getresponse()
                answer.read()
                return answer


@contextmanager
def proxy(command: list[str], folder: Path, port: int, under: str = NAME) -> Iterator[None]:
    """The proxy runs meanwhile, and answers."""
    env = {"PATH": "/usr/sbin:/usr/bin:/bin:/usr/local/bin", "HOME": str(folder)}
    with (folder / "proxy.txt").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(process, port, folder / "proxy.txt", under)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path, under: str) -> None:
    for _ in range(200):
        assert process.poll() is None, log.read_text()
        with suppress(OSError):
            Behind(port, under=under).asks("GET", "/help-now/")
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(params=[nginx, caddy])
def recipe_of(request: pytest.FixtureRequest) -> Recipe:
    """Each of the two."""
    if shutil.which(request.param.__name__) is None:
        pytest.skip(f"no {request.param.__name__} here: apt install {request.param.__name__}")
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def port(recipe_of: Recipe, tmp_path: Path) -> Iterator[int]:
    """Where the proxy listens."""
    limits = f"30/hour {LIMIT}/minute 10/15minutes"
    site = running(tmp_path, AMENDS_HTTPS="yes", AMENDS_HOSTS=f"{NAME},127.0.0.1", AMENDS_LIMITS=limits)
    with site:
        listens = free_port()
        with proxy(recipe_of(tmp_path, site.port, listens), tmp_path, listens):
            yield listens


def reads(someone: Behind) -> int:
    """The status of a reading, for which a form came and went."""
    assert someone.asks("GET", "/read/").status == 200
    return someone.asks("POST", "/read/", {"words": "I shouted at you."}).status


def test_an_address_that_a_visitor_makes_up_lifts_no_brake(port: int) -> None:
    made_up = [f"192.0.2.{number}" for number in range(LIMIT + 1)]
    forgers = [Behind(port, X_Forwarded_For=one, X_Real_IP=one, Forwarded=f"for={one}") for one in made_up]
    assert [reads(someone) for someone in forgers] == [200] * LIMIT + [429]


def test_each_visitor_is_known_by_their_own_address(port: int) -> None:
    assert [reads(Behind(port)) for _ in range(LIMIT + 1)] == [200] * LIMIT + [429]
    assert reads(Behind(port, at="127.0.0.2")) == 200


def test_the_site_knows_that_it_is_reached_by_https(port: int) -> None:
    someone = Behind(port, X_Forwarded_Proto="http")
    answer = someone.asks("GET", "/read/")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert reads(someone) == 200


def test_while_the_site_is_restarted_no_log_says_who_asked_for_which_page(recipe_of: Recipe, tmp_path: Path) -> None:
    port = free_port()
    with proxy(recipe_of(tmp_path, free_port(), port), tmp_path, port):
        assert Behind(port).asks("GET", "/library/marigold/").status == 502
    assert "marigold" not in (tmp_path / "proxy.txt").read_text()


def test_where_only_what_was_given_is_published_a_link_opens_and_nothing_else_is_there(
    recipe_of: Recipe, tmp_path: Path
) -> None:
    site = running(tmp_path, AMENDS_HTTPS="yes", AMENDS_HOSTS="127.0.0.1", AMENDS_GIVEN_HOSTS=APART)
    with site:
        listens = free_port()
        letter = f"/given/page/{Giver(site).gives()}/"
        with proxy(recipe_of(tmp_path, site.port, listens, APART), tmp_path, listens, APART):
            somebody = Behind(listens, under=APART)
            assert somebody.asks("GET", letter).status == 200
            for way in ("/", "/diary/", "/worker.js", "/given", "/static/", "/given/../diary/", "//diary/"):
                assert somebody.asks("GET", way).status in {404, 308, 301}, way
            said = somebody.asks("POST", letter, {"spoken": WORDS})
            assert (said.status, said.headers["Set-Cookie"]) == (200, None)


def test_below_a_path_pages_open_forms_arrive_and_all_else_is_a_neighbours(recipe_of: Recipe, tmp_path: Path) -> None:
    site = running(tmp_path, AMENDS_HTTPS="yes", AMENDS_HOSTS=f"{TOWN},127.0.0.1", AMENDS_PATH="/amends/")
    with site:
        listens = free_port()
        with proxy(recipe_of(tmp_path, site.port, listens, TOWN), tmp_path, listens, TOWN):
            somebody = Behind(listens, under=TOWN)
            opened = ("/amends/", "/amends/worker.js", "/amends/healthz", "/amends/api/v1/")
            assert [somebody.asks("GET", one).status for one in opened] == [200] * len(opened)
            bare = somebody.asks("GET", "/amends")
            assert bare.status in {301, 302}
            assert bare.headers["Location"].removeprefix(f"https://{TOWN}:{listens}") == "/amends/"
            for way in ("/", "/help-now/", "/amendsx/", "/static/", "/amends/../diary/"):
                assert somebody.asks("GET", way).headers["Content-Security-Policy"] is None, f"{way} is not ours"
            assert somebody.asks("GET", "/amends/read/").headers["Strict-Transport-Security"] is None
            assert somebody.asks("POST", "/amends/read/", {"words": "I shouted at you."}).status == 200
