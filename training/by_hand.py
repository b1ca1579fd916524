"""Every cue and every safety rule, hand by hand: python -m training.by_hand

No rule was written from these texts: how often one is right on them is what it is worth. What is right less often than
half of the time where it fires is not worth its line.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from amends.coach.cues import loaded
from amends.coach.safety import alarms
from training import hands
from training.corpus import ENGLISH
from training.dangers import dangers

Fired = Mapping[str, Counter[tuple[str, bool]]]  # by rule: in whose words, and whether it was right


def cues() -> Fired:
    """Where each cue fires in the hands of the folds and of dev."""
    found: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    them = hands.apart()
    for message in hands.by(*them.left_out, *them.dev):
        for told, sentence in zip(message.told, message.sentences, strict=True):
            for cue in loaded(ENGLISH).cues:
                if cue.search(told.text):
                    found[f"{cue.rule.label}: {cue.rule.name}"][message.hand, cue.rule.label in sentence.labels] += 1
            for never in loaded(ENGLISH).never:
                if never.search(told.text):
                    is_right = not sentence.labels & set(never.rule.labels)
                    found[f"never {', '.join(never.rule.labels)}: {never.rule.name}"][message.hand, is_right] += 1
    return found


def rules() -> Fired:
    """Where each safety rule fires in the safety texts: right where any danger is told."""
    found: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for message in dangers():
        for name in {f"{alarm.flag}: {alarm.because}" for alarm in alarms(message.text)}:
            found[name][message.hand, bool(message.flags)] += 1
    return found


def table(fired: Fired, all_hands: Iterable[str]) -> Iterator[str]:
    """Rule by rule: how often it fires, how often it is right, and right/fired in each hand. The worst first."""
    columns = sorted(all_hands)
    yield "| rule | fires | right | " + " | ".join(columns) + " |"
    yield "|---|---|---|" + "---|" * len(columns)
    for name, found in sorted(fired.items(), key=lambda item: _share(item[1])):
        cells = (_cell(found[hand, True], found[hand, True] + found[hand, False]) for hand in columns)
        yield f"| {name} | {found.total()} | {_share(found):.2f} | " + " | ".join(cells) + " |"


def _share(found: Counter[tuple[str, bool]]) -> float:
    return sum(count for (_, is_right), count in found.items() if is_right) / found.total()


def _cell(right: int, fired: int) -> str:
    return f"{right}/{fired}" if fired else ""


def main() -> None:
    """Prints both tables."""
    them = hands.apart()
    print("## Cues, by hands that they were not written from\n")
    print(*table(cues(), [*them.left_out, *them.dev]), sep="\n")
    print("\n## Safety rules, by hands that they were not written from\n")
    print(*table(rules(), {one.hand for one in dangers()}), sep="\n")


if __name__ == "__main__":
    main()
