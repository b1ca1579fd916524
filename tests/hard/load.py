"""Fifty parents write while a worker is killed every 20 s, ten forms stand half sent, and somebody brings in files that
are small and unpack to much: python -m tests.hard.load [seconds]

Prints how long help took to come, the most memory that the site held, and how many answered saves there were. Ends with
status 1 where one of those is not there afterwards.
"""

import http.client
import os
import random
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests.hard.test_busy import asked_for_help, half_sent, said, workers
from tests.hard.test_kill import Writer
from tests.running import Visitor, running
from tests.store.import_bombs import BOMBS, packed

VISITORS, HALF_SENT = 50, 10
PAUSE = 2.0  # seconds between two saves of one parent, about what the page itself takes
KILL_EVERY = 20  # seconds
PHRASE = "the tower fell at nine"
BROUGHT = ("a list of lists", "parts of one long entry", "pages")
LOOK_EVERY = 0.2  # seconds between two looks for help


def main(seconds: float) -> int:
    """Returns how many parents miss a save that was answered."""
    with tempfile.TemporaryDirectory() as folder:
        site = running(Path(folder), AMENDS_LIMITS="99999/hour 99999/minute 99999/15minutes")
        with site, half_sent(site, HALF_SENT):
            return _loaded(site, seconds)


def _loaded(site: running, seconds: float) -> int:
    writers = [Writer(Visitor(site.port), f"parent {number}") for number in range(VISITORS)]
    bombs = [packed(*BOMBS[name]) for name in BROUGHT]
    over = threading.Event()
    taken: list[float] = []
    held: list[int] = []
    work = [lambda one=one: _writes(one) for one in writers]
    work += [lambda: _kills(site), lambda: _brings(site, bombs), lambda: held.append(_megabytes(site))]
    pauses = [PAUSE] * VISITORS + [KILL_EVERY, PAUSE, 1.0]
    threads = [threading.Thread(target=_until, args=(over, *pair)) for pair in zip(work, pauses, strict=True)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError, http.client.HTTPException):
            taken.append(asked_for_help(site))
        time.sleep(LOOK_EVERY)
    over.set()
    for thread in threads:
        thread.join()
    _is_back(site)
    lost = [writer.name for writer in writers if not _is_whole(writer)]
    answered = sum(writer.answered for writer in writers)
    print(f"help beside {VISITORS} parents: {said(taken)}")
    print(f"most memory: {max(held)} MiB; answered saves: {answered}; lost: {lost or 'none'}")
    return len(lost)


def _until(over: threading.Event, work, pause: float) -> None:
    """Does it again and again; whoever a kill has cut off comes back."""
    over.wait(random.uniform(0, pause))
    while not over.is_set():
        with suppress(OSError, http.client.HTTPException):
            work()
        over.wait(pause)


def _writes(writer: Writer) -> None:
    writer.sent += 1
    answer = writer.visitor.post(writer.address, {"words": writer.words(writer.sent)}, HX_Request="true")
    if answer.status == 200 and "Kept." in answer.text:
        writer.answered = writer.sent


def _is_back(site: running) -> None:
    """The last kill may be of this very moment: for a tenth of a second nobody listens then."""
    for _ in range(100):
        with suppress(OSError, http.client.HTTPException):
            asked_for_help(site)
            return
        time.sleep(0.1)
    log = (site.folder / "log.txt").read_text()
    raise AssertionError(f"the site is gone (status {site.process.poll()}): {log}")


def _is_whole(writer: Writer) -> bool:
    writer.visitor.close()  # its last connection may be to a worker that was killed
    try:
        writer.check()
    except AssertionError:
        return False
    return True


def _kills(site: running) -> None:
    for worker in workers(site):
        os.kill(worker, signal.SIGKILL)


def _brings(site: running, bombs: list[bytes]) -> None:
    importer = Visitor(site.port)
    importer.post("/sign-up/", {"known_as": str(time.time()), "passphrase": PHRASE, "understood": "yes"})
    importer.get("/account/import/")
    for bomb in bombs:
        importer.send_file("/account/import/", "a.zip", bomb)
    importer.close()


def _megabytes(site: running) -> int:
    """What all its processes hold now; what several of them share counts once."""
    total = 0
    for process in site.workers:
        with suppress(OSError):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total >> 10


if __name__ == "__main__":
    sys.exit(min(1, main(float(sys.argv[1]) if sys.argv[1:] else 120)))
