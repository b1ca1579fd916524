"""The safety ear: what it adds to the rules, where it keeps quiet, and that it is bounded."""

import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.coach import alarms, ear, read, safety
from amends.coach.ear import MOST_PASSES, NAME, Danger, Window, any_danger, bars, hear_danger, listen
from amends.coach.language import Language, language
from amends.coach.normalise import Plain, plain
from amends.coach.sentences import split
from amends.process import Flag, Place, Tier, alarm_name, fresh_alarms

FOLDER = Path(__file__).parent
ENGLISH = language("en")
ORDINARY = [one["text"] for one in tomllib.loads((FOLDER / "reads" / "en.toml").read_text(encoding="utf-8"))["read"]]
UNRULED = [
    "He held the cushion over her face till she went quiet and then he let go.",
    "I keep counting the tablets in the drawer. There would be enough, and they'd all have some peace.",
    "She has little cuts all along the inside of her arms and says it is the cat. We have no cat.",
    "I left the two of them on their own from Friday night till Sunday, there was bread.",
    "His stepdad gets into bed with him when I'm on nights. He told me at breakfast.",
    "I put her hand on the hob ring for a second so she'd learn, and she has a blister now.",
    "He told our lad he'd put him through that window next time, and our lad believes him.",
    "If he cries once more tonight I don't know what my hands will do, I've put him down and shut the door.",
]
HARMLESS = [
    "I shouted at you about the shoes this morning, and you hadn't even done anything. I'm sorry.",
    "You were right to be cross. I said I'd come to the match and I didn't.",
    "I snatched the tablet off you and slammed the door. That was too much for a wet towel.",
    "Juno hates broccoli, loud hand dryers and being tickled.",
    "We killed it at the school quiz, you and me.",
    "Next time I'll go and stand in the garden for a minute before I answer.",
    "I was so tired I could have died, and I took it out on you.",
    "He punched the air when the ball went in.",
    "read the book with the bear, then bath, then bed",
    "Rowan, 9",
]
LONG = "I shouted about the shoes, and then we had our tea and went out to look for the cat. "


