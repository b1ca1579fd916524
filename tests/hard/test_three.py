"""Three processes on one PostgreSQL, and a parent whose every request lands with another one of them."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import pytest

from tests.databases import TOOLS, postgresql
from tests.running import Answer, Visitor, running

PHRASE = "the tower fell at nine"
KEYS = ("forms.key", "names.key")
WORDS = "I shouted at you about the shoes."


class Spread(Visitor):
    """Somebody whose requests are spread by a proxy, one after the other, with the same cookies."""

    def __init__(self, ports: list[int]) -> None:
        super().__init__(ports[0])
        self._ports = cycle(ports)

    def _ask(self, method: str, address: str, body: str | bytes | None, headers: dict[str, str]) -> Answer:
        self.close()
        self.port = next(self._ports)
        return super()._ask(method, address, body, headers)


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    """Where the three listen. Each has a data folder of its own, with the keys of the first one."""
    if TOOLS is None:
        pytest.skip("no PostgreSQL here; to run this: apt install postgresql")
    with postgresql() as server, ExitStack() as all_three:
        folders = [tmp_path_factory.mktemp(f"process-{number}") for number in range(3)]
        sites = [running(folder, AMENDS_DATABASE=server.url) for folder in folders]
        for site in sites:
            if site is not sites[0]:
                _same_keys(folders[0], site.folder)
            all_three.enter_context(site)
        yield [site.port for site in sites]


def _same_keys(first: Path, other: Path) -> None:
    (other / "data").mkdir()
    for key in KEYS:
        shutil.copy(first / "data" / key, other / "data" / key)


@pytest.fixture
def someone(ports: list[int]) -> Iterator[Spread]:
    visitor = Spread(ports)
    yield visitor
    visitor.close()


def test_a_guest_writes_and_finds_their_words_wherever_they_land(someone: Spread, ports: list[int]) -> None:
    address = f"/repair/{someone.begins()}/acknowledge/"
    for number in range(len(ports)):
        answer = someone.post(address, {"words": f"{WORDS} {number}"}, HX_Request="true")
        assert "Kept." in answer.text
        for _ in ports:
            assert f"{WORDS} {number}" in someone.get(address).text


def test_a_parent_signs_up_writes_leaves_and_comes_back_wherever_they_land(someone: Spread, ports: list[int]) -> None:
    repair = someone.begins()
    someone.post(f"/repair/{repair}/acknowledge/", {"words": WORDS, "go": "next"})
    signed_up = someone.post("/sign-up/", {"known_as": "Ada", "passphrase": PHRASE, "understood": "yes"})
    assert re.search(r'class="code">[0-9A-Z-]+<', signed_up.text)
    for _ in ports:
        assert WORDS in someone.get(f"/repair/{repair}/acknowledge/").text
        assert someone.get(f"/card/{repair}/").status == 200
        assert someone.get("/diary/").status == 200
    cookie = dict(someone.cookies)
    someone.post("/lock/", {})
    someone.cookies |= cookie  # as kept by somebody who copied it
    for _ in ports:
        assert WORDS not in someone.get(f"/repair/{repair}/acknowledge/").text, "a visit that is over is so everywhere"
    for _ in ports:
        assert someone.post("/sign-in/", {"known_as": "Ada", "passphrase": PHRASE}).status == 302
        assert WORDS in someone.get(f"/repair/{repair}/acknowledge/").text


def test_a_danger_stops_a_page_wherever_it_lands(someone: Spread, ports: list[int]) -> None:
    address = f"/repair/{someone.begins()}/acknowledge/"
    for _ in ports:
        answer = someone.post(address, {"words": "I want to kill myself.", "go": "next"})
        assert answer.status in (200, 302, 303, 422)
        assert "/stop/" in answer.location or "call" in answer.text.lower()


def test_a_file_that_was_looked_at_in_another_process_is_asked_for_once_more(someone: Spread) -> None:
    someone.post("/sign-up/", {"known_as": "Cleo", "passphrase": PHRASE, "understood": "yes"})
    looked = someone.send_file("/account/import/", "diary.txt", b"2026-11-01\nA page about the shoes.\n")
    held = re.search(r'name="held" value="([0-9a-f]+)"', looked.text)
    assert held, looked.text
    again = someone.post("/account/import/", {"held": held[1]})
    assert again.status < 500
    assert 'type="file"' in again.text
