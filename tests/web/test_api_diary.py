"""A diary for programs: what a token opens, and for what; and that nothing else opens it."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.guidance import HelpLine
from amends.process import LONGEST_TEXT, LONGEST_TITLE, Scope, Tier
from amends.store.diary import Diary
from amends.store.models import Envelope
from amends.store.tokens import Programs
from amends.web.api.document import CALLS, HOME, document
from amends.web.doors import doors
from amends.web.house import countries
from amends.web.refused import JSON
from amends.web.steady import clock
from tests.people import Parent, ada, begins, ben, diary_of, repairs_of, signs_up, writes
from tests.web.test_api import in_the_way, is_as_told, refusal

pytestmark = pytest.mark.django_db
CANARY = "marigold canary words"


@dataclass
class Reader:
    """A program with a token, which has no cookie."""

    token: str

    def asks(self, path: str, **more: Any) -> Any:
        return Client().get(HOME + path, more, headers={"Authorization": f"Bearer {self.token}"})

    def keeps(self, body: Any) -> Any:
        return self.sends("pages", body)

    def sends(self, path: str, body: Any = None, method: str = "POST", **headers: str) -> Any:
        """A call with a body; `headers` with _ for -."""
        content = body if isinstance(body, bytes) else json.dumps(body)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        wire = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {self.token}"} | told)
        return wire.generic(method, HOME + path, content, content_type=JSON)


def let_in(someone: Parent, *scopes: Scope, days: int = 1) -> Reader:
    """A program that may do so much in somebody's diary."""
    programs = Programs(diary_of(someone)._vault)
    return Reader(programs.make("a program", frozenset(scopes), clock.now(), clock.now() + timedelta(days=days)))


@pytest.fixture
def writer() -> Parent:
    """Ada, with two repairs, two pages and a child."""
    someone = ada()
    for _ in range(2):
        writes(someone, begins(someone), "acknowledge", CANARY)
    signs_up(someone)
    for number in range(2):
        someone.browser.post("/page/", {"title": f"page {number}", "text": CANARY})
    someone.browser.post("/children/", {"name": "Juno"})
    return someone


# What each call that takes a body is sent, in an order in which all of them can be made on one repair and one page.
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "diary"): {},
    ("POST", "repairs"): {"unsafe": "no", "kind": "raised-voice"},
    ("PUT", "repairs/{id}/unsafe"): {"unsafe": "no"},
    ("POST", "repairs/{id}/answers"): {"step": "validate", "words": "That must have been scary."},
    ("PATCH", "repairs/{id}/after"): {"response": "talked", "words": "We sat down.", "again_on": "9999-12-24"},
    ("POST", "repairs/{id}/came"): {"did": True},
    ("PUT", "plans/{id}"): {"when": "my shoulders rise", "will": "breathe out"},
    ("POST", "pages"): {"text": "A quiet evening.", "title": "Sunday"},
}
CLOSED = sorted(
    ((path, call) for path, calls in CALLS.items() for call in calls if call.scope),
    key=lambda told: (told[1].method == "DELETE", told[0].endswith("/came"), told[0].startswith("repairs")),
)  # a plan comes before its moment, and what removes comes last


def test_every_documented_call_is_really_called_and_answers_as_it_says(writer: Parent) -> None:
    reader = let_in(writer, *Scope)
    repair, page = reader.asks("repairs").json()["repairs"][0]["id"], reader.asks("pages").json()["pages"][0]["id"]
    called = {("POST", "read"), ("POST", "card")}  # tests/web/test_api.py calls these
    for path, call in CLOSED:
        address = path.replace("{id}", page if path.startswith("pages") else repair)
        is_as_told(reader.sends(address, BODIES.get((call.method, path)), call.method), path, call.method)
        called.add((call.method, path))
    assert called == {(call.method, path) for path, calls in CALLS.items() for call in calls}


