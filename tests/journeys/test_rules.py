"""The rules in the browser: the same words that pump them in Python, in a worker that is ended when it hangs."""

import json
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from amends.coach import cautions, safety
from amends.process import Caution
from tests.coach.pump import recipes

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / "src" / "amends" / "web" / "static" / "safety.js").read_text(encoding="utf-8")
WORDS = ROOT / "tests" / "coach" / "safety"
LENGTH = 2_000  # characters: no repetition is unbounded, so ten times the text takes ten times the time
BOUND = 50  # milliseconds for ten times that
HANG = 60  # seconds for all rules together

# A worker can be ended from outside; a page that hangs cannot be asked anything.
ASK = """([script, job, given, seconds]) => new Promise((done, failed) => {
  const code = `${script.replaceAll("export ", "")}\\nonmessage = ({ data }) => postMessage((${job})(data));`;
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const end = setTimeout(() => { worker.terminate(); failed(new Error("hangs")); }, seconds * 1000);
  worker.onmessage = ({ data }) => { clearTimeout(end); worker.terminate(); done(data); };
  worker.onerror = (event) => { clearTimeout(end); failed(new Error(event.message)); };
  worker.postMessage(given);
})"""
PUMP = """([file, pumped, length, bound]) => {
  const rules = ["rules", "cautions"].flatMap((list) => load(file, list));
  const time = (text, rule) => {
    const began = performance.now();
    alarms(text, [rule]);
    return performance.now() - began;
  };
  let worst = [0, "", ""];
  for (const [name, start, pump] of pumped) {
    const rule = rules.find((rule) => rule.name === name);
    const text = `${start} ${`${pump} `.repeat(length / (pump.length + 1))}`.slice(0, length) + "x";
    rule.hints = [""];
    let took = 10 * time(text, rule);
    for (let again = 0; took > bound / 2 && again < 5; again++) took = Math.min(took, 10 * time(text, rule));
    if (took > worst[0]) worst = [took, name, pump];
  }
  return worst;
}"""
HEAR = """([file, texts]) => {
  const rules = load(file, "cautions");
  return texts.map((text) => alarms(text, rules).map(({ caution }) => caution));
}"""


def _ask(chromium: Browser, job: str, given: list, seconds: int = HANG) -> list:
    page = chromium.new_page()
    try:
        return page.evaluate(ASK, [SCRIPT, job, given, seconds])
    finally:
        page.close()


@pytest.fixture(scope="module")
def rules() -> dict:
    """The file as the browser gets it."""
    return json.loads(safety.rules_for_a_browser("en"))


def test_no_text_makes_a_rule_slow_in_the_browser(chromium: Browser, rules: dict) -> None:
    loaded = safety._loaded("en")
    pumped = [
        [cue.rule.name, start, pump]
        for cue in (*loaded.alarms, *loaded.cautions)
        for compiled in (cue.find, cue.unless)
        if compiled
        for start, pump in recipes(compiled.pattern)
    ]
    took, name, pump = _ask(chromium, PUMP, [rules, pumped, LENGTH, BOUND])
    print(f"{len(pumped)} texts; the slowest: {took:.1f} ms for 20,000 characters: {name}: {pump!r}")
    assert took < BOUND


def test_a_worker_that_hangs_is_ended(chromium: Browser) -> None:
    with pytest.raises(Exception, match="hangs"):
        _ask(chromium, "() => { for (;;); }", [], seconds=1)


@pytest.mark.parametrize("caution", Caution)
def test_the_browser_hears_the_same_cautions(chromium: Browser, rules: dict, caution: Caution) -> None:
    said = tomllib.loads((WORDS / f"caution_{caution}.toml").read_text(encoding="utf-8"))
    texts = [*said["must"], *said["must_not"]]
    assert _ask(chromium, HEAR, [rules, texts]) == [[*cautions(text)] for text in texts]
