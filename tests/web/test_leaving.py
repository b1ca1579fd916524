"""The way out: it is the same whatever the disk, the database or the clock do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from amends.store.models import Visit
from amends.web.steady import SteadyClock
from tests.people import Parent, ada, begins, signs_in, signs_up, words_on, writes
from tests.refusing import refusing

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
EXITS = ("/leave/", "/lock/", "/forget/", "/sign-out/", "/given/leave/", "/given/lock/", "/given/sign-out/")


def parent() -> Parent:
    """Ada, with a diary that is open."""
    someone = ada()
    begins(someone)
    signs_up(someone)
    return someone


def assert_left(someone: Parent, answer) -> None:
    """Their browser holds nothing, and what it held opens nothing."""
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["visit"].value == ""


@pytest.mark.parametrize("exit", EXITS)
def test_every_exit_works_where_nothing_can_be_written(exit: str) -> None:
    someone = parent()
    secret = someone.browser.cookies["visit"].value
    with refusing():
        answer = someone.browser.post(exit)
        assert_left(someone, answer)
        assert answer.status_code == 302
        someone.browser.cookies["visit"] = secret
        assert someone.browser.get("/diary/").status_code == 401


@pytest.mark.parametrize("exit", EXITS)
def test_every_exit_works_where_the_database_cannot_even_be_read(exit: str) -> None:
    someone = parent()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE store_visit RENAME TO gone")
    try:
        answer = someone.browser.post(exit)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO store_visit")
    assert_left(someone, answer)


def test_signing_out_everywhere_does_not_say_that_it_did_what_it_could_not() -> None:
    someone = parent()
    with refusing():
        answer = someone.browser.post("/sign-out/", {"everywhere": "yes"})
    assert answer.status_code == 507
    assert_left(someone, answer)


def test_a_fault_of_ours_keeps_nobody_from_leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    someone = parent()

    def broken(secret: bytes) -> None:
        raise ValueError

    monkeypatch.setattr("amends.store.visits.end", broken)
    answer = someone.browser.post("/leave/")
    assert answer.status_code == 500
    assert_left(someone, answer)


def test_on_a_full_disk_a_diary_that_is_open_can_be_read() -> None:
    someone = parent()
    writes(someone, begins(someone), "acknowledge", "marigold words")
    Visit.objects.update(until=Visit.objects.get().until - 5)
    with refusing():
        assert "marigold words" in words_on(someone.browser.get("/diary/"))


@pytest.mark.parametrize("jump", [timedelta(hours=26), timedelta(days=-1)])
def test_a_clock_that_is_set_takes_no_words_away_and_keeps_no_diary_open(
    jump: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = ada()
    repair = begins(guest)
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + jump)
    other = parent_named("Ben")
    assert guest.browser.get(f"/repair/{repair}/calm/").status_code == 200
    Visit.objects.filter(idle__gt=0).update(until=int(real().timestamp()) // 60 - 1)
    assert other.browser.get("/diary/").status_code == 401
    assert guest.browser.get(f"/repair/{repair}/calm/").status_code == 200


def parent_named(name: str) -> Parent:
    """Somebody else, with a diary that is open."""
    someone = Parent(name, ada().browser)
    signs_up(someone)
    assert signs_in(someone).status_code == 302
    return someone


def test_the_steady_clock_goes_on_as_time_passes_and_follows_no_jump() -> None:
    told, passed = [datetime(2026, 11, 29, tzinfo=UTC)], [1000.0]
    steady = SteadyClock(lambda: told[0], lambda: passed[0])
    for jump in (timedelta(hours=26), timedelta(days=-1)):
        told[0] += jump
        passed[0] += 60
    assert steady.now() == datetime(2026, 11, 29, 0, 2, tzinfo=UTC)


def leaves_without_a_token(someone: Parent, **told: str):
    """A form to leave as a browser sends it, but without its token."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = someone.browser.cookies
    return strict.post("/leave/", {"waiting": "yes"}, headers=told)


def test_a_device_that_tells_later_that_somebody_left_needs_no_token_but_has_to_be_theirs() -> None:
    someone = parent()
    assert leaves_without_a_token(someone, origin="https://elsewhere.example").status_code == 403
    assert someone.browser.get("/diary/").status_code == 200
    answer = leaves_without_a_token(someone, origin="http://testserver")
    assert (answer.status_code, answer.url) == (302, "/blank/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert someone.browser.get("/diary/").status_code == 401
