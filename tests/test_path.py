"""Amends below a path of a host that others have, too (AMENDS_PATH): all it names lies there, and it touches nothing of
theirs. The programs run in processes of their own, as the settings are read once."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from amends.settings import WrongSetting, _path
from tests.test_settings import ran, told

AT = {
    "AMENDS_PATH": "/amends/",
    "AMENDS_HTTPS": "yes",
    "AMENDS_HOSTS": "clinic.example",
    "AMENDS_GIVEN_HOSTS": "share.example",
}
LINK = re.compile(r'(?:href|src|action|formaction|content|data-[\w-]+|hx-[\w-]+|value)="(/[^"]*)"')
BEGINS = """
import json, re
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from django.test import Client
from django.urls import reverse
from amends.web import urls
by_https = {"x-forwarded-proto": "https", "host": "clinic.example"}
browser = Client(headers=by_https)
every = urls.PUBLIC + urls.PRIVATE + urls.FOR_PROGRAMS
"""
PAGES = """
browser.post(reverse("start"), {"unsafe": "no", "kind": "raised-voice", "band": "6-9"})
for one in every:
    if not one.pattern.converters:
        answer = browser.get(reverse(one.name))
        if answer.get("Content-Type", "").startswith("text/html"):
            print(json.dumps([one.name, answer.status_code, answer.content.decode()]))
"""
COOKIES = """
began = browser.post(reverse("start"), {"unsafe": "no", "kind": "raised-voice", "band": "6-9"})
browser.post(reverse("look"), {"look": "dark"})
browser.post(reverse("country"), {"country": "IE", "here": reverse("today")})
browser.post(reverse("rehearse"), {})
browser.get(reverse("card", args=[re.search("[0-9a-f-]{36}", began.url)[0]]))
browser.get(reverse("start"))
given = {name: [one["path"], bool(one["secure"]), one["domain"]] for name, one in browser.cookies.items()}
left = browser.post(reverse("leave"))
gone = {name: [one["path"], one.value] for name, one in left.cookies.items()}
shared = "shares its address" in browser.get(reverse("privacy")).content.decode()
print(json.dumps([given, gone, left["Clear-Site-Data"], left.url, left.get("Strict-Transport-Security"), shared]))
"""
TOLD = """
manifest = browser.get(reverse("manifest")).json()
worker = browser.get(reverse("worker")).content.decode()
document = browser.get(reverse("api-document")).json()
page = browser.get(reverse("api")).content.decode()
read = browser.post(document["servers"][0]["url"] + "/api/v1/read", '{"text": "I am sorry."}', "application/json")
print(json.dumps([manifest, worker, document["servers"], list(document["paths"]), page, read.status_code]))
"""
OUTSIDE = """
def asked(address, host="clinic.example"):
    answer = Client(headers=by_https | {"host": host}).get(address)
    return [answer.status_code, answer.get("Location", ""), answer.content.decode()[:160]]
def went(name, **form):
    return Client(headers=by_https).post(reverse(name), form).url
