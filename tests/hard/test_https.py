"""A real site behind a proxy that speaks https, and what lies in its data folder."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.people import PHRASE
from tests.running import Answer, Visitor, running

BY_HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "9.9.9.9"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[running]:
    """A site that was told that a proxy in front serves it over https."""
    behind = running(tmp_path, AMENDS_HTTPS="yes", AMENDS_DATABASE="")
    with behind:
        yield behind


def _headers(site: running) -> http.client.HTTPMessage:
    """The headers of a page with a form, asked for as the proxy does."""
    wire = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    wire.request("GET", "/start/", headers=BY_HTTPS)
    response = wire.getresponse()
    response.read()
    wire.close()
    return response.headers


def _sends(visitor: Visitor, address: str, form: dict[str, str]) -> Answer:
    """A form, as the proxy passes it on."""
    own = {"Origin": f"https://127.0.0.1:{visitor.port}"}
    return visitor.post(address, form, **{name.replace("-", "_"): value for name, value in (BY_HTTPS | own).items()})


def test_a_browser_is_told_to_come_by_https_alone_and_to_send_its_cookies_over_nothing_else(site: running) -> None:
    headers = _headers(site)
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    (cookie,) = headers.get_all("Set-Cookie")
    assert cookie.startswith("__Host-csrftoken=") and "; Secure" in cookie


def test_a_form_that_came_by_https_is_taken_and_its_visit_goes_over_nothing_else(site: running) -> None:
    visitor = Visitor(site.port)
    answer = _sends(visitor, "/start/", {"unsafe": "no", "kind": "raised-voice", "band": "6-9"})
    assert answer.status == 302
    assert "__Host-visit" in visitor.secure
    visitor.close()


def test_nothing_in_the_data_folder_is_for_other_eyes_but_what_every_visitor_gets(
    site: running, tmp_path: Path
) -> None:
    visitor = Visitor(site.port)
    form = {"known_as": "Ada", "passphrase": PHRASE, "understood": "yes"}
    assert _sends(visitor, "/sign-up/", form).status == 200
    visitor.close()
    data = tmp_path / "data"
    there = [data, *(one for one in data.rglob("*") if "static" not in one.parts)]
    assert {"amends.sqlite3", "amends.sqlite3-wal", "forms.key", "names.key"} <= {one.name for one in there}
    assert [one.name for one in there if one.stat().st_mode & 0o077] == []
