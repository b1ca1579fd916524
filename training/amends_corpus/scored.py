"""The figures of one reader over one part, as numbers and as a table."""

from collections.abc import Iterator, Sequence
from typing import Any

from .measures import (
    GROUPS,
    Marked,
    by_label,
    by_message,
    false_per_clean,
    interval,
    macro,
    mean_precision,
)


def figures(marked: Sequence[Marked]) -> dict[str, Any]:
    """All figures. Macro figures are means over the parts and pitfalls that are there five times or more; the interval
    is the middle 95 % of 500 draws of as many messages, always the same draws."""
    scores, whole = by_label(marked), by_message(marked)
    false, clean = false_per_clean(marked)
    return {
        "messages": len(marked),
        "sentences": sum(len(one.gold) for one in marked),
        "macro_f1": macro(scores),
        "macro_f1_95": list(interval(marked, lambda drawn: macro(by_label(drawn)))),
        "parts_f1": macro(scores, GROUPS["parts"]),
        "pitfalls_f1": macro(scores, GROUPS["pitfalls"]),
        "pitfalls_precision": mean_precision(scores),
        "false_pitfalls": false,
        "clean_messages": clean,
        "labels": {
            label: {
                "n": one.n,
                "precision": one.precision,
                "recall": one.recall,
                "f1": one.f1,
                "kappa": one.kappa,
                "f1_by_message": whole[label].f1,
            }
            for label, one in scores.items()
        },
    }


def table(found: dict[str, Any]) -> Iterator[str]:
    """The same for people, line by line."""
    low, high = found["macro_f1_95"]
    yield f"{found['messages']} messages, {found['sentences']} sentences"
    yield f"macro F1            {found['macro_f1']:.3f} ({low:.2f} to {high:.2f})"
    yield f"parts of a repair   {found['parts_f1']:.3f}"
    yield f"pitfalls            {found['pitfalls_f1']:.3f}, precision {found['pitfalls_precision']:.3f}"
    yield f"false pitfalls      {found['false_pitfalls']} on {found['clean_messages']} clean messages"
    yield f"\n{'label':16}{'n':>5}{'P':>7}{'R':>7}{'F1':>7}{'kappa':>7}{'F1 by message':>15}"
    for label, one in found["labels"].items():
        said = "".join(f"{one[name]:7.2f}" for name in ("precision", "recall", "f1", "kappa"))
        yield f"{label:16}{one['n']:5}{said}{one['f1_by_message']:15.2f}"
