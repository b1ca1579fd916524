"""The coach as a whole, and its parts where they stand alone."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from amends import coach
from amends.coach import cues, read
from amends.coach.language import Language, language
from amends.coach.normalise import plain
from amends.coach.readable import readable
from amends.coach.sentences import LONGEST, split
from amends.process import AgeBand, Flag, Label, Place

TEXTS = st.text(max_size=300) | st.lists(
    st.sampled_from(
        ["sorry", "I yelled", "but you", "never", "listen.", "love u", "😀", "\n", "Mummy was", "if", "?", "it's okay"]
    )
).map(" ".join)
ENGLISH = language("en")
FOLDER = Path(__file__).parents[2] / "src" / "amends" / "guidance" / "content" / "en"
JUDGING = [
    "good",
    "well done",
    "great",
    "strong",
    "lovely",
    "perfect",
    "excellent",
    "amazing",
    "brilliant",
    "wonderful",
    "nice",
]


@given(TEXTS)
@example("")
@example("😀😀")
@example("\ud83d")
def test_any_text_gets_spans_that_lie_in_their_sentences(text: str) -> None:
    reading = read(text)
    for span in reading.spans:
        assert span.sentence in reading.sentences
        assert span.sentence.start <= span.words.start < span.words.end <= span.sentence.end
        assert 0 <= span.confidence <= 1
        assert span.because


@given(TEXTS)
def test_the_same_text_always_gives_the_same_reading(text: str) -> None:
    assert read(text) == read(text)


@given(TEXTS)
def test_sentences_stand_in_order_and_hold_every_word(text: str) -> None:
    places = split(text, ENGLISH.grammar)
    assert all(one.end <= other.start for one, other in zip(places, places[1:], strict=False))
    outside = list(text)
    for place in places:
        outside[place.start : place.end] = " " * (place.end - place.start)
    assert not "".join(outside).strip()


@given(TEXTS)
def test_labels_that_exclude_each_other_never_share_a_sentence(text: str) -> None:
    reading = read(text)
    for sentence in reading.sentences:
        labels = set(reading.labels(sentence))
        for pair in ({Label.CONTEXT, Label.EXCUSE}, {Label.PLAN, Label.OVERPROMISE}):
            assert not pair <= labels


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four… five", ["One.", "Two!", "Three?", "Four…", "five"]),
        ("no stops\njust lines\n\nand more", ["no stops", "just lines", "and more"]),
        ("Mrs. Lane came at 3.5 p.m. and left.", ["Mrs. Lane came at 3.5 p.m. and left."]),
        ("Sorry. 😢😢", ["Sorry. 😢😢"]),
        ("😢", ["😢"]),
        ("'Stop!' I said.", ["'Stop!'", "I said."]),
        (" \n ", []),
    ],
)
def test_a_message_is_cut_at_stops_and_lines_and_nowhere_else(text: str, parts: list[str]) -> None:
    assert [text[place.start : place.end] for place in split(text, ENGLISH.grammar)] == parts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("im so sry i didnt listen", " i'm so sorry i didn't listen "),
        ("Mummy was cross", " i was cross "),
        ("Daddy's fault, give Daddy a hug", " my fault give me a hug "),
        ("My dad was cross", " my dad was cross "),
        ("I am sooooo sorry", " i'm so sorry "),
        ("um I uh shouted", " i shouted "),
        ("Mum's sorry", " i'm sorry "),
    ],
)
def test_plain_words_are_spelled_out_and_told_in_the_first_person(text: str, told: str) -> None:
    assert plain(text, Place(0, len(text)), ENGLISH).text == told


@pytest.mark.parametrize(
    "text", ["", "sorry", "love u x", "😀", "123", "Lo siento, I yelled at you and I was wrong, mi amor"]
)
def test_english_with_little_or_foreign_words_in_it_can_be_read(text: str) -> None:
    assert readable(text, ENGLISH.spelling)


@pytest.mark.parametrize(
    "text",
    [
        "Es tut mir leid, dass ich dich heute Morgen angeschrien habe.",
        "Je suis désolé d'avoir crié, ce n'est pas ta faute.",
        "Lo siento mucho por haberte gritado, no fue tu culpa.",
        "Przepraszam, że na ciebie krzyczałem.",
        "我很抱歉对你大喊大叫",
        "простите меня пожалуйста",
    ],
)
def test_other_languages_are_said_not_to_be_read_and_still_raise_alarms(text: str) -> None:
    reading = read(f"{text}")
    assert not reading.understood
    assert reading.spans == ()


def test_length_is_weighed_only_where_an_age_is_given() -> None:
    long = "I shouted at you and that was wrong. " * 30
    assert read(long, AgeBand.SMALL).too_long
    assert not read(long, AgeBand.GROWN).too_long
    assert not read(long).too_long
    assert not read("I shouted. I'm sorry.", AgeBand.SMALL).too_long


def test_a_reading_says_which_steps_are_covered_and_what_to_ask_next() -> None:
    reading = read("I shouted at you. That was my mistake.")
    assert [str(step) for step in reading.covered] == ["acknowledge", "responsibility"]
    assert reading.next_label is Label.VALIDATE


def test_every_reason_names_the_cue_and_what_the_models_thought() -> None:
    (span,) = read("I'm sorry.").spans
    assert re.fullmatch(r"cue: says sorry; neural: [+-]\d+\.\d; n-grams: [+-]\d+\.\d", span.because)


def test_what_only_the_model_heard_has_its_words_too() -> None:
    reading = read("Could we just build that tower one more time, the two of us, after tea?")
    assert all(span.words.end > span.words.start for span in reading.spans)


@pytest.mark.parametrize("words", ["a", "sorry ", "you need to ", "I yelled because you ", "but ", "if you had ", "\n"])
def test_a_text_of_20000_characters_is_read_to_its_end(words: str) -> None:
    text = (words * 20_000)[:19_990] + ". I yelled"
    assert read(text).sentences[-1].end == len(text)


def test_hints_of_cues_save_time_and_hide_nothing() -> None:
    texts = [one["text"] for one in tomllib.loads((Path(__file__).parent / "reads" / "en.toml").read_text())["read"]]
    hidden = set()
    for text in texts:
        told = plain(text, Place(0, len(text)), ENGLISH)
        loaded = cues.loaded(ENGLISH)
        for one in (*loaded.cues, *loaded.never):
            if not one.is_hinted(told.text) and one.find.search(told.text):
                hidden.add((one.rule.name, text))
    assert hidden == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "say"),
    [
        (
            "cues.toml",
            'label = "remorse"',
            'label = "sorrow"',
            "cues.toml: Invalid enum value 'sorrow' - at `$.cues[0].label`",
        ),
        ("cues.toml", "{sorry}|forgive", "{regrets}|forgive", "cues.toml: $.cues[0].find: there is no word 'regrets'"),
        ("cues.toml", "{sorry}|forgive", "(|forgive", "cues.toml: $.cues[0].find: missing"),
        ("spelling.toml", "sources =", "source =", "en/spelling.toml: Object contains unknown field `source`"),
        ("grammar.toml", "hanging =", "hangs =", "en/grammar.toml: Object contains unknown field `hangs`"),
        ("names.toml", "known =", "knows =", "en/names.toml: Object contains unknown field `knows`"),
    ],
)
def test_a_broken_rule_is_named_with_its_file_and_field(
    file: str, old: str, new: str, say: str, tmp_path: Path
) -> None:
    (tmp_path / "en").mkdir()
    for name in ("cues.toml", "grammar.toml", "names.toml", "spelling.toml"):
        content = (FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / "en" / name).write_text(content.replace(old, new) if name == file else content, encoding="utf-8")
    broken = Language("en", tmp_path)
    with pytest.raises(ValueError) as error:
        cues.hits(plain("I am sorry.", Place(0, 11), broken), broken)
    assert say in str(error.value)


def test_in_a_language_that_nobody_has_taught_it_only_danger_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en").mkdir()
    for file in FOLDER.glob("*.toml"):
        (tmp_path / "en" / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(coach, "language_of", lambda code: Language(code, tmp_path))
    reading = read("I shouted. Then I shook you.")
    assert (reading.understood, reading.spans, reading.flags) == (False, (), (Flag.HARM_CHILD,))
    assert len(reading.sentences) == 2


@pytest.mark.parametrize(
    "draft", ["I'm sorry I yelled, but you never listen.", "I'm sorry if you felt hurt. I love you."]
)
def test_nothing_is_judged_on_a_draft_that_may_hurt(draft: str) -> None:
    from amends.guidance import load

    for span in read(draft).spans:
        label = load().labels[span.label]
        said = f"{label.name} {label.does} {label.why} {span.because}".lower().split()
        assert not set(JUDGING) & {word.strip(".,:;") for word in said}


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("word " * 300, 3),
        ("a" * 1500, 3),
        ("and then, " * 100 + "stop. " + "I yelled.", 3),
    ],
)
def test_a_sentence_that_never_ends_is_read_in_parts(words: str, cut: int) -> None:
    places = split(words, ENGLISH.grammar)
    assert len(places) == cut
    assert all(place.end - place.start <= LONGEST for place in places)
    assert "".join(words[place.start : place.end] for place in places).replace(" ", "") == words.replace(" ", "")


@pytest.mark.parametrize("text", ["a\n" * 10_000, "I was wrong. " * 201, "sorry " * 2_000])
def test_what_is_too_much_for_one_reading_is_said_before_any_work(text: str) -> None:
    reading = read(f"{text} I shook you.", AgeBand.SMALL)
    assert reading.too_much
    assert reading.spans == ()
    assert reading.flags == (Flag.HARM_CHILD,)
    assert reading.sentences[-1].end == len(text) + len(" I shook you.")
    assert not read(text[:400]).too_much
