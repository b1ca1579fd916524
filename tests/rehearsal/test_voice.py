"""The voice against a real server, and against what a language model may say."""

import gzip
import json
import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2  # noqa: F401  (loaded before any clock runs)
import pytest

from amends.guidance import CONTENT, VoiceRules, decode
from amends.rehearsal.voice import MOST_BYTES, Asked, fits, word

RULES = decode(CONTENT, "en/rehearsal/voice.toml", VoiceRules)
HEARD = "I am sorry that I shouted about your muddy boots"
ASKED = Asked(
    band="6-9",
    temper="guarded",
    mood="wary",
    happened="The parent shouted at the child about boots.",
    heard=HEARD,
    recent=("Go away.", "I'll wait here."),
    does="Picks at the rug.",
    says="You say that.",
    most_words=12,
)
SOON = 0.6  # seconds that the tests wait for a voice; the servers below are later, or never there
SLACK = 1.4  # and how much more a busy machine may take


class Child(BaseHTTPRequestHandler):
    """A server that speaks as OpenAI does; `answers` says how."""

    answers: Callable[["Child"], None]
    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.asked.append({"path": self.path, "body": json.loads(body), "headers": dict(self.headers)})
        with suppress(ConnectionError):
            type(self).answers(self)

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        """All of an answer."""
        self.send_response(status)
        for name, value in ({"content-length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@contextmanager
def child(answers: Callable[[Child], None]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Such a server on this machine: its address, and what it is asked."""
    asked: list[dict[str, Any]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Child,), {"answers": answers, "asked": asked}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()


def says(words: str) -> Callable[[Child], None]:
    return lambda to: to.send(_spoken(words))


def _spoken(words: str) -> bytes:
    return json.dumps(
        {"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", "content": words}}]}
    ).encode()


def no_danger(_words: str) -> bool:
    return False


def ask(address: str, asked: Asked = ASKED, seconds: float = SOON) -> str | None:
    return word(address, "small", asked, RULES, no_danger, seconds)


def test_the_line_comes_back_as_the_model_says_it() -> None:
    with child(says("That's what you say every time.")) as (address, _asked):
        assert ask(address) == "That's what you say every time."


def test_the_model_is_asked_once_with_the_scene_the_line_and_bounds() -> None:
    with child(says("No.")) as (address, asked):
        ask(f"{address}/")
    (one,) = asked
    body = one["body"]
    assert (one["path"], body["model"], body["stop"], body["stream"]) == (
        "/v1/chat/completions",
        "small",
        ["\n"],
        False,
    )
    assert body["max_tokens"] < 40
    system, user = (message["content"] for message in body["messages"])
    assert system == RULES.system
    for told in (HEARD, "Line: You say that.", "Picks at the rug.", "Go away.", "eight years old", "12 words"):
        assert told in user
    assert not {"Authorization", "authorization", "Cookie", "cookie"} & set(one["headers"])


def test_braces_in_a_parents_words_are_words() -> None:
    with child(says("No.")) as (address, asked):
        assert ask(address, replace(ASKED, heard="{says} {0} {")) == "No."
    assert "{says} {0} {" in asked[0]["body"]["messages"][1]["content"]


def test_a_line_without_words_is_not_asked_about() -> None:
    with child(says("No.")) as (address, asked):
        assert ask(address, replace(ASKED, says="")) is None
    assert asked == []


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ('"Not again."', "Not again."),
        ("“Not again.”", "Not again."),
        ("*turns away* Not again.", "Not again."),
        ("Not (sighs) again.", "Not again."),
        ("[looks down] Not again.", "Not again."),
        ('Kid: "Not again."', "Not again."),
        ('The child: "Not again."', "Not again."),
        ("  Not again. \n", "Not again."),
        ("*shrugs*", None),
        ("Not again.\nAnd not tomorrow.", None),
        ("", None),
    ],
)
def test_quotes_asides_and_a_speakers_name_are_taken_off(said: str, left: str | None) -> None:
    with child(says(said)) as (address, _asked):
        assert ask(address) == left


# Servers that are wrong.


def _late(to: Child) -> None:
    time.sleep(SOON * 3)
    to.send(_spoken("Too late."))


def _trickles(to: Child) -> None:
    body = _spoken("Drop by drop.")
    to.send_response(200)
    to.send_header("content-length", str(len(body)))
    to.end_headers()
    _drop_by_drop(to, body)


def _trickles_its_head(to: Child) -> None:
    _drop_by_drop(to, b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")


def _drop_by_drop(to: Child, body: bytes) -> None:
    for place in range(12):
        to.wfile.write(body[place : place + 1])
        time.sleep(0.5)


def _endless(to: Child) -> None:
    to.send_response(200)
    to.end_headers()
    while True:
        to.wfile.write(b" " * 65_536)


def _cut_short(to: Child) -> None:
    to.send(_spoken("No.")[:-20], content_length="500")


WRONG = {
    "late": _late,
    "a body that trickles": _trickles,
    "a head that trickles": _trickles_its_head,
    "without end": _endless,
    "cut short": _cut_short,
    "500": lambda to: to.send(_spoken("No."), 500),
    "204": lambda to: to.send(b"", 204),
    "HTML": lambda to: to.send(b"<html><body>Welcome</body></html>"),
    "10 MB": lambda to: to.send(_spoken("No.") + b" " * 10_000_000),
    "a little too long": lambda to: to.send(_spoken("No.") + b" " * MOST_BYTES),
    "packed": lambda to: to.send(gzip.compress(_spoken("No.") + b" " * 10_000_000), content_encoding="gzip"),
    "no choices": lambda to: to.send(b'{"choices": []}'),
    "no content": lambda to: to.send(b'{"choices": [{"message": {"content": null}}]}'),
    "another shape": lambda to: to.send(b'{"choices": "No."}'),
    "a fault of its own": lambda to: to.send(b'{"error": {"message": "no such model"}}'),
    "no JSON": lambda to: to.send(b"No."),
    "no UTF-8": lambda to: to.send(b'{"choices": [{"message": {"content": "\xff"}}]}'),
    "too deep": lambda to: to.send(b'{"x": ' + b"[" * 60_000),
    "no HTTP": lambda to: to.wfile.write(b"hello\r\n\r\n") and None,
    "nothing": lambda to: None,
}


@pytest.mark.parametrize("answers", WRONG.values(), ids=WRONG.keys())
def test_a_server_that_is_late_or_wrong_is_as_good_as_none(answers: Callable[[Child], None]) -> None:
    with child(answers) as (address, asked):
        began = time.monotonic()
        assert ask(address) is None
        assert time.monotonic() - began < SOON + SLACK
        assert len(asked) == 1  # once, whatever comes


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_never_says_a_word_is_left_in_time(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        assert ask(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/v1") is None
        assert time.monotonic() - began < SOON + SLACK


def test_a_search_for_the_address_that_hangs_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_how: time.sleep(SOON * 4))
    began = time.monotonic()
    assert ask("http://somewhere.example/v1") is None
    assert time.monotonic() - began < SOON + SLACK


def test_nobody_there_is_as_good_as_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert ask(f"http://127.0.0.1:{port}/v1") is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with child(says("From elsewhere.")) as (elsewhere, asked_there):
        there = f"{elsewhere}/chat/completions"
        with child(lambda to: to.send(_spoken("No."), status, location=there)) as (address, asked_here):
            assert ask(address) is None
    assert (len(asked_here), asked_there) == (1, [])


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with child(says("Through a proxy.")) as (proxy, asked_there), child(says("Straight.")) as (address, _asked):
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.removesuffix("/v1"))
        assert ask(address) == "Straight."
    assert asked_there == []


def test_nothing_of_it_is_written_down(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with child(says("Not again.")) as (address, _asked):
        ask(address)
    with child(WRONG["500"]) as (address, _asked):
        ask(address)
    for line in caplog.messages:
        assert not any(words in line for words in ("muddy", "shouted", "Not again", "You say", "rug"))


def test_who_has_no_voice_loads_no_client() -> None:
    code = "import sys, amends.rehearsal.voice; print('httpx2' in sys.modules, 'django' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False False\n"


# What fits.


def test_a_line_that_does_not_fit_does_not_come_back() -> None:
    with child(says("I forgive you.")) as (address, _asked):
        assert ask(address) is None
        assert ask(address, replace(ASKED, mood="near")) == "I forgive you."


def test_words_in_which_danger_is_heard_do_not_come_back() -> None:
    heard: list[str] = []
    with child(says("Not again.")) as (address, _asked):
        assert word(address, "small", ASKED, RULES, lambda words: not heard.append(words), SOON) is None
    assert heard == ["Not again."]


@pytest.mark.parametrize(
    "words",
    [
        "You say that every time.",
        "Hm.",
        "Okay.",
        "Why did you, though?",
        "I don't care",
        "I was only playing",
        "Boots are stupid.",  # of two words of its own, one may be the parent's
        "Can you just… not?",
        "Naïve, that's what you are",
    ],
)
def test_a_childs_line_fits(words: str) -> None:
    assert fits(words, ASKED, RULES, no_danger)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        "...",
        "one two three four five six seven eight nine ten eleven twelve thirteen",
        "no" * 100,
        "Not now.\nLater.",
        "Not\u2028now.",
        "Not now.\u202e",
        "Не сейчас.",
        "不要",
        "go away",
        "*smiles* Fine.",
        "<think>Fine.",
        'Fine, "he mumbles."',
        "Why did you shout? My muddy boots were outside, sorry.",
        "As an AI I can't say that.",
        "The child says nothing.",
        "Here is the line: no.",
        "Sure! I can help you with that.",
        "I feel that when you shout I get small.",
        "It made me feel bad.",
        "I need you to listen.",
        "You broke a boundary.",
        "You never validate me.",
        "My emotions are big.",
    ],
)
def test_no_childs_line_does_not_fit(words: str) -> None:
    assert not fits(words, replace(ASKED, mood="near"), RULES, no_danger)


@pytest.mark.parametrize("mood", ["shut", "wary"])
@pytest.mark.parametrize(
    "words",
    [
        "It's okay.",
        "It’s OK, really",
        "its okay",
        "I forgive you.",
        "Thank you for saying that.",
        "Thanks.",
        "I understand, Daddy.",
        "I love you too!",
        "Don't worry about it.",
        "You're a good mum.",
    ],
)
def test_a_child_who_is_still_hurt_gives_nothing_away(mood: str, words: str) -> None:
    assert not fits(words, replace(ASKED, mood=mood), RULES, no_danger)
    assert fits(words, replace(ASKED, mood="near"), RULES, no_danger)


def test_every_phrase_of_the_rules_is_kept() -> None:
    for phrase in (*RULES.giving, *RULES.grown, *RULES.narrator, *RULES.rough):
        assert not fits(f"Well, {phrase}!", replace(ASKED, most_words=20), RULES, no_danger), phrase


def test_a_line_with_something_to_say_must_still_be_about_it() -> None:
    asked = replace(ASKED, says="The dog went under the bed.")
    assert fits("Even the dog hid.", asked, RULES, no_danger)
    assert not fits("I like ice cream.", asked, RULES, no_danger)
    assert fits("Nope.", replace(ASKED, says="I don't want to."), RULES, no_danger)


def test_a_fourth_of_the_own_words_from_the_parent_is_too_much_and_a_seventh_is_not() -> None:
    assert not fits("boots hurt both feet", ASKED, RULES, no_danger)
    assert fits("boots hurt both feet every single day", ASKED, RULES, no_danger)