def test_what_is_read_is_what_was_written(writer: Parent) -> None:
    reader = let_in(writer, Scope.READ)
    repairs = reader.asks("repairs").json()["repairs"]
    assert [one["repair"]["words"]["acknowledge"] for one in repairs] == [CANARY] * 2
    whole = reader.asks(f"repairs/{repairs[0]['id']}").json()
    assert (whole["repair"], bool(whole["pasts"])) == (repairs[0]["repair"], True)
    assert [one["page"]["title"] for one in reader.asks("pages").json()["pages"]] == ["page 1", "page 0"]
    assert [one["child"]["name"] for one in reader.asks("children").json()["children"]] == ["Juno"]


def test_the_export_is_the_diary_as_its_owner_takes_it_out(writer: Parent) -> None:
    told = is_as_told(let_in(writer, Scope.EXPORT).asks("export"), "export", "GET")
    assert told.diary == diary_of(writer).whole()


def test_a_page_that_a_program_keeps_is_in_the_diary(writer: Parent) -> None:
    answer = let_in(writer, Scope.WRITE).keeps({"text": "A quiet evening.", "title": "Sunday", "unknown": 1})
    assert (answer.status_code, answer.json()["flags"], answer.json()["help"]) == (201, [], "")
    kept = {str(one.id): one.entry for one in diary_of(writer).journal.entries()}[answer.json()["id"]]
    assert (kept.text, kept.title) == ("A quiet evening.", "Sunday")


DANGER = "I want to hurt my child."


@pytest.mark.parametrize("page", [{"text": DANGER}, {"title": DANGER, "text": "today"}])
def test_words_of_danger_are_held_back_as_on_the_site_until_they_are_kept_on_purpose(
    writer: Parent, page: dict[str, str]
) -> None:
    before, writing = diary_of(writer).whole(), let_in(writer, Scope.WRITE)
    answer = writing.sends("pages?country=GB", page)
    held = in_the_way(answer).held
    assert (held.flags, held.quotes) == (("losing_control",), ("want to hurt my child",))
    assert (held.emergency, held.help) == ("999", "http://testserver/help-now/")
    assert held.lines == tuple(_lines_of_the_stop(held.tier))
    assert diary_of(writer).whole() == before
    kept = writing.sends("pages", page | {"keep": True})
    assert (kept.status_code, kept.json()["flags"]) == (201, ["losing_control"])
    assert kept.json()["help"] == "http://testserver/help-now/"


def _lines_of_the_stop(tier: Tier) -> list[HelpLine]:
    """What the page of the site shows for these words in the same country."""
    leading, _others = doors(countries()["GB"], tier, partner=False)
    return list(dict.fromkeys(line for door in leading for line in door.lines))


def test_words_that_mean_something_else_are_kept_without_a_flag(writer: Parent) -> None:
    answer = let_in(writer, Scope.WRITE).keeps({"text": DANGER, "overrule": True})
    assert (answer.status_code, answer.json()["flags"], answer.json()["help"]) == (201, [], "")


def test_without_a_country_no_number_is_guessed_and_the_page_of_help_is_named(writer: Parent) -> None:
    held = in_the_way(let_in(writer, Scope.WRITE).sends("pages?country=XX", {"text": DANGER})).held
    assert (held.emergency, held.lines, held.help) == ("", (), "http://testserver/help-now/")


def test_a_token_does_what_it_was_allowed_and_nothing_more(writer: Parent) -> None:
    diary, readers = diary_of(writer), {scope: let_in(writer, scope) for scope in Scope}
    before, ids = diary.whole(), {path: _any_id(diary, path) for path in ("pages", "repairs")}
    addresses = [
        path.replace("{id}", str(ids["pages" if path.startswith("pages") else "repairs"])) for path, _ in CLOSED
    ]
    for address, (path, call) in zip(addresses, CLOSED, strict=True):
        for allowed in set(Scope) - {call.scope}:
            answer = readers[allowed].sends(address, BODIES.get((call.method, path)), call.method)
            assert (answer.status_code, refusal(answer).code) == (403, "not-allowed")
            assert call.scope in refusal(answer).says
            assert f'scope="{call.scope}"' in answer["WWW-Authenticate"]
    assert diary.whole() == before
    for address, (path, call) in zip(addresses, CLOSED, strict=True):
        answer = readers[call.scope].sends(address, BODIES.get((call.method, path)), call.method)
        assert answer.status_code == call.status, (path, call.method)


