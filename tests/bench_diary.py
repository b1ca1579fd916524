"""What a diary costs: pages, saves, signing in. Printed, never asserted: python -m tests.bench_diary"""

import os
import tempfile
import threading
import time
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from tests.figures import middle, per_request, said
from tests.peers import bare
from tests.running import Visitor, running, unwatched

NOW = datetime.now(UTC)
PHRASE = "the tower fell at nine"
PAUSE = 0.7  # seconds: as long as the page waits for the next letter before it saves
WORDS = "I shouted at you about the shoes this morning. That was my mistake. You looked scared."


def fill(days: int) -> str:
    """A parent with a repair a day, all said but three. Returns their name."""
    from amends.process import DiaryExport, ExportedRepair, Repair, Rupture, RuptureKind, Step
    from amends.store import visits
    from amends.store.accounts import accounts
    from amends.store.diary import Diary

    def repair(day: int) -> Repair:
        began = NOW - timedelta(days=day)
        kind = list(RuptureKind)[day % len(RuptureKind)]
        return replace(
            Repair(began, Rupture(kind)),
            words={step: WORDS for step in Step},
            done=frozenset(list(Step)[: 3 + day % 4]),
            said=day >= 3,
        )

    name = f"days {days}"
    accounts().enrol(visits.welcome(NOW, 24).vault, name, PHRASE)  # before the diary is filled: a guest's has bounds
    whole = DiaryExport(tuple(ExportedRepair(uuid4(), repair(day)) for day in range(days)))
    Diary(accounts().by_name(name, PHRASE)).bring_all(whole)
    return name


def signed_in(site: running, name: str) -> Visitor:
    """A browser of this parent's."""
    visitor = Visitor(site.port)
    assert visitor.post("/sign-in/", {"known_as": name, "passphrase": PHRASE}).status == 302
    return visitor


def saves(site: running, clients: int, each: int, pause: float) -> list[float]:
    """Seconds that each save took until its answer, with so many clients at once, each a guest of their own."""
    took: list[float] = []

    def write(offset: float) -> None:
        visitor = Visitor(site.port)
        address = f"/repair/{visitor.begins()}/acknowledge/"
        time.sleep(offset)
        for number in range(each):
            began = time.perf_counter()
            answer = visitor.post(address, {"words": f"{WORDS} {number}", "tab": "h"}, HX_Request="true")
            took.append(time.perf_counter() - began)
            assert "Kept." in answer.text
            time.sleep(pause)
        visitor.close()

    threads = [threading.Thread(target=write, args=(pause * number / clients,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def opening(entries: int) -> float:
    """Milliseconds to open and decode so many entries, the median of five."""
    from amends.store.accounts import accounts
    from amends.store.diary import Diary

    vault = accounts().by_name(fill(entries), PHRASE)

    def once() -> None:
        assert sum(1 for _ in Diary(vault).repairs.entries()) == entries

    return middle(once)


def patterns_of(entries: int) -> float:
    """Milliseconds to open so many moments and count all that the page of patterns shows, the median of five."""
    from zoneinfo import ZoneInfo

    from amends.insights import patterns
    from amends.store import visits
    from amends.store.accounts import accounts
    from amends.store.diary import Diary
    from amends.store.shelf import nothing_collected
    from tests.moments import moments

    accounts().enrol(visits.welcome(NOW, 24).vault, "moments", PHRASE)
    diary = Diary(accounts().by_name("moments", PHRASE))
    deque(diary.repairs.add_all(moments(entries)), maxlen=0)

    def once() -> None:
        with nothing_collected():
            found = patterns(((kept.id, kept.entry) for kept in diary.repairs.look().kept), ZoneInfo("Europe/Dublin"))
        assert len(found.rhythm.moments) == entries

    return middle(once)


def main() -> None:
    """All of it, on the database that AMENDS_DATABASE says."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"AMENDS_DATA": f"{folder}/data", "DJANGO_SETTINGS_MODULE": "amends.settings"}
        os.environ["AMENDS_LIMITS"] = "10000/hour 10000/minute 1000/minute"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        names = {days: fill(days) for days in (31, 3650)}
        print(f"open and decode 10,000 entries: {opening(10_000):.0f} ms")
        print(f"patterns over 10,000 moments, opening included: {patterns_of(10_000):.0f} ms")
        (Path(folder) / "bare").mkdir()
        site, peer = unwatched(Path(folder)), bare(Path(folder) / "bare")
        with site, peer:
            guest = Visitor(peer.port)
            cost = per_request(peer.workers, lambda: guest.get("/").status)
            print(f"a bare Django page: {cost:.1f} ms of server CPU a request")
            for days, name in names.items():
                parent = signed_in(site, name)
                cost = per_request(site.workers, lambda parent=parent: parent.get("/").status)  # type: ignore[misc]
                print(f"today, signed in, {days} days of diary: {cost:.1f} ms of server CPU a request")
                listed = per_request(site.workers, lambda parent=parent: parent.get("/diary/").status, 20)  # type: ignore[misc]
                print(f"diary, the first page of {days} days: {listed:.1f} ms of server CPU a request")
            for pause, how in ((PAUSE, "each as the page saves, every 0.7 s"), (0.0, "each without a pause")):
                took = saves(site, 8, 60, pause)
                print(f"save and answer, 8 clients, {how}: {said(took)}")
            took_once = middle(lambda: signed_in(site, names[31]))
            print(f"sign in, key work {os.environ.get('AMENDS_KEY_WORK', 'usual')}: {took_once:.0f} ms")


if __name__ == "__main__":
    main()
