"""Slow and heavy visitors: they may wait, and be sent away; whoever needs help is answered while they are there."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.figures import said
from tests.running import Visitor, running

WITHIN = 2.0  # seconds for help to come, on any machine; what it took here is printed
LONGEST = 20_000  # characters of a reading
TIMES = 10  # each of the worst is sent, so that there is time to ask for help
FORM = "application/x-www-form-urlencoded"


def _filled(start: str, again: str) -> str:
    return (start + again * LONGEST)[:LONGEST]


WORST = {  # what once held the whole site for minutes, and what simply costs most
    "lines of one letter": _filled("", "a\n"),
    "one word and no end": _filled("", "a"),
    "many short sentences": _filled("", "I'm sorry I yelled, but you never listen. "),
    "a pumped adverb": _filled("better that you ", "been "),
    "another": _filled("i been ", "been "),
    "a third": _filled("he had ", "had "),
    "a pumped syllable": _filled("tablet ", "ud "),
    "tags": _filled("", "<"),
    "quotes": _filled("", "“'"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[running]:
    """A site that all these visitors share; readings are not rationed, so that all of them come in."""
    site = running(tmp_path_factory.mktemp("busy"), AMENDS_LIMITS="1000/hour 1000/minute 1000/15minutes")
    with site:
        yield site


def _opened(site: running, head: str, body: bytes = b"") -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    wire.sendall(f"POST /read/ HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode() + body)
    return wire


@contextmanager
def half_sent(site: running, number: int) -> Iterator[list[socket.socket]]:
    """So many forms of which only the beginning comes."""
    wires = [_opened(site, f"Content-Type: {FORM}\r\nContent-Length: 500", b"words=") for _ in range(number)]
    try:
        yield wires
    finally:
        for wire in wires:
            wire.close()


def asked_for_help(site: running) -> float:
    """Seconds until somebody who was never here sees who to call."""
    began = time.monotonic()
    with closing(Visitor(site.port)) as visitor:
        answer = visitor.get("/help-now/?country=GB")
    assert answer.status == 200
    assert "999" in answer.text
    return time.monotonic() - began


def _status(wire: socket.socket) -> int:
    """The status of what comes back; then the connection must be closed by the other side."""
    answer = b""
    with suppress(ConnectionResetError):
        while part := wire.recv(65_536):
            answer += part
    return int(answer.split(b" ")[1])


@pytest.mark.parametrize("number", [4, 40])
def test_help_is_answered_while_forms_are_left_half_sent(site: running, number: int) -> None:
    with half_sent(site, number):
        time.sleep(0.2)
        taken = [asked_for_help(site) for _ in range(30)]
        with closing(Visitor(site.port)) as visitor:
            assert visitor.post("/read/", {"words": "I'm sorry I yelled."}).status == 200
    print(f"\nhelp beside {number} half forms: {said(taken)}")
    assert max(taken) < WITHIN


def test_help_is_answered_while_the_worst_is_read(site: running) -> None:
    visitors = [Visitor(site.port) for _ in WORST]
    for visitor in visitors:
        visitor.get("/read/")
    statuses: dict[str, int] = {}

    def reads(kind: str, visitor: Visitor) -> None:
        answers = [visitor.post("/read/", {"words": WORST[kind]}).status for _ in range(TIMES)]
        statuses[kind] = max(answers)

    threads = [threading.Thread(target=reads, args=pair) for pair in zip(WORST, visitors, strict=True)]
    taken = []
    with half_sent(site, 4):
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads) or len(taken) < 20:
            taken.append(asked_for_help(site))
    for visitor in visitors:
        visitor.close()
    print(f"\nhelp beside {len(WORST)} of the worst forms, {TIMES} times each, and 4 half ones: {said(taken)}")
    assert max(taken) < WITHIN
    assert set(statuses) == set(WORST)
    assert set(statuses.values()) <= {200, 413, 422}


def test_a_form_that_never_comes_whole_is_given_up(site: running) -> None:
    began = time.monotonic()
    with half_sent(site, 1) as wires:
        assert _status(wires[0]) == 408
    assert 9 < time.monotonic() - began < 15


@pytest.mark.parametrize("length", ["Content-Length: 49000000", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize("path", ["/read/", "/account/import/"])
def test_a_large_form_from_nobody_is_refused_before_it_is_read(site: running, path: str, length: str) -> None:
    wire = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    multipart = "Content-Type: multipart/form-data; boundary=x"
    wire.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{multipart}\r\n{length}\r\n\r\n".encode())
    sent, piece = 0, b"%x\r\n%s\r\n" % (65_536, b"x" * 65_536)
    with wire, suppress(ConnectionResetError, BrokenPipeError):
        while sent < 49_000_000:
            wire.sendall(piece)
            sent += len(piece)
    assert sent < 20_000_000, "all of it was taken in"


def test_a_large_form_is_told_why(site: running) -> None:
    with _opened(site, f"Content-Type: {FORM}\r\nContent-Length: 1000001") as wire:
        assert _status(wire) == 413
    with _opened(site, f"Content-Type: {FORM}\r\nContent-Length: 49000000") as wire:
        assert _status(wire) == 413


def test_a_killed_worker_comes_back(site: running) -> None:
    for worker in workers(site):
        os.kill(worker, signal.SIGKILL)
    for _ in range(100):
        with suppress(OSError):
            if asked_for_help(site):
                break
        time.sleep(0.1)
    assert site.process.poll() is None
    assert asked_for_help(site) < WITHIN


def test_it_stops_when_it_is_told_to_whatever_hangs_on_it(tmp_path: Path) -> None:
    site = running(tmp_path)
    site.start()
    with half_sent(site, 40):
        time.sleep(0.2)
        began = time.monotonic()
        site.stop()
    assert time.monotonic() - began < 5
    assert site.process.returncode == 0


def workers(site: running) -> list[int]:
    """The processes that answer, without the one that looks after them."""
    children = subprocess.run(["pgrep", "-P", str(site.process.pid)], capture_output=True, text=True)
    return [int(line) for line in children.stdout.split()]