def _any_id(diary: Diary, path: str) -> UUID:
    return next((diary.journal if path.startswith("pages") else diary.repairs).entries()).id


def test_what_is_not_of_this_diary_or_of_another_kind_is_not_here(writer: Parent) -> None:
    other = ben()
    signs_up(other)
    diary, reader = diary_of(writer), let_in(other, *Scope)
    before, own = diary.whole(), let_in(writer, *Scope)
    kinds = dict.fromkeys((path for path, _call in CLOSED), diary.journal) | {"pages/{id}": diary.repairs}
    for path, call in (told for told in CLOSED if "{id}" in told[0]):
        body, other_kind = BODIES.get((call.method, path)), next(kinds[path].entries()).id
        asked = [(reader, _any_id(diary, path)), (own, other_kind), (own, next(diary.children.entries()).id)]
        for one, id in asked:
            answer = one.sends(path.replace("{id}", str(id)), body, call.method)
            assert (answer.status_code, refusal(answer).code) == (404, "not-here"), (path, call.method)
    assert diary.whole() == before


def test_another_parents_program_finds_nothing_of_it(writer: Parent) -> None:
    other = ben()
    signs_up(other)
    reader = let_in(other, *Scope)
    ids = [kept.id for kept in diary_of(writer).entries()]
    assert [reader.asks(f"repairs/{id}").status_code for id in ids] == [404, 404]
    assert refusal(reader.asks(f"repairs/{ids[0]}")).code == "not-here"
    for path in ("repairs", "pages", "children", "export"):
        assert CANARY not in reader.asks(path).content.decode()


WRONG = ["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Bearer amends_" + "0" * 28, "é", "Bearer é", None]


@pytest.mark.parametrize("header", WRONG)
def test_without_a_token_that_opens_there_is_no_answer(writer: Parent, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    for path in ("repairs", "pages", "children", "export"):
        answer = Client().get(HOME + path, headers=headers)
        assert (answer.status_code, refusal(answer).code) == (401, "not-open")
        assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("body", ["{", '{"text": 1}', "[]"])
def test_who_may_not_come_in_hears_that_before_anything_of_what_they_sent(writer: Parent, body: str) -> None:
    answer = Client().post(f"{HOME}pages", body, content_type="application/json")
    assert (answer.status_code, refusal(answer).code) == (401, "not-open")


def test_a_token_in_the_address_or_in_a_cookie_opens_nothing(writer: Parent) -> None:
    token = let_in(writer, *Scope).token
    wire = Client()
    wire.cookies["visit"] = token
    for name in ("token", "access_token", "Authorization"):
        assert wire.get(f"{HOME}repairs", {name: token}).status_code == 401


def test_a_token_that_was_taken_back_or_is_over_says_so_alike(writer: Parent) -> None:
    gone, over = let_in(writer, *Scope), let_in(writer, *Scope, days=0)
    programs = Programs(diary_of(writer)._vault)
    answers = [over.asks("repairs")]
    programs.revoke(programs.known(clock.now())[0].id)
    answers.append(gone.asks("repairs"))
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].content == answers[1].content
    assert all('error="invalid_token"' in answer["WWW-Authenticate"] for answer in answers)


def test_pages_of_a_long_list_hold_each_entry_once_though_one_goes_meanwhile(writer: Parent) -> None:
    reader = let_in(writer, *Scope)
    for number in range(5):
        assert reader.keeps({"text": f"number {number}"}).status_code == 201
    found, cursor = [], ""
    while True:
        some = reader.asks("pages", limit=2, **({"cursor": cursor} if cursor else {})).json()
        found += [one["page"]["text"] for one in some["pages"]]
        if not cursor:
            diary_of(writer).forget(UUID(some["pages"][-1]["id"]))
        cursor = some["next"]
        if not cursor:
            break
    assert found == [f"number {number}" for number in reversed(range(5))] + [CANARY] * 2


