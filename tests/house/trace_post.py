"""One step of a repair, followed through the code: python -m tests.house.trace_post

Prints the files that the POST of a step passes through, in order. A *stay* is a run of calls inside one file: whoever
reads along turns the page for each. What the way calls in other rooms (how a row is sealed, how the coach reads), and a
function that calls nothing of ours, belongs to the stay that calls it, as a line that one reads and believes.
"""

import gc
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import FrameType

SOURCE = Path(__file__).parents[2] / "src" / "amends"
FOLLOWED = ("web/", "process/", "store/diary.py")
WORDS = {"acknowledge": "I yelled at you about the shoes.", "responsibility": "That was my fault, not yours."}


def way_of_a_post() -> list[str]:
    """The stays of a guest's POST of one step, in order. Another step was posted before: all that loads is loaded."""
    from tests.people import ada, begins

    guest = ada()
    id = begins(guest)

    def posts(step: str) -> None:
        answer = guest.browser.post(f"/repair/{id}/{step}/", {"words": WORDS[step], "go": "next"})
        assert answer.status_code == 302, answer.content

    posts("acknowledge")
    calls = _calls(lambda: posts("responsibility"))
    return [file for file, _stay in groupby(call.file for call in calls if not call.is_leaf)]


@dataclass
class Call:
    """One call of a function of ours, and whether it called none itself."""

    file: str
    is_leaf: bool = True


def _calls(work: Callable[[], None]) -> list[Call]:
    """Each call of a function in the rooms that are followed, in order."""
    calls: list[Call] = []
    open_calls: list[Call] = []

    def called(frame: FrameType, event: str, _given: object) -> None:
        file = Path(frame.f_code.co_filename)
        if event not in ("call", "return") or SOURCE not in file.parents or frame.f_code.co_name.startswith("<"):
            return  # a comprehension is a line of its function
        name = file.relative_to(SOURCE).as_posix()
        if not name.startswith(FOLLOWED):
            return
        if event == "return":
            open_calls.pop()
            return
        if open_calls:
            open_calls[-1].is_leaf = False
        open_calls.append(Call(name))
        calls.append(open_calls[-1])

    before = sys.getprofile()
    gc.collect()  # a generator that an earlier test left would end in the middle: a return without its call
    gc.disable()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return calls


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"AMENDS_DATA": folder, "AMENDS_HOSTS": "testserver"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "amends.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", "--noinput", verbosity=0)
        way = way_of_a_post()
    print(*way, sep="\n")
    print(f"\n{len(way)} stays in {len(set(way))} files:")
    for file, times in Counter(way).most_common():
        print(f"{times:4} {file}")
