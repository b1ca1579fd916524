"""A program asks whether the site is there: it hears "ok", or that the database is silent, and leaves no trace."""

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.signals import connection_created
from django.test import Client

from amends.store import pulse
from amends.store.models import Envelope, House, KeySlot, Owner, Visit
from amends.web import asgi
from tests.people import ada, begins, parent, signs_up
from tests.refusing import refusing
from tests.web.test_asgi import Wire, passes

pytestmark = pytest.mark.django_db
APART = "share.example"


def asked(**headers: str) -> tuple[int, bytes]:
    """What a program hears."""
    answer = Client(headers=headers).get("/healthz")
    return answer.status_code, answer.content


def database(monkeypatch: pytest.MonkeyPatch, name: Path) -> None:
    """From here on each new connection goes there."""
    monkeypatch.setitem(connections.settings["default"], "NAME", str(name))


@pytest.fixture
def _turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def test_a_site_that_is_well_says_ok_and_nothing_else() -> None:
    answer = parent("nobody").browser.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert not answer.templates
    assert parent("nobody").browser.head("/healthz").status_code == 200
    assert parent("nobody").browser.post("/healthz").status_code == 405


def test_to_ask_writes_no_row_and_does_not_prolong_a_visit() -> None:
    someone = ada()
    begins(someone)
    signs_up(someone)
    Visit.objects.update(until=Visit.objects.get().until - 1)
    tables = (Owner, House, KeySlot, Visit, Envelope)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    answer = someone.browser.get("/healthz")
    assert answer.status_code == 200
    assert not answer.cookies
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


@pytest.mark.sqlite
def test_a_disk_that_takes_no_more_is_no_reason_to_start_again_as_what_is_there_can_be_read() -> None:
    with refusing():
        assert asked() == (200, b"ok")


def test_a_database_that_is_not_there_is_said_without_its_name_and_is_found_again(monkeypatch) -> None:
    with monkeypatch.context() as away:
        database(away, Path("/nowhere/marigold"))
        assert asked() == (503, b"the database does not answer")
    assert asked() == (200, b"ok")


@pytest.mark.sqlite
@pytest.mark.parametrize("content", [b"no database at all" * 500, b""], ids=["damaged", "empty"])
def test_a_file_that_is_no_database_of_ours_does_not_pass_for_one(content, monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "other.sqlite3").write_bytes(content)
    database(monkeypatch, tmp_path / "other.sqlite3")
    assert asked()[0] == 503


@pytest.mark.sqlite
def test_a_database_that_hangs_is_not_waited_for_and_neither_are_those_who_asked_before(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(pulse, "PATIENCE", 0.2)
    opened: list[object] = []
    receivers = [*connection_created.receivers]
    monkeypatch.setattr(connection_created, "receivers", receivers)
    connection_created.connect(lambda **about: opened.append(about["connection"]), weak=False)
    with closing(sqlite3.connect(tmp_path / "held.sqlite3")) as held, monkeypatch.context() as away:
        held.execute("BEGIN EXCLUSIVE")
        database(away, tmp_path / "held.sqlite3")
        began = time.monotonic()
        assert [asked()[0] for _ in range(3)] == [503] * 3
        assert time.monotonic() - began < 5, "SQLite itself waits for ten seconds"
        held.rollback()
    monkeypatch.setattr(pulse, "PATIENCE", 15)
    assert asked() == (200, b"ok")
    assert len(opened) == 2, "the one that hung, and this one"


def test_it_answers_under_each_name_of_the_house_and_under_no_other(settings) -> None:
    settings.ALLOWED_HOSTS = ["amends.example", "localhost", APART]
    settings.GIVEN_HOSTS = [APART]
    assert [asked(host=name)[0] for name in ("amends.example", "localhost:8000")] == [200, 200]
    assert asked(host="other.example")[0] == 400
    assert asked(host=APART) == (404, b"Not here."), "there only what was given is to be found"


def test_the_worker_keeps_it_on_no_device() -> None:
    code = parent("nobody").browser.get("/worker.js").content.decode()
    assert "/healthz" not in json.loads(code.split("const KEPT = ")[1].split(";\n")[0])


@pytest.mark.usefixtures("_turns")
def test_it_has_a_lane_of_its_own_so_that_it_waits_for_no_page_and_help_does_not_wait_for_it() -> None:
    full = asgi.application()
    lanes = {beginnings[0]: lane for beginnings, lane in full._lanes}
    lanes[""]._room = 0
    asks = Wire("/healthz", method="GET", Host="localhost")
    assert passes(asks, through=full).status == 200
    lanes["/healthz"]._room = 0
    assert passes(Wire("/healthz", method="GET", Host="localhost"), through=full).status == 503
    assert passes(Wire("/help-now/", method="GET", Host="localhost"), through=full).status == 200
