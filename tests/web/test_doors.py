"""Who may open what. Made from the address table, so that a new page is covered the day it is born."""

from collections.abc import Container, Iterator
from itertools import product
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, reverse

from amends.process import Step
from amends.store.models import Envelope, Visit
from amends.web.urls import FOR_PROGRAMS, PRIVATE, PUBLIC, urlpatterns
from amends.web.visit import PrivatePages
from tests.people import Parent, ada, begins, ben, cleo, diary_of, parent, signs_in, signs_up, undone, writes

pytestmark = pytest.mark.django_db
POSTED_ONLY = {"look", "lock", "forget", "leave", "given-lock", "given-leave", "rehearse-turn", "rehearse-card"}
POSTED_ONLY |= {"api-read", "api-card"}
GIVEN = "given/"  # of what is given, and by whom, only who has an account knows anything: a guest is asked to sign in
CANARY = "marigold canary words"


def _ada() -> tuple[Parent, list[UUID]]:
    """Ada, with one entry of every kind, and all their ids."""
    someone = ada()
    repair = begins(someone)
    writes(someone, repair, "acknowledge", CANARY)
    signs_up(someone)
    someone.browser.post("/page/", {"title": CANARY, "text": CANARY})
    someone.browser.post("/library/values/", {"answer": [CANARY, ""]})
    someone.browser.post(f"/after/{repair}/", {"words": CANARY, "response": "talked"})
    someone.browser.post("/children/", {"name": CANARY, "likes": CANARY})
    return someone, [row.id for row in Envelope.objects.all()]


def _nobody(_ada: Parent) -> Parent:
    return parent("nobody")


def _a_guest(_ada: Parent) -> Parent:
    someone = cleo()
    begins(someone)
    return someone


def _another_parent(_ada: Parent) -> Parent:
    someone = ben()
    signs_up(someone)
    return someone


def _her_own_browser_once_locked(ada: Parent) -> Parent:
    locked = parent("locked")
    signs_in(Parent("Ada", locked.browser))
    secret = locked.browser.cookies["visit"].value
    locked.browser.post("/lock/")
    locked.browser.cookies["visit"] = secret
    return locked


def _addresses(pattern: URLPattern, ids: list[UUID]) -> list[str]:
    """Every way to fill in an address with what is Ada's."""
    wants = pattern.pattern.converters
    choices = [list(Step)[:2] if name == "step" else ids for name in wants]
    return [reverse(pattern.name, kwargs=dict(zip(wants, chosen, strict=True))) for chosen in product(*choices)]


def test_no_address_and_no_name_stands_twice_or_both_among_those_for_everybody_and_those_for_one_visitor() -> None:
    routes, names = ([str(one.pattern) for one in urlpatterns], [one.name for one in urlpatterns])
    assert len(set(routes)) == len(routes)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("other", [_nobody, _a_guest, _another_parent, _her_own_browser_once_locked])
def test_what_one_wrote_does_not_exist_for_others(other) -> None:
    owner, ids = _ada()
    before, somebody = diary_of(owner).whole(), other(owner)
    for pattern in PRIVATE:
        with undone(owner, somebody):
            for answer, address in _tried(somebody, _addresses(pattern, ids)):
                assert CANARY.encode() not in answer.content, address
                assert answer.status_code in _refusals(pattern, other), address
            assert diary_of(owner).whole() == before, pattern.name


def _tried(somebody: Parent, addresses: list[str]) -> Iterator[tuple[HttpResponse, str]]:
    for address, method in product(addresses, ("get", "post")):
        form = {"words": "x", "name": "x", "text": "x"}
        yield getattr(somebody.browser, method)(address, form), f"{method} {address}"


def _refusals(pattern: URLPattern, other) -> Container[int]:
    """How somebody else's is refused. What has no id in its address is one's own, where one has a diary."""
    is_given = str(pattern.pattern).startswith(GIVEN)  # only who has an account gives
    if other is _another_parent or (other is _a_guest and not is_given):
        return {404, 405} if pattern.pattern.converters else range(600)
    return {401, 405}


def test_what_a_token_opens_no_cookie_does_not_even_its_owners() -> None:
    owner, ids = _ada()
    before = diary_of(owner).whole()
    people = (owner, _nobody(owner), _another_parent(owner))
    for pattern, somebody in product(FOR_PROGRAMS, people):
        for address in _addresses(pattern, ids):
            methods = [getattr(somebody.browser, method) for method in ("post", "put", "patch", "delete")]
            answers = [method(address, {"text": "x"}, content_type="application/json") for method in methods]
            told = {answer.status_code for answer in (somebody.browser.get(address), *answers)}
            assert 401 in told <= {401, 405}, address
    assert diary_of(owner).whole() == before


@pytest.mark.parametrize("name", ["export", "import", "delete", "passphrase", "new-code", "try-code", "sign-out"])
def test_what_only_an_account_has_asks_a_guest_to_sign_in(name: str) -> None:
    assert _a_guest(ada()).browser.post(reverse(name), {}).status_code == 401


@pytest.mark.parametrize("pattern", PUBLIC, ids=lambda pattern: pattern.name)
def test_public_pages_open_for_everybody_and_are_never_kept_in_a_cache(pattern: URLPattern) -> None:
    for address in _addresses(pattern, []):
        answer = parent("nobody").browser.get(address, follow=True)
        assert answer.status_code == (405 if pattern.name in POSTED_ONLY else 200)
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("cookie", ["", "x", "é", "A" * 44, "=" * 44, "-" * 2000])
def test_a_cookie_from_nowhere_is_nobody(cookie: str) -> None:
    somebody = ada()
    repair = begins(somebody)
    somebody.browser.cookies["visit"] = cookie
    assert somebody.browser.get(f"/repair/{repair}/calm/").status_code == 401
    assert somebody.browser.get("/").status_code == 200


def test_every_answer_carries_the_headers_that_keep_it_private() -> None:
    answer = ada().browser.get("/")
    policy = answer["Content-Security-Policy"]
    assert set(policy.split("; ")) == {  # in any order: the middleware keeps its rules in a set
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
    }
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(answer["Permissions-Policy"].split(", "))


def test_the_cookie_of_a_visit_cannot_be_read_by_script_and_ends() -> None:
    someone = ada()
    begins(someone)
    cookie = someone.browser.cookies["visit"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 24 * 3600


def test_the_cookie_of_a_form_is_read_by_no_script_and_sent_by_no_other_site() -> None:
    someone = ada()
    someone.browser.get("/start/")
    cookie = someone.browser.cookies["csrftoken"]
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Strict")


def test_a_visit_that_is_over_is_taken_away_with_the_next_page_of_somebody_else() -> None:
    begins(ada())
    gone = Visit.objects.get().owner_id
    another = ben()
    begins(another)
    Visit.objects.filter(owner_id=gone).update(until=1)
    request = RequestFactory().get("/")
    request.COOKIES["visit"] = another.browser.cookies["visit"].value
    PrivatePages(lambda _request: HttpResponse())(request)
    assert not any(table.objects.filter(owner_id=gone).exists() for table in (Visit, Envelope))
    assert Visit.objects.count() == 1


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
