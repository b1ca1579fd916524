"""Nothing lost: the site is killed at random instants while four people write."""

import http.client
import random
import re
import sqlite3
import threading
import time

from tests.hard.conftest import House
from tests.running import Visitor

CLIENTS = 4


class Writer:
    """Somebody who writes on and on, and knows which saves were answered."""

    def __init__(self, visitor: Visitor, name: str) -> None:
        self.visitor = visitor
        self.name = name
        self.sent = self.answered = 0
        self.address = f"/repair/{self.visitor.begins()}/acknowledge/"

    def write(self) -> None:
        """Saves until the site is gone."""
        try:
            while True:
                self.sent += 1
                answer = self.visitor.post(self.address, {"words": self.words(self.sent)}, HX_Request="true")
                assert answer.status == 200
                assert "Kept." in answer.text
                self.answered = self.sent
        except (OSError, http.client.HTTPException):
            return

    def words(self, number: int) -> str:
        """What the save with this number says, whole: a half one would not match."""
        return f"save {number} of {self.name} {'word ' * (number % 40)}end"

    def check(self) -> None:
        """Everything that was answered is there, and nothing is half."""
        page = self.visitor.get(self.address)
        assert page.status == 200
        kept = re.search(r"<textarea\s[^>]*id=\"words\"[^>]*>(.*?)</textarea>", page.text, re.DOTALL)[1]
        if not kept and not self.answered:
            return
        number = int(re.match(r"save (\d+) of", kept)[1])
        assert kept == self.words(number)
        assert self.answered <= number <= self.sent
        self.sent = self.answered = number


def test_every_answered_save_survives_kill_9(house: House, rounds: int) -> None:
    dice = random.Random(20261126)
    writers = [Writer(house.visitor(), f"client {number}") for number in range(CLIENTS)]
    saves = 0
    for _ in range(rounds):
        before = sum(writer.answered for writer in writers)
        _kill_amid(house, writers, dice.uniform(0.03, 0.5))
        saves += sum(writer.answered for writer in writers) - before
        house.site.start()
        for writer in writers:
            writer.check()
    print(f"\n{rounds} rounds, {saves} answered saves, none lost")
    assert saves > rounds


def _kill_amid(house: House, writers: list[Writer], after: float) -> None:
    threads = [threading.Thread(target=writer.write) for writer in writers]
    for thread in threads:
        thread.start()
    time.sleep(after)
    house.site.kill()
    for thread in threads:
        thread.join(30)
    if house.server:
        house.server.stop("immediate")
        house.server.start()
        return
    with sqlite3.connect(house.folder / "data" / "amends.sqlite3") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()
