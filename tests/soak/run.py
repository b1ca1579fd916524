"""One soak: who is there, what happens when, and the look at everything afterwards."""

import http.client
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.figures import ROOT, memory_of
from tests.hard.test_busy import asked_for_help, half_sent
from tests.running import Visitor
from tests.soak.houses import Houses, houses
from tests.soak.people import PHRASE, Person
from tests.soak.tally import CUT, KEPT, Tally
from tests.store.import_bombs import BOMBS, packed

SERVERS, LIVES = 3, 0  # server 0 is never killed
# From when to when (shares of the time) a clock is a day ahead: longer than guests' words are kept. A running server
# does not believe it (web/steady.py); one that starts then would, so that one is not killed meanwhile.
FAR = (0.35, 0.45)
BROUGHT = ("a list of lists", "parts of one long entry", "pages")
HALF_SENT = 10
LOGS = ROOT / "build"  # what each server said stays there
CALM_AT_THE_END = 5  # seconds in which nothing happens any more, before everybody looks


@dataclass(frozen=True)
class Plan:
    """How long, how many, and how often."""

    seconds: float
    visitors: int = 50
    seed: int = 17
    kill_every: float = 20  # seconds
    pause: float = 2.0  # seconds between two things that one person does, about what a page itself takes to save
    away: float = 3.0  # seconds without a database, twice
    full: float = 10.0  # seconds without room on its disk
    heavy: bool = True  # whether somebody brings in files that unpack to much
    whole: bool = True  # long enough that memory says something


def events(plan: Plan, house: Houses, dice: random.Random) -> list[tuple[float, Callable[[], str]]]:
    """What happens, and after how many seconds."""
    kills = int(plan.seconds / plan.kill_every)
    mortal = [number for number in range(SERVERS) if number != LIVES]
    found: list[tuple[float, Callable[[], str]]] = []
    for after in (number * plan.kill_every for number in range(1, kills)):
        is_far = FAR[0] <= after / plan.seconds <= FAR[1]
        found.append((after, partial(house.kill, mortal[1] if is_far else dice.choice(mortal))))
    found += [
        (plan.seconds * share, what)
        for share, what in (
            (0.22, partial(house.restart_database, "fast", plan.away)),
            (FAR[0], partial(house.move_clock, mortal[0], 26)),
            (FAR[1], partial(house.move_clock, mortal[0], 2)),
            (0.55, partial(house.move_clock, mortal[0], -1)),
            (0.62, partial(house.move_clock, mortal[0], 0)),
            (0.65, partial(house.fill_disk, plan.full)),
            (0.85, partial(house.restart_database, "immediate", plan.away)),
        )
    ]
    return sorted(found, key=lambda one: one[0])


def soaked(folder: Path, plan: Plan) -> Tally:
    """What came of it."""
    dice = random.Random(plan.seed)
    tally = Tally()
    LOGS.mkdir(exist_ok=True)
    with houses(folder, SERVERS) as house:
        people = [
            Person(number, number % 2 == 1, house, tally, random.Random(dice.random()))
            for number in range(plan.visitors)
        ]
        for person in people:
            person.arrives()
        _goes_on(house, people, tally, plan, dice)
        for person in people:
            person.leaves()
        for number, server in enumerate(house.servers):
            (LOGS / f"soak-server-{number}.txt").write_text(server.said, encoding="utf-8")
            if "Traceback" in server.said:
                tally.fault(f"server {number} printed a traceback: {server.said[-2000:]}")
    if plan.whole:
        tally.ask_about_memory(LIVES)
    return tally


def _goes_on(house: Houses, people: list[Person], tally: Tally, plan: Plan, dice: random.Random) -> None:
    over = threading.Event()
    tally.began = time.monotonic()
    work: list[tuple[Callable[[], None], float]] = [(person.acts, plan.pause) for person in people]
    work += [(partial(_look_at_memory, house, tally), 1.0), (partial(_asks_for_help, house, tally), 0.5)]
    work += [(partial(_leaves_half, house, over), 5.0)]
    work += [(partial(_brings, house, tally), 10.0)] if plan.heavy else []
    threads = [
        threading.Thread(target=_again, args=(over, do, pause, dice.random(), tally), daemon=True) for do, pause in work
    ]
    for thread in threads:
        thread.start()
    for after, what in events(plan, house, dice):
        time.sleep(max(0, tally.began + after - time.monotonic()))
        tally.happens(what())
    time.sleep(max(CALM_AT_THE_END, tally.began + plan.seconds - time.monotonic()))
    over.set()
    for thread in threads:
        thread.join(60)


def _again(over: threading.Event, do: Callable[[], None], pause: float, first: float, tally: Tally) -> None:
    """Does it until all is over; what it did not expect is a fault, and does not end it."""
    over.wait(first * pause)
    while not over.is_set():
        try:
            do()
        except Exception as error:
            tally.fault(f"{do}: {error!r}")
        over.wait(pause)


def _look_at_memory(house: Houses, tally: Tally) -> None:
    for number, server in enumerate(house.servers):
        held = memory_of(server.workers)
        if held:
            tally.holds(number, held)


def _asks_for_help(house: Houses, tally: Tally) -> None:
    """Somebody who was never here, at the server that lives: help waits for nobody."""
    try:
        tally.count("help", KEPT, asked_for_help(house.servers[LIVES]))
    except (OSError, http.client.HTTPException):
        tally.count("help", CUT, 0)


def _leaves_half(house: Houses, over: threading.Event) -> None:
    with half_sent(house.servers[LIVES], HALF_SENT):
        over.wait(8)


def _brings(house: Houses, tally: Tally) -> None:
    """Files that are small and unpack to much, brought in by somebody new."""
    with closing(Visitor(house.servers[LIVES].port)) as importer, suppress(OSError, http.client.HTTPException):
        form = {"known_as": str(time.time()), "passphrase": PHRASE, "understood": "yes"}
        importer.post("/sign-up/", form)
        importer.get("/account/import/")
        for bomb in _bombs():
            began = time.perf_counter()
            answer = importer.send_file("/account/import/", "a.zip", bomb)
            tally.count("bring", str(answer.status), time.perf_counter() - began)


def _bombs() -> Iterator[bytes]:
    for name in BROUGHT:
        yield packed(*BOMBS[name])