@pytest.mark.parametrize(
    "asked",
    [{"limit": one} for one in ("0", "101", "-1", "x", "", "1e2", "9" * 50, "²")]
    + [{"cursor": one} for one in ("x", "1-x", "-", "1-" + "0" * 31, "9" * 6000)],
    ids=str,
)
def test_a_wrong_limit_or_cursor_says_what_it_must_be(writer: Parent, asked: dict[str, str]) -> None:
    for path in ("repairs", "pages"):
        answer = let_in(writer, Scope.READ).asks(path, **asked)
        assert (answer.status_code, "must be" in refusal(answer).says) == (422, True)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ([], "must be an object"),
        ({}, "a word at least"),
        ({"text": " \n"}, "a word at least"),
        ({"text": "\ufeff\x1c\x85\u3000"}, "a word at least"),  # blanks to Python, or to JavaScript
        ({"text": 5}, '"text" must be a string'),
        ({"text": None}, '"text" must be a string'),
        ({"text": "hi", "title": {}}, '"title" must be a string'),
        ({"text": "hi", "keep": "yes"}, '"keep" must be true or false'),
        ({"text": "a" * (LONGEST_TEXT + 1)}, "100000 characters at most"),
        ({"text": "hi", "title": "a" * (LONGEST_TITLE + 1)}, "1000 characters at most"),
    ],
)
def test_a_page_that_cannot_be_kept_says_what_to_change(writer: Parent, body: Any, says: str) -> None:
    before = len(list(diary_of(writer).journal.entries()))
    answer = let_in(writer, Scope.WRITE).keeps(body)
    assert (answer.status_code, says in refusal(answer).says) == (422, True)
    assert len(list(diary_of(writer).journal.entries())) == before


def test_an_entry_that_is_damaged_is_said_to_be_and_hides_no_other(writer: Parent) -> None:
    kept = next(diary_of(writer).entries())
    Envelope.objects.filter(id=kept.id).update(sealed=b"changed")
    reader = let_in(writer, Scope.READ)
    assert "damaged" in refusal(reader.asks(f"repairs/{kept.id}")).says
    assert len(reader.asks("repairs").json()["repairs"]) == 1
    assert len(repairs_of(writer)) == 1


def test_an_id_that_is_none_is_not_here(writer: Parent) -> None:
    for id in ("x", "00000000-0000-0000-0000-000000000000"):
        assert let_in(writer, Scope.READ).asks(f"repairs/{id}").status_code == 404


def test_every_call_with_a_token_counts_for_its_address(writer: Parent, settings) -> None:
    reader = let_in(writer, Scope.READ)
    settings.LIMITS = "10000/hour 1/minute 5/15minutes"
    assert [reader.asks("children").status_code for _ in range(2)] == [200, 429]
    assert Client().get(f"{HOME}children").status_code == 429  # wrong ones too


def test_the_document_says_which_scope_each_call_needs() -> None:
    for path, call in CLOSED:
        assert document()["paths"][HOME + path][call.method.lower()]["security"] == [{"token": [call.scope]}]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(body=st.binary() | st.dictionaries(st.sampled_from(["text", "title"]), st.none() | st.integers() | st.text()))
def test_no_body_and_no_question_breaks_it(writer: Parent, body: Any) -> None:
    reader = _once_let_in(writer)
    assert reader.keeps(body).status_code in {201, 400, 415, 422}  # the client names no type where nothing is sent
    asked = str(body)[:50]
    for path, ask in (("pages", {"limit": asked}), ("repairs", {"cursor": asked})):
        assert reader.asks(path, **ask).status_code in {200, 422}


def _once_let_in(writer: Parent) -> Reader:
    known = Programs(diary_of(writer)._vault)
    for one in known.known(clock.now()):
        known.revoke(one.id)
    return let_in(writer, *Scope)
