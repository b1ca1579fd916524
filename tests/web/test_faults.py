"""A fault of ours leaves a trace for whoever runs the site, and nothing of a parent's."""

import asyncio
import logging
import logging.config
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client

from amends.web.faults import log
from tests.people import ada, begins
from tests.refusing import refusing
from tests.web.test_asgi import Wire, door

WORDS = "marigold canary words"


@pytest.fixture
def told() -> Iterator[StringIO]:
    """The log, configured as in life."""
    logging.config.dictConfig(settings.LOGGING)
    (handler,) = logging.getLogger("django").handlers
    assert isinstance(handler, logging.StreamHandler)
    out = StringIO()
    before = handler.setStream(out)
    yield out
    handler.setStream(before)


def broken(*_: object, **__: object) -> None:
    """A part of the site that breaks, with somebody's words in its hands."""
    try:
        raise KeyError(WORDS)
    except KeyError:
        raise ValueError(f"cannot read {WORDS}") from None


@pytest.mark.django_db
def test_a_page_that_breaks_is_in_the_log_by_kind_and_place_and_without_a_value(
    told: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.web.pages.sources.page", broken)
    answer = Client(raise_request_exception=False).get(f"/sources/?words={WORDS}")
    line = told.getvalue()
    assert answer.status_code == 500
    assert "500 GET sources/" in line
    assert "ValueError at amends/web/pages/sources.py:" in line
    assert "test_faults.py" in line and "broken" in line
    assert "marigold" not in line
    assert line.count("\n") == 1


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_database_that_refuses_is_in_the_log_too(told: StringIO) -> None:
    someone = ada()
    repair = begins(someone)
    with refusing():
        answer = someone.browser.post(f"/repair/{repair}/acknowledge/", {"words": WORDS})
    assert answer.status_code == 507
    assert "507 POST repair/<uuid:id>/<step:step>/" in told.getvalue()
    assert "because of sqlite3.OperationalError at" in logged_by_us(told)
    assert "marigold" not in told.getvalue()
    assert repair not in told.getvalue()


def logged_by_us(told: StringIO) -> str:
    """The lines that our own logger wrote."""
    return "\n".join(line for line in told.getvalue().splitlines() if "the database refused" in line)


def test_what_breaks_before_there_is_a_page_says_so_and_keeps_the_rest_to_itself(told: StringIO) -> None:
    wire = Wire(method="GET")
    asyncio.run(door(broken)(wire.scope, wire.receive(()), wire.send))
    assert wire.status == 500
    assert b"our fault" in bytes(wire.sent[1]["body"])
    assert "ValueError at amends/web/asgi.py:" in told.getvalue()
    assert "marigold" not in told.getvalue()


def test_what_others_say_is_not_passed_on(told: StringIO) -> None:
    logging.getLogger("elsewhere").error("could not do %s with %s", WORDS, WORDS)
    logging.getLogger(f"{log.name}.elsewhere").error(WORDS)
    assert "elsewhere" in told.getvalue()
    assert "marigold" not in told.getvalue()
