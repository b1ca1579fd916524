"""Who may open what. Made from the address table, so that a new page is covered the day it is born."""

from uuid import UUID

import pytest
from django.urls import URLPattern

from amends.process import Step
from amends.web.urls import PRIVATE, PUBLIC, urlpatterns
from tests.people import Parent, ada, begins, cleo, parent, writes

pytestmark = pytest.mark.django_db
POSTED_ONLY = {"look", "forget", "leave"}


def _addresses(pattern: URLPattern, id: str) -> list[str]:
    from django.urls import reverse

    wants = pattern.pattern.converters
    steps = list(Step) if "step" in wants else [None]
    return [reverse(pattern.name, kwargs={"id": UUID(id)} | ({"step": step} if step else {})) for step in steps]


def _guest(someone: Parent) -> Parent:
    begins(someone)
    return someone


def test_every_address_is_either_for_everybody_or_for_one_visitor() -> None:
    assert len(urlpatterns) == len(PUBLIC) + len(PRIVATE)


@pytest.mark.parametrize("pattern", PRIVATE, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize(
    "other", [lambda: parent("nobody"), lambda: _guest(cleo())], ids=["somebody without a visit", "another guest"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_one_wrote_does_not_exist_for_others(pattern: URLPattern, other, method: str) -> None:
    repair = begins(ada())
    browser = other().browser
    for address in _addresses(pattern, repair):
        assert getattr(browser, method)(address).status_code == 404


@pytest.mark.parametrize("pattern", PUBLIC, ids=lambda pattern: pattern.name)
def test_public_pages_open_for_everybody_and_are_never_kept_in_a_cache(pattern: URLPattern) -> None:
    answer = parent("nobody").browser.get(f"/{pattern.pattern}")
    assert answer.status_code == (405 if pattern.name in POSTED_ONLY else 200)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("cookie", ["", "x", "é", "A" * 44, "=" * 44, "-" * 2000])
def test_a_cookie_from_nowhere_is_nobody(cookie: str) -> None:
    somebody = ada()
    repair = begins(somebody)
    somebody.browser.cookies["visit"] = cookie
    assert somebody.browser.get(f"/repair/{repair}/calm/").status_code == 404
    assert somebody.browser.get("/").status_code == 200


def test_every_answer_carries_the_headers_that_keep_it_private() -> None:
    answer = ada().browser.get("/")
    policy = answer["Content-Security-Policy"]
    for rule in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_the_cookie_of_a_visit_cannot_be_read_by_script_and_ends() -> None:
    someone = ada()
    begins(someone)
    cookie = someone.browser.cookies["visit"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 24 * 3600


def test_a_form_from_another_site_is_refused_with_kind_words() -> None:
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/start/", {"unsafe": "no"})
    assert answer.status_code == 403
    assert b"send it once more" in answer.content


def test_words_never_stand_in_an_address_a_title_or_an_error_page() -> None:
    someone = ada()
    repair = begins(someone)
    answer = writes(someone, repair, "acknowledge", "I shouted canary at you.", go="")
    title = answer.content.split(b"<title>")[1].split(b"</title>")[0]
    assert b"canary" not in title
    assert b"canary" not in someone.browser.post("/nowhere/", {"words": "canary"}).content
    assert "canary" not in writes(someone, repair, "acknowledge", "I shouted canary at you.")["Location"]
