"""`amends card --jsonl`: the card as outside checks see it."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from amends.cli import main
from amends.coach import read
from amends.coach.language import language
from amends.coach.sentences import split
from amends.process import COMPONENTS, NOTE_ORDER, PITFALLS, SPOKEN, Label, Step

GOOD = {
    Label.REMORSE: "I'm so sorry about last night.",
    Label.ACKNOWLEDGE: "I shouted at you over the spilled paint.",
    Label.RESPONSIBILITY: "That was my doing and none of yours.",
    Label.VALIDATE: "You must have felt scared when I got so loud.",
    Label.INVITE: "Do you want to tell me how it was for you?",
    Label.REASSURE: "I love you on every kind of day.",
    Label.RECONNECT: "Shall we build the train track together later?",
    Label.PLAN: "When the kitchen gets loud, I will step out and breathe first.",
}
PITFALL = {
    Label.EXCUSE: "I only snapped because my shift was so long.",
    Label.BLAME: "You made me shout with all that whining.",
    Label.HEDGE: "I'm sorry if you felt hurt by that.",
    Label.MINIMISE: "It was no big deal, other parents do far worse.",
    Label.DEMAND: "Now say that you forgive me.",
    Label.BURDEN: "I cried all night and now I feel like a terrible parent.",
    Label.OVERPROMISE: "I promise I will never shout at you again.",
    Label.LECTURE: "Next time you have to listen the first time you are told.",
    Label.HOSTILE: "You are so lazy and you never listen.",
}
OTHERS = (
    "Hey, my bird.",
    "I slammed your door as well.",
    "Sorry about that too.",
    "I threw your drawing in the bin.",
    "I'm sorry for what I called you.",
)
LIMIT = {"taken_back": "I take back the name I called you.", "stands": "Paint stays at the table."}
PLAN = {"when": "we are both tired.", "will": "sit down before I speak"}


def drafts() -> list[dict[str, object]]:
    """Every pair of a good part and a pitfall, in every step, in both orders, among none to five other sentences."""
    made: list[dict[str, object]] = []
    for good in COMPONENTS:
        for pitfall in PITFALLS:
            for step in SPOKEN:
                number = len(made)
                pair = [GOOD[good], PITFALL[pitfall]][:: 1 if number % 2 else -1]
                steps = {other: [] for other in SPOKEN} | {step: pair}
                for at, words in enumerate(OTHERS[: number % 6]):
                    steps[SPOKEN[(number + at) % 4]].append(words)
                line = {"id": number, "steps": {name: " ".join(words) for name, words in steps.items()}}
                made.append(
                    line | ({"limit": LIMIT} if number % 3 == 0 else {}) | ({"plan": PLAN} if number % 7 == 0 else {})
                )
    return made


def lay(tmp_path: Path, *lines: object) -> tuple[int, list[dict[str, object]]]:
    file = tmp_path / "drafts.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["card", "--jsonl", str(file)])
    return done.exit_code, [json.loads(line) for line in done.output.splitlines()]


def message(draft: dict[str, object]) -> str:
    """The words of a draft in the order of the steps."""
    steps, limit, plan = dict(draft["steps"]), draft.get("limit", {}), draft.get("plan")
    said = [steps["acknowledge"], steps["responsibility"], *limit.values(), steps["validate"], steps["reconnect"]]
    said += [steps["plan"], f"When {plan['when'].rstrip('.')}, I will {plan['will']}." if plan else ""]
    return "\n".join(words for words in said if words)


def sentences(words: str) -> list[str]:
    return [words[place.start : place.end] for place in split(words, language("en").grammar)]


def wrong_with(draft: dict[str, object], card: dict[str, object]) -> list[str]:
    """What a card must not be, of one card."""
    text = message(draft)
    reading = read(text)
    labels = {text[p.start : p.end]: {s.label for s in reading.spans if s.sentence == p} for p in reading.sentences}
    hurts = {text[place.start : place.end] for place in reading.sentences if reading.has_pitfall(place)}
    on_it = [one for line in (card["opening"], *card["cues"]) for one in sentences(line)]
    steps = draft["steps"]
    name_it, own_it = sentences(steps["acknowledge"]), sentences(steps["responsibility"])
    says = any(labels[words] for words in name_it) or not any(labels[words] for words in own_it)
    opens = (name_it if says and name_it else own_it) or name_it or [""]
    kept_back = [words for words in card["rest"] if labels[words] & {Label.REMORSE, Label.ACKNOWLEDGE}]
    rules = {
        "a sentence is missing, doubled or torn": Counter([*on_it, *card["rest"]]) == Counter(sentences(text)),
        "the opening is of another step": card["opening"] in opens,
        "a sorry or an act is left out beside words that may hurt": not (kept_back and hurts & {*on_it}),
        "words that may hurt stand unasked": hurts & {*on_it} == {ask["words"] for ask in card["asks"]},
        "limit and plan are not whole": all(words in card["cues"] for words in draft.get("limit", {}).values()),
    }
    return [rule for rule, holds in rules.items() if not holds]


def test_every_pair_of_a_good_part_and_a_pitfall_in_every_step_makes_a_card_that_says_what_was_meant(
    tmp_path: Path,
) -> None:
    given = drafts()
    status, cards = lay(tmp_path, *given)
    assert (status, len(cards)) == (0, 360)
    wrong = {card["id"]: found for draft, card in zip(given, cards, strict=True) if (found := wrong_with(draft, card))}
    assert wrong == {}
    # Were nothing heard, nothing could go wrong: most of these pairs must be heard.
    assert sum(bool(card["asks"]) for card in cards) > 200
    assert {ask["label"] for card in cards for ask in card["asks"]} == {*NOTE_ORDER}
    assert {ask["question"] for card in cards for ask in card["asks"]} == {"Begin with this?", "Say this too?"}


def test_the_format_is_the_fixed_one(tmp_path: Path) -> None:
    status, (card,) = lay(tmp_path, {"id": "x", "steps": {"acknowledge": "I yelled. You are so lazy."}, "more": 1})
    assert status == 0
    assert card == {
        "id": "x",
        "opening": "I yelled.",
        "cues": ["You are so lazy."],
        "asks": [{"words": "You are so lazy.", "label": "hostile", "question": "Say this too?"}],
        "rest": [],
    }


def test_limit_and_plan_stand_whole_in_the_order_of_the_steps(tmp_path: Path) -> None:
    steps = {"acknowledge": "I yelled.", "validate": "You looked scared."}
    _, (card,) = lay(tmp_path, {"id": 1, "steps": steps, "limit": LIMIT, "plan": PLAN, "age": 7})
    plan = "When we are both tired, I will sit down before I speak."
    assert card["cues"] == [LIMIT["taken_back"], LIMIT["stands"], "You looked scared.", plan]


def test_words_of_danger_make_no_card_and_none_of_them_is_lost(tmp_path: Path) -> None:
    _, (card,) = lay(tmp_path, {"id": 1, "steps": {"acknowledge": "I shook you and it left a mark. I'm sorry."}})
    assert card == {
        "id": 1,
        "opening": "",
        "cues": [],
        "asks": [],
        "rest": ["I shook you and it left a mark.", "I'm sorry."],
    }


def test_what_stands_under_calm_is_in_the_rest(tmp_path: Path) -> None:
    _, (card,) = lay(tmp_path, {"id": 1, "steps": {Step.CALM: "I breathed out. Twice."}})
    assert card["rest"] == ["I breathed out.", "Twice."]


def test_half_a_character_is_no_reason_to_stop(tmp_path: Path) -> None:
    status, (card,) = lay(tmp_path, '{"id": 1, "steps": {"acknowledge": "\\ud83d You never listen."}}')
    assert status == 0
    assert card["opening"] == "\ud83d You never listen."


@pytest.mark.parametrize(
    ("bad", "say"),
    [
        ("{nonsense", "line 1: not JSON"),
        ("[]", '"steps" as an object'),
        ('{"id": "x"}', '"steps" as an object'),
        ('{"id": "x", "steps": "words"}', '"steps" as an object'),
        ('{"id": "x", "steps": {"sorry": "x"}}', "must be named calm, acknowledge"),
        ('{"id": "x", "steps": {"plan": 5}}', '"plan" in "steps" must be a string'),
        ('{"id": "x", "steps": {}, "limit": "no"}', '"limit" must be an object with taken_back and stands'),
        ('{"id": "x", "steps": {}, "plan": {"when": []}}', '"when" in "plan" must be a string'),
        ('{"id": "x", "steps": {}, "age": "old"}', "age must be years or one of"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_line_is_named_the_others_get_their_card_and_the_end_is_1(bad: str, say: str, tmp_path: Path) -> None:
    status, (first, second) = lay(tmp_path, bad, {"id": "good", "steps": {"acknowledge": None}, "plan": None})
    assert status == 1
    assert say in first["error"]
    assert second == {"id": "good", "opening": "", "cues": [], "asks": [], "rest": []}


def test_a_dash_reads_from_standard_input() -> None:
    done = CliRunner().invoke(main, ["card", "--jsonl", "-"], input='{"id": 1, "steps": {"acknowledge": "I yelled."}}')
    assert json.loads(done.output)["opening"] == "I yelled."


def test_a_line_that_is_no_text_is_said_plainly_and_spoils_no_other() -> None:
    good = b'{"id": 1, "steps": {"acknowledge": "I yelled."}}\n'
    done = CliRunner().invoke(main, ["card", "--jsonl", "-"], input=good + b"\xff\xfe{\n" + good)
    assert done.exit_code == 1
    first, second, third = map(json.loads, done.output.splitlines())
    assert first["opening"] == third["opening"] == "I yelled."
    assert second["error"] == "line 2: not UTF-8 (at character 1)"