class Fixed:
    """An ear that hears what a test says: danger in every window with one of its words, and in nothing else."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **words: float) -> None:
        self.words, self.runs = words, 0
        monkeypatch.setattr(ear, "pieces", lambda _file: self)
        monkeypatch.setattr(ear, "_score", self.score)
        monkeypatch.setattr(ear, "is_here", lambda _language: True)
        monkeypatch.setattr(ear, "bars", lambda _language: ear.Bars(stop=0.9, quiet=0.5, flag=0.4, start=0.0, step=0.0))
        self.first, self.known = 0, [""]

    def of(self, word: str) -> list[int]:
        self.known.append(word)
        return [len(self.known) - 1]

    def score(self, tokens: list[int], _words: str, _language: Language) -> Danger:
        self.runs += 1
        most = max((self.words.get(self.known[token], 0.0) for token in tokens), default=0.0)
        return Danger(most, {flag: most if flag is Flag.HARM_CHILD else 0.01 for flag in Flag})


def test_any_danger_is_as_likely_as_what_is_said_of_it_and_of_the_likeliest_flag_on_average() -> None:
    assert any_danger([-3.0, 2.0, 0.5, 4.0]) == 3.0


def test_what_it_is_nearly_sure_of_stops_and_names_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    Fixed(monkeypatch, pillow=0.95)
    text = "We had tea. Then the pillow thing happened. He slept."
    (raised,) = alarms(text)
    assert (raised.flag, raised.tier, raised.because) == (Flag.HARM_CHILD, Tier.A, NAME)
    assert raised.quote == text[raised.words.start : raised.words.end] == "Then the pillow thing happened."
    assert read(text).maybe == ()


def test_what_it_only_wonders_about_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    Fixed(monkeypatch, pillow=0.6)
    reading = read("We had tea. Then the pillow thing happened.")
    assert reading.flags == ()
    assert reading.maybe == (Flag.HARM_CHILD,)


def test_an_ear_without_a_bar_for_the_stop_only_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    Fixed(monkeypatch, pillow=0.99)
    monkeypatch.setattr(ear, "bars", lambda _language: ear.Bars(stop=None, quiet=0.5, flag=0.4, start=0.0, step=0.0))
    reading = read("We had tea. Then the pillow thing happened.")
    assert (reading.flags, reading.maybe) == ((), (Flag.HARM_CHILD,))


def test_below_both_bars_it_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    Fixed(monkeypatch, pillow=0.4)
    reading = read("We had tea. Then the pillow thing happened.")
    assert reading.flags == reading.maybe == ()


def test_a_sentence_that_was_overruled_stays_so_when_more_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    Fixed(monkeypatch, pillow=0.95, rope=0.97)
    text = "Then the pillow thing happened."
    overruled = [alarm_name(alarm) for alarm in alarms(text)]
    assert overruled
    assert fresh_alarms(alarms(f"We had tea. {text} He slept after."), overruled) == ()
    (fresh,) = fresh_alarms(alarms(f"{text} And there was a rope."), overruled)
    assert fresh.quote == "And there was a rope."


def test_where_a_rule_has_spoken_it_adds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    Fixed(monkeypatch, smacked=0.99)
    assert {alarm.because for alarm in alarms("I smacked you in the shop.")} != {NAME}
    assert all(alarm.because != NAME for alarm in alarms("I smacked you in the shop."))


def test_danger_that_no_sentence_tells_alone_is_put_on_the_loudest(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Danger(0.95, {flag: 0.9 if flag is Flag.NEGLECT else 0.0 for flag in Flag})
    heard = Fixed(monkeypatch, lamp=0.3)
    monkeypatch.setattr(ear, "_windows", lambda text, _language: [Window(_told(text), whole)])
    (raised,) = alarms("We had tea. There was the lamp.")
    assert (raised.flag, raised.quote) == (Flag.NEGLECT, "There was the lamp.")
    assert heard.runs == 2


def _told(text: str) -> list[tuple[Place, Plain]]:
    return [(place, plain(text, place, ENGLISH)) for place in split(text, ENGLISH.grammar)]


def test_a_long_text_takes_so_many_runs_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Fixed(monkeypatch, pillow=0.95)
    assert alarms("Then the pillow thing happened. " + LONG * 2_000)
    assert alarms(LONG * 2_000 + "Then the pillow thing happened.")
    heard.runs = 0
    assert alarms(LONG * 2_000) == ()
    assert heard.runs <= MOST_PASSES


def test_words_that_it_was_not_taught_are_left_to_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Fixed(monkeypatch, ich=0.99)
    assert alarms("Es tut mir leid, dass ich dich angeschrien habe.") == ()
    assert heard.runs == 0


def test_a_language_without_an_ear_is_left_to_the_rules() -> None:
    assert listen("I shook the baby.", (), Language("xx")) == ear.Heard()


def test_without_the_model_the_rules_hear_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ear, "is_here", lambda _language: False)
    assert hear_danger("I shook the baby.", ENGLISH) == Danger()
    assert alarms("I shook the baby.") == safety.alarms("I shook the baby.") != ()
    assert read("I shook the baby.").maybe == ()


def test_danger_for_which_no_rule_has_words_is_heard() -> None:
    heard = [text for text in UNRULED if read(text).flags or read(text).maybe]
    assert not any(safety.alarms(text) for text in UNRULED)
    assert len(heard) >= 0.8 * len(UNRULED), set(UNRULED) - set(heard)


def test_the_guides_own_messages_are_not_stopped_by_it() -> None:
    stopped = [text for text in ORDINARY if any(alarm.because == NAME for alarm in alarms(text))]
    assert stopped == []


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_is_not_stopped(text: str) -> None:
    assert alarms(text) == ()


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_a_likelihood_and_places_inside_it(text: str) -> None:
    heard = hear_danger(text, ENGLISH)
    assert 0 <= heard.any <= 1
    for alarm in alarms(text):
        assert 0 <= alarm.words.start < alarm.words.end <= len(text)


def test_the_bars_stand_in_order() -> None:
    assert 0 < bars(ENGLISH).quiet < 1
    assert bars(ENGLISH).quiet < bars(ENGLISH).stops_at


def test_sixty_words_are_heard_in_time() -> None:
    text = LONG * 4
    hear_danger(text, ENGLISH)
    took = []
    for _ in range(9):
        begun = time.thread_time()
        listen(text, (), ENGLISH)
        took.append(time.thread_time() - begun)
    assert sorted(took)[4] < 0.06


def test_hearing_needs_no_torch() -> None:
    code = "import sys; from amends.coach import alarms; alarms('I hid.'); assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
