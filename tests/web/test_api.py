"""The API for programs: what it says it takes and gives is what it takes and gives, and nothing makes it break."""

import json
import re
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.db import OperationalError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from amends.cli import main
from amends.process import Step
from amends.programs import StepsAsked
from amends.store.models import Owner, Visit
from amends.web.api.coach import CARD, READ
from amends.web.api.document import CALLS, HOME, VIEWS, document
from amends.web.api.held import InTheWay
from amends.web.forms import LONGEST_WORDS
from amends.web.refused import JSON, Refusal
from tests.people import ada, begins, signs_up, words_on

COACH = {"read": READ, "card": CARD}
TEXT = "I'm sorry I yelled, but you never listen."
DRAFT = {"responsibility": "I'm sorry I shouted at you.", "validate": "That must have been scary."}
BODIES = {"read": {"text": TEXT, "age": 7}, "card": {"steps": DRAFT, "age": "6-9"}}


def sends(to: str, body: Any, browser: Client | None = None, **more: Any) -> Any:
    """A program's call: a value as JSON, or bytes as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    more.setdefault("content_type", JSON)
    return (browser or Client(enforce_csrf_checks=True)).post(HOME + to, content, **more)


def is_as_told(answer: Any, path: str, method: str = "POST") -> Any:
    """An answer is of the type that the document names for it, and has every field that its schema needs."""
    call = next(one for one in CALLS[path] if one.method == method)
    assert answer.status_code == call.status
    told = msgspec.json.decode(answer.content, type=call.gives)
    schema = document()["components"]["schemas"][call.gives.__name__]
    assert set(schema.get("required", ())) <= set(json.loads(answer.content)) == set(schema["properties"])
    assert msgspec.json.encode(told, order="deterministic") == answer.content
    return told


def refusal(answer: Any) -> Any:
    """Why there was no answer, by the very type that the document names."""
    assert answer["Content-Type"] == JSON
    return msgspec.json.decode(answer.content, type=Refusal).error


def in_the_way(answer: Any) -> Any:
    """What stands in the way of a call, by the very type that the document names."""
    assert (answer.status_code, refusal(answer).code) == (409, "in-the-way")
    return msgspec.json.decode(answer.content, type=InTheWay)


def test_every_call_is_in_the_document_and_nothing_else() -> None:
    told = {(path, method) for path, there in document()["paths"].items() for method in there}
    assert told == {(HOME + path, call.method.lower()) for path, calls in CALLS.items() for call in calls}


@pytest.mark.parametrize("path", BODIES)
def test_each_call_of_the_coach_is_really_called_and_answers_as_the_document_says(path: str) -> None:
    answer = sends(path, BODIES[path])
    assert (answer.status_code, answer["Content-Type"]) == (200, JSON)
    is_as_told(answer, path)


@pytest.mark.parametrize("path", BODIES)
def test_the_site_and_the_command_line_give_the_same_answer(path: str) -> None:
    printed = CliRunner().invoke(main, [path, "--jsonl", "-"], input=json.dumps(BODIES[path])).stdout
    assert json.loads(printed) == {"id": None} | json.loads(sends(path, BODIES[path]).content)


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("wrong", ["5", "[]", "{}", '{"text": 5}', '{"steps": {"sorry": "x"}}', '{"steps": 1}'])
def test_the_site_and_the_command_line_refuse_in_the_same_words(path: str, wrong: str) -> None:
    said = json.loads(CliRunner().invoke(main, [path, "--jsonl", "-"], input=wrong).stdout)["error"]
    answer = sends(path, wrong.encode())
    assert answer.status_code == 422
    assert refusal(answer).says == f"The body: {said.removeprefix('line 1: ')}."


def test_a_reading_is_the_promised_shape_and_its_offsets_count_characters() -> None:
    read = json.loads(sends("read", {"text": "Oh 🙈. I'm sorry I yelled.", "unknown": [1]}).content)
    assert set(read) == {"sentences", "flags", "maybe"}
    assert read["sentences"][-1] == {"start": 6, "end": 25, "labels": read["sentences"][-1]["labels"]}
    assert "remorse" in read["sentences"][-1]["labels"]


def test_words_of_danger_are_in_flags() -> None:
    assert json.loads(sends("read", {"text": "I want to hurt my child."}).content)["flags"]


def test_a_card_has_the_words_of_the_draft() -> None:
    card = json.loads(sends("card", BODIES["card"]).content)
    assert {card["opening"], *card["cues"]} == set(DRAFT.values())


@pytest.mark.parametrize(
    ("body", "kind", "status", "code", "says"),
    [
        (b"{nonsense", JSON, 400, "not-json", "must be JSON"),
        (b" ", JSON, 400, "not-json", "must be JSON"),
        (b'{"text": "\xff"}', JSON, 400, "not-json", "UTF-8"),
        (b'{"text": "\\ud83d"}', JSON, 400, "not-json", "UTF-8"),
        (b"[" * 100_000, JSON, 400, "not-json", "nested"),
        (b'{"text": "hi"}', "text/plain", 415, "other-type", "Content-Type: application/json"),
        (b"text=hi", "application/x-www-form-urlencoded", 415, "other-type", "application/json"),
        (b'{"text": "hi"}', "", 415, "other-type", "application/json"),
        (b'{"age": 7}', JSON, 422, "not-understood", '"text" as a string'),
        (b'{"text": "hi", "age": "old"}', JSON, 422, "not-understood", "age must be years or one of"),
        (b'{"text": "hi", "age": true}', JSON, 422, "not-understood", "age must be years or one of"),
        (
            json.dumps({"text": "a" * (LONGEST_WORDS + 1)}).encode(),
            JSON,
            422,
            "not-understood",
            "20000 characters at most",
        ),
    ],
)
def test_what_cannot_be_read_gets_json_that_says_what_to_change(body, kind, status, code, says) -> None:
    answer = sends("read", body, content_type=kind)
    assert answer.status_code == status
    assert refusal(answer).code == code
    assert says in refusal(answer).says


def test_a_charset_after_the_type_is_no_other_type() -> None:
    assert sends("read", {"text": "hi"}, content_type=f"{JSON}; charset=utf-8").status_code == 200


def test_a_draft_that_is_too_long_in_all_its_steps_together_is_refused() -> None:
    half = "a" * (LONGEST_WORDS // 2 + 1)
    answer = sends("card", {"steps": {"calm": half, "plan": half}})
    assert (answer.status_code, "characters at most" in refusal(answer).says) == (422, True)


def test_more_than_one_megabyte_is_not_read() -> None:
    answer = sends("read", {"text": "a" * django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    assert (answer.status_code, refusal(answer).code) == (413, "too-large")


@pytest.mark.parametrize(("path", "allowed"), [("read", "POST"), ("card", "POST"), ("openapi.json", "GET, HEAD")])
def test_another_method_is_told_which_there_are(path: str, allowed: str) -> None:
    for method in ("put", "delete", "patch", "options", "get" if allowed == "POST" else "post"):
        answer = getattr(Client(), method)(HOME + path)
        assert (answer.status_code, answer["Allow"]) == (405, allowed)
        assert allowed in refusal(answer).says


def test_an_address_that_is_none_is_said_in_json() -> None:
    for answer in (Client().get(f"{HOME}nowhere"), Client().post(f"{HOME}nowhere"), Client().get("/api/v2/read")):
        assert (answer.status_code, refusal(answer).code) == (404, "not-here")


def test_who_asks_too_much_is_told_how_long_to_wait(settings) -> None:
    settings.LIMITS = "10000/hour 2/minute 5/15minutes"
    assert [sends(path, BODIES[path]).status_code for path in ("read", "card", "read")] == [200, 200, 429]
    answer = sends("card", BODIES["card"])
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer["Retry-After"] in refusal(answer).says


def test_what_was_refused_unread_is_not_counted(settings) -> None:
    settings.LIMITS = "10000/hour 1/minute 5/15minutes"
    assert [sends("read", {"text": 5}).status_code for _ in range(3)] == [422, 422, 422]
    assert sends("read", {"text": "hi"}).status_code == 200


@pytest.mark.django_db
def test_no_cookie_is_looked_at_and_nothing_is_kept() -> None:
    someone = ada()
    begins(someone)
    signs_up(someone)
    visits, owners = Visit.objects.count(), Owner.objects.count()
    answer = sends("read", BODIES["read"], someone.browser)
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert answer["Cache-Control"] == "no-store"
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert (Visit.objects.count(), Owner.objects.count()) == (visits, owners)


def test_no_database_is_opened_for_a_reading() -> None:
    for path, body in BODIES.items():
        assert sends(path, body).status_code == 200  # a test without a database would break


@pytest.mark.parametrize(
    ("breaks", "status", "says"), [(RuntimeError(TEXT), 500, "our fault"), (OperationalError(TEXT), 507, "database")]
)
def test_a_fault_of_ours_is_said_in_json_and_no_word_of_it_leaves(monkeypatch, capsys, breaks, status, says) -> None:
    def break_(*_: object) -> None:
        raise breaks

    monkeypatch.setattr("amends.web.api.coach.reading_of", break_)
    answer = sends("read", BODIES["read"])
    assert answer.status_code == status
    assert TEXT not in refusal(answer).says
    assert TEXT not in "".join(capsys.readouterr())


def test_the_page_lists_every_call_with_an_example_that_works() -> None:
    page = words_on(Client().get(HOME))
    for path, call in COACH.items():
        assert f"{call.method} {HOME}{path}" in page
        assert call.about in page
        example = page.split(f"{call.method} {HOME}{path}")[1].split("words.json holds")[1]
        example = example.split("<code>")[1].split("</code>")[0]
        assert sends(path, example.encode()).status_code == 200
    assert not [one for one in ("http://", "https://") if f'src="{one}' in page]


def test_each_example_asks_the_very_address_of_its_call() -> None:
    asked = re.findall(r"'http://testserver(/[^']*)'", words_on(Client().get(HOME)))
    assert asked == [path for path, there in document()["paths"].items() for _method in there]


def test_the_document_is_openapi_whose_every_name_leads_somewhere() -> None:
    told = json.loads(Client().get(f"{HOME}openapi.json").content)
    assert told == json.loads(json.dumps(document()))
    assert told["openapi"].startswith("3.1")
    named = {line.partition('"')[0] for line in json.dumps(told).split("#/components/schemas/")[1:]}
    assert named <= set(told["components"]["schemas"])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([10**400, -(10**25), 1e308]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("text", "age", "steps", "limit", "plan", "id", "taken_back", "stands", "when", "will", "calm", "repair")
NEARLY = st.dictionaries(
    st.sampled_from(FIELDS), ANYTHING | st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=3), max_size=5
)


def _is_answered(path: str, body: bytes, kind: str = JSON) -> None:
    answer = sends(path, body, content_type=kind)
    assert answer.status_code in {200, 400, 413, 415, 422}, answer.content
    if answer.status_code == 200:
        msgspec.json.decode(answer.content, type=COACH[path].gives)
    else:
        assert refusal(answer).says


@pytest.mark.parametrize("path", BODIES)
@given(body=st.binary())
def test_no_bytes_break_it(path: str, body: bytes) -> None:
    _is_answered(path, body)


@pytest.mark.parametrize("path", BODIES)
@given(body=ANYTHING | NEARLY)
def test_no_json_breaks_it(path: str, body: Any) -> None:
    _is_answered(path, json.dumps(body).encode())


@given(kind=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_no_content_type_breaks_it(kind: str) -> None:
    _is_answered("read", b'{"text": "hi"}', kind)


@given(body=NEARLY | st.fixed_dictionaries({"text": st.text(max_size=20)}, optional={"age": ANYTHING}))
def test_what_the_schema_refuses_is_refused(body: Any) -> None:
    """The document promises no more than the decoding keeps: what is read is of the type that is named there."""
    for path, call in COACH.items():
        content = json.dumps(body).encode()
        # A number may stand in quotes in more ways than the document says.
        if sends(path, content).status_code == 200 and not isinstance(body.get("age"), str):
            msgspec.json.decode(content, type=call.takes)


def test_every_view_is_of_a_call_in_the_document() -> None:
    assert set(VIEWS) == set(CALLS)


def test_a_draft_may_name_every_step_there_is_and_no_other() -> None:
    assert set(StepsAsked.__struct_fields__) == set(Step)
