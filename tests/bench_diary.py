"""What a diary costs: pages, saves, signing in. Printed, never asserted: python -m tests.bench_diary"""

import os
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from uuid import uuid4

from tests.running import Visitor, running

NOW = datetime.now(UTC)
PHRASE = "the tower fell at nine"
PAUSE = 0.7  # seconds: as long as the page waits for the next letter before it saves
WORDS = "I shouted at you about the shoes this morning. That was my mistake. You looked scared."
BARE = """
import os
from django.conf import settings
settings.configure(SECRET_KEY="x", ROOT_URLCONF="bare", ALLOWED_HOSTS=["*"], MIDDLEWARE=[
    "django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [
        ("django.template.loaders.locmem.Loader", {"page.html": "<h1>{{ title }}</h1>" + "<p>words</p>" * 40})]}}])
import django; django.setup()
from django.shortcuts import render
from django.urls import path
from django.core.wsgi import get_wsgi_application
urlpatterns = [path("", lambda request: render(request, "page.html", {"title": "bare"}))]
app = get_wsgi_application()
"""


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


def cpu(pids: list[int]) -> float:
    """Seconds of processor time that these processes have used."""
    ticks = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in pids)
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


def per_request(site: running, ask: Callable[[], int], times: int = 400) -> float:
    """Milliseconds of the server's processor a request."""
    for _ in range(30):
        assert ask() == 200
    before = cpu(site.workers)
    for _ in range(times):
        ask()
    return (cpu(site.workers) - before) / times * 1000


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
    return sorted(took)


def opening(entries: int) -> float:
    """Milliseconds to open and decode so many entries, the median of five."""
    from amends.store.accounts import accounts
    from amends.store.diary import Diary

    vault = accounts().by_name(fill(entries), PHRASE)

    def once() -> float:
        began = time.perf_counter()
        assert sum(1 for _ in Diary(vault).repairs.entries()) == entries
        return (time.perf_counter() - began) * 1000

    return median(once() for _ in range(5))


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

    def once() -> float:
        began = time.perf_counter()
        with nothing_collected():
            found = patterns(((kept.id, kept.entry) for kept in diary.repairs.look().kept), ZoneInfo("Europe/Dublin"))
        assert len(found.rhythm.moments) == entries
        return (time.perf_counter() - began) * 1000

    return median(once() for _ in range(5))


class bare(running):
    """A bare Django page behind the same server: four middlewares, one template, no database."""

    def command(self) -> list[str]:
        """How it is started."""
        (self.folder / "bare.py").write_text(BARE)
        granian = Path(sys.executable).parent / "granian"
        options = ["--interface", "wsgi", "--blocking-threads", "4", "--port", str(self.port)]
        return [str(granian), *options, "--working-dir", str(self.folder), "bare:app"]


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
        site, peer = running(Path(folder)), bare(Path(folder) / "bare")
        with site, peer:
            guest = Visitor(peer.port)
            cost = per_request(peer, lambda: guest.get("/").status)
            print(f"a bare Django page: {cost:.1f} ms of server CPU a request")
            for days, name in names.items():
                parent = signed_in(site, name)
                cost = per_request(site, lambda parent=parent: parent.get("/").status)  # type: ignore[misc]
                print(f"today, signed in, {days} days of diary: {cost:.1f} ms of server CPU a request")
                listed = per_request(site, lambda parent=parent: parent.get("/diary/").status, 20)  # type: ignore[misc]
                print(f"diary, the first page of {days} days: {listed:.1f} ms of server CPU a request")
            for pause, how in ((PAUSE, "each as the page saves, every 0.7 s"), (0.0, "each without a pause")):
                took = saves(site, 8, 60, pause)
                p99 = quantiles(took, n=100)[98] * 1000
                print(f"save and answer, 8 clients, {how}: p50 {median(took) * 1000:.0f} ms, p99 {p99:.0f} ms")
            began = time.perf_counter()
            for _ in range(5):
                signed_in(site, names[31])
            took_once = (time.perf_counter() - began) / 5 * 1000
            print(f"sign in, key work {os.environ.get('AMENDS_KEY_WORK', 'usual')}: {took_once:.0f} ms")


if __name__ == "__main__":
    main()