print(json.dumps([
    asked("/help-now/"), asked("/"), asked("/amends"), asked("/amendsx/"), asked("/amends/help-now"),
    asked("/amends/healthz"), asked("/amends/diary/", "share.example"), asked("/diary/", "share.example"),
    asked("/amends/given/sign-in/", "share.example"),
    went("look", here="/neighbour/"), went("look", here="/amends/ages/"), went("look"),
    went("country", here="/neighbour/", country="IE"), went("country", here="/amends/ages/", country="IE"),
]))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What one program below a path prints: about cookies, what tells of us, what lies outside, and then each page."""
    code = BEGINS + COOKIES + TOLD + OUTSIDE + PAGES
    return [json.loads(line) for line in told(tmp_path_factory.mktemp("path"), code, **AT)]


def test_every_address_on_every_page_lies_below_the_path(seen: list[Any]) -> None:
    pages = seen[3:]
    assert len(pages) > 40
    outside = {(name, link) for name, _status, page in pages for link in LINK.findall(page)}
    assert {(name, link) for name, link in outside if not link.startswith("/amends/")} == set()
    assert {name for name, status, _page in pages if status == 200} >= {"today", "diary", "account", "offline", "api"}
    assert all('data-kept-as="/amends/#"' in page for name, _status, page in pages if "data-chapter" in page), "each"


def test_a_cookie_goes_to_no_neighbour_and_what_is_theirs_is_not_cleared_or_bound_to_https(
    seen: list[Any],
) -> None:
    given, gone, clears, way, strict, shared = seen[0]
    assert {name for name in given if name.startswith("__Secure-")} == {
        f"__Secure-{name}" for name in ("visit", "look", "country", "lines", "csrftoken")
    }
    assert all(path.startswith("/amends/") and secure and not domain for path, secure, domain in given.values())
    assert gone["__Secure-visit"] == gone["__Secure-lines"] == ["/amends/", ""]
    assert (clears, way, strict, shared) == ('"cache"', "/amends/blank/", None, True)


def test_worker_manifest_and_the_document_for_programs_name_the_path(seen: list[Any]) -> None:
    manifest, worker, servers, paths, page, status = seen[1]
    assert manifest["scope"] == manifest["start_url"] == "/amends/"
    assert manifest["icons"][0]["src"].startswith("/amends/static/")
    told_it = {name: json.loads(value) for name, value in re.findall(r"^const ([A-Z_]+) = (.*);$", worker, re.M)[:9]}
    assert told_it["HERE"] == "/amends/#"
    assert told_it["VERSION"].startswith("/amends/#")
    assert all(one.startswith("/amends/") for one in [*told_it["KEPT"], *told_it["EXITS"], told_it["STATIC"]])
    assert (servers, paths[0], status) == ([{"url": "/amends"}], "/api/v1/read", 200)
    assert "POST /amends/api/v1/read" in page and "https://clinic.example/amends/api/v1/read" in page


def test_outside_the_path_there_is_nothing_and_no_form_sends_a_parent_there(seen: list[Any]) -> None:
    stripped, root, bare, longer, unslashed, health, diary, other, given, *ways = seen[2]
    for status, _to, said in (stripped, root, longer):
        assert (status, said) == (
            404,
            "Not here. Here everything lies below /amends/: a proxy has to pass addresses on whole.",
        )
    assert (bare[:2], unslashed[:2]) == ([301, "/amends/"], [301, "/amends/help-now/"])
    assert (health[0], health[2]) == (200, "ok")
    assert ([diary[0], diary[2]], other[0], given[0]) == ([404, "Not here."], 404, 200)
    assert ways == ["/amends/", "/amends/ages/", "/amends/", "/amends/help-now/", "/amends/ages/"]


WRONG = (
    "amends",
    "/amends",
    "amends/",
    "//",
    "//evil.example/",
    "/a/../",
    "/./",
    "/a b/",
    "/%2e/",
    "/é/",
    "/a/?b/",
    "/a/\n",
)


def test_a_path_that_is_none_stops_the_start_and_says_what_to_write(tmp_path: Path) -> None:
    done = ran(tmp_path, "import amends.settings", AMENDS_PATH="/amends")
    assert done.returncode != 0
    assert "AMENDS_PATH must begin and end with a slash, such as /amends/" in done.stderr


@pytest.mark.parametrize("value", WRONG)
def test_nothing_else_passes_for_a_path(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMENDS_PATH", value)
    with pytest.raises(WrongSetting, match="AMENDS_PATH must begin and end with a slash"):
        _path("AMENDS_PATH")


def test_where_no_path_is_said_the_whole_host_is_ours(tmp_path: Path) -> None:
    code = "from amends import settings as told; print(told.PATH, told.STATIC_URL, told.GUARDED, told.KEPT_AS + '.')"
    for said in ("", "/"):
        assert told(tmp_path, code, AMENDS_PATH=said, AMENDS_HTTPS="yes") == ["/ /static/ __Host- ."]


def test_commands_name_the_path_once(tmp_path: Path) -> None:
    code = """
import django; django.setup()
from amends.cli.invite import _site
from django.urls import reverse
print({_site(one) + reverse("today") for one in (None, "https://clinic.example", "https://clinic.example/amends/")})
"""
    assert told(tmp_path, code, **AT) == ["{'https://clinic.example/amends/'}"]
