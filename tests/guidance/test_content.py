"""What English says, held against what it must never say."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

import msgspec
import pytest

from amends.guidance import CONTENT, LabelText, Page, StepAge, When, load
from amends.process import COMPONENTS, NEUTRAL, PITFALLS, SPOKEN, AgeBand, Flag, Label, NoteKind, Step

GUIDANCE = load("en")
PRAISE = re.compile(
    r"\b(good|well|great|strong|lovely|perfect|nice|beautiful|wonderful|proud|brave|excellent|amazing)\b", re.IGNORECASE
)
ROOMS = (
    "steps",
    "ages",
    "ruptures",
    "lessons",
    "labels",
    "closings",
    "safety",
    "help",
    "library",
    "calm",
    "after",
    "moments",
    "circle",
    "letters",
    "rehearsal",
)
PARTS = {name: getattr(GUIDANCE, name) for name in ROOMS}
CELLS = [(step, cell) for step in Step for cell in GUIDANCE.steps[step].age]


def structs(value: object) -> Iterator[msgspec.Struct]:
    """Every struct in a part, however deep."""
    if isinstance(value, msgspec.Struct):
        yield value
        value = tuple(getattr(value, name) for name in value.__struct_fields__)
    elif hasattr(value, "values"):
        value = tuple(value.values())
    for item in value if isinstance(value, tuple) else ():
        yield from structs(item)


def words_of(value: object) -> Iterator[str]:
    """Every text a parent may read in a part: no names of things, no sources."""
    for struct in structs(value):
        for name in set(struct.__struct_fields__) - {"sources", "code", "tel", "sms"}:
            text = getattr(struct, name)
            items = text.values() if isinstance(text, Mapping) else text if isinstance(text, tuple) else (text,)
            yield from (
                one for item in items for one in (item if isinstance(item, tuple) else (item,)) if type(one) is str
            )


def sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", text) if sentence]


def syllables(word: str) -> int:
    """A rough count: groups of vowels, without a silent e."""
    groups = re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeioul])e$", "", word.lower()))
    return max(1, len(groups))


def grade(texts: list[str]) -> float:
    """The Flesch-Kincaid grade of all texts together."""
    lines = [sentence for text in texts for sentence in sentences(text)]
    words = [word for line in lines for word in re.findall(r"[\w']+", line)]
    return 0.39 * len(words) / len(lines) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


# Sources


@pytest.mark.parametrize("part", PARTS)
def test_every_text_has_a_source(part: str) -> None:
    sourced = [struct for struct in structs(PARTS[part]) if "sources" in struct.__struct_fields__]
    assert sourced
    for struct in sourced:
        assert struct.sources, struct  # type: ignore[attr-defined]
        assert set(struct.sources) <= set(GUIDANCE.sources), struct  # type: ignore[attr-defined]


def test_every_source_is_used() -> None:
    files = [path.read_text(encoding="utf-8") for path in CONTENT.rglob("*.toml") if path.name != "sources.toml"]
    assert [id for id in GUIDANCE.sources if not any(f'"{id}"' in text for text in files)] == []


def test_a_length_is_marked_as_a_choice_of_ours() -> None:
    assert all("design" in text.sources for text in GUIDANCE.ages.values() if text.max_words)


# Plain words


@pytest.mark.parametrize("part", PARTS)
def test_no_sentence_has_twenty_words(part: str) -> None:
    every = [sentence for text in words_of(PARTS[part]) for sentence in sentences(text)]
    assert [sentence for sentence in every if len(sentence.split()) >= 20] == []


@pytest.mark.parametrize("part", PARTS)
def test_no_part_needs_more_than_seven_years_of_school(part: str) -> None:
    assert grade(list(words_of(PARTS[part]))) < 7


@pytest.mark.parametrize("part", PARTS)
def test_no_text_shows_off_with_dashes_or_promises_an_outcome(part: str) -> None:
    loud = r"[—–!]|\bguarantee|\bwill heal\b|\bevery repair\b|\bgood for your child\b|\bscore\b"
    assert [text for text in words_of(PARTS[part]) if re.search(loud, text)] == []


# The coach's notes


@pytest.mark.parametrize("label", [*COMPONENTS, *NEUTRAL])
def test_no_praise_word_stands_in_a_note_that_names_what_is_there(label: Label) -> None:
    note = GUIDANCE.labels[label]
    lesson = GUIDANCE.lessons[note.lesson] if note.lesson else None
    said = " ".join([*words_of(note), *words_of(lesson)])
    assert not PRAISE.search(said)


@pytest.mark.parametrize("label", PITFALLS)
def test_a_pitfall_may_land_as_something_and_never_is_it(label: Label) -> None:
    assert GUIDANCE.labels[label].does.startswith(("may land as ", "may land as: "))


@pytest.mark.parametrize("text", GUIDANCE.labels.values(), ids=GUIDANCE.labels)
def test_a_question_is_one_question(text: LabelText) -> None:
    assert len(set(text.questions)) == len(text.questions) >= 4
    for question in (*text.questions, text.unsure, *chain.from_iterable(text.by_age.values())):
        assert question.count("?") == 1
        assert question.endswith("?")


@pytest.mark.parametrize("kind", NoteKind)
def test_a_note_of_each_kind_can_end_in_twelve_ways(kind: NoteKind) -> None:
    assert len(set(GUIDANCE.closings[kind].lines)) >= 12


def test_a_closing_asks_nothing_judges_nothing_and_belongs_to_one_kind_only() -> None:
    every = [line for closings in GUIDANCE.closings.values() for line in closings.lines]
    assert len(set(every)) == len(every)
    assert [line for line in every if "?" in line or not line.endswith(".") or PRAISE.search(line)] == []


@pytest.mark.parametrize("text", GUIDANCE.labels.values(), ids=GUIDANCE.labels)
def test_no_question_judges(text: LabelText) -> None:
    asked = (*text.questions, text.unsure, *chain.from_iterable(text.by_age.values()))
    assert [question for question in asked if PRAISE.search(question)] == []


def test_some_notes_ask_otherwise_for_a_toddler_than_for_a_teenager() -> None:
    for label in (Label.VALIDATE, Label.INVITE, Label.LECTURE):
        text = GUIDANCE.labels[label]
        assert text.asked(AgeBand.SMALL) != text.asked(AgeBand.TEEN)
        assert text.asked(AgeBand.SCHOOL) == text.asked(None) == text.questions


def test_a_pitfall_teaches_what_is_learned_unrepaired_and_a_component_what_repair_teaches() -> None:
    taught = {label: text.lesson for label, text in GUIDANCE.labels.items()}
    when = {label: GUIDANCE.lessons[lesson].when for label, lesson in taught.items() if lesson}
    assert when == {**dict.fromkeys(COMPONENTS, When.REPAIRED), **dict.fromkeys(PITFALLS, When.UNREPAIRED)}


def test_there_are_four_lessons_of_each_kind_each_taught_and_said_of_words() -> None:
    taught = {text.lesson for text in GUIDANCE.labels.values()} - {None}
    assert taught == set(GUIDANCE.lessons)
    assert sorted(text.when for text in GUIDANCE.lessons.values()) == [When.REPAIRED] * 4 + [When.UNREPAIRED] * 4
    for text in GUIDANCE.lessons.values():
        assert re.match(r"Words like these (may|can) ", text.text)
        assert "your child" not in text.text


# The steps


@pytest.mark.parametrize(("step", "cell"), CELLS)
def test_the_examples_of_a_cell_are_of_different_kinds(step: Step, cell: StepAge) -> None:
    assert len({example.kind for example in cell.examples}) == 2, step


@pytest.mark.parametrize("step", Step)
def test_a_step_has_a_name_of_at_most_three_words(step: Step) -> None:
    assert 1 <= len(GUIDANCE.steps[step].short.split()) <= 3


@pytest.mark.parametrize("cell", GUIDANCE.steps[Step.CALM].age)
def test_calm_asks_for_the_child_holds_no_breath_and_has_a_way_without_breathing(cell: StepAge) -> None:
    assert "is your child calm and" in cell.question
    assert "stop if light-headed" in cell.how
    assert re.search(r"\bOr \w+", cell.how)
    assert not re.search(r"hold your breath|breathe fast|\brun (it|a mile)", cell.how)


@pytest.mark.parametrize("cell", GUIDANCE.steps[Step.PLAN].age)
def test_a_plan_is_a_cue_and_an_act_in_twenty_words(cell: StepAge) -> None:
    assert "20 words or fewer" in cell.how
    for example in cell.examples:
        assert re.match(r"When .+, I will ", example.text)
        assert len(example.text.split()) <= 20


def test_listening_may_come_first() -> None:
    validate = GUIDANCE.steps[Step.VALIDATE]
    assert "before all else" in validate.purpose
    for band in (AgeBand.SMALL, AgeBand.SCHOOL, AgeBand.TEEN):
        assert "first" in validate.ages[band].how


def test_there_is_a_way_without_the_word_sorry() -> None:
    assert "Where the word sorry does not fit" in GUIDANCE.steps[Step.RESPONSIBILITY].purpose


def test_a_line_for_a_baby_is_one_short_line() -> None:
    for step in SPOKEN:
        for example in GUIDANCE.steps[step].ages[AgeBand.BABY].examples:
            assert len(example.text.split()) <= 10


def test_a_line_for_a_small_child_has_short_sentences() -> None:
    for step in SPOKEN:
        for example in GUIDANCE.steps[step].ages[AgeBand.SMALL].examples:
            assert max(len(sentence.split()) for sentence in sentences(example.text)) <= 10


def test_teens_are_offered_no_hug_and_given_no_lesson() -> None:
    reconnect = GUIDANCE.steps[Step.RECONNECT].ages[AgeBand.TEEN]
    assert "no hug" in reconnect.how
    for step in SPOKEN:
        said = " ".join(example.text for example in GUIDANCE.steps[step].ages[AgeBand.TEEN].examples)
        assert not re.search(r"\bhug\b|you (should|must|need to|have to)\b|because", said)


def test_lengths_are_those_of_the_design_and_a_grown_child_has_none() -> None:
    limits = {band: text.max_words for band, text in GUIDANCE.ages.items()}
    assert list(limits.values()) == [10, 40, 90, 130, 100, None]
    assert GUIDANCE.ages[AgeBand.GROWN].length is None


# Safety


@pytest.mark.parametrize("flag", Flag)
def test_a_flag_says_what_words_can_mean_and_accuses_nobody(flag: Flag) -> None:
    why = GUIDANCE.safety.flags[flag].why
    assert why.startswith("Some words here can mean ")
    assert not re.search(r"\byou (hit|hurt|abuse|harm)", why)


@pytest.mark.parametrize("page", [GUIDANCE.safety.tier_a, GUIDANCE.safety.partner])
def test_the_emergency_number_comes_first(page: Page) -> None:
    assert "emergency number" in page.lines[0]


def test_the_gentle_page_offers_no_touch() -> None:
    then = " ".join(GUIDANCE.safety.tier_b.then)
    assert "Do not reach out to touch" in then
    assert not re.search(r"\b(hug|cuddle|kiss|arms)\b", then)


def test_nothing_is_reported() -> None:
    assert GUIDANCE.safety.nothing_is_sent.text == "Nothing is sent or reported to anyone."
