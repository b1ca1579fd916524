"""What is told of a soak: printed, and written for people (Markdown) and programs (JSON)."""

import json
from pathlib import Path
from typing import Any

from tests.figures import commit, load, machine, table, today
from tests.soak.run import LIVES, Plan
from tests.soak.tally import Tally


def figures(tally: Tally, plan: Plan) -> dict[str, Any]:
    """All of it, as values: times in milliseconds, memory in MiB."""
    return {
        "date": today(),
        "commit": commit(),
        "machine": machine(),
        "load": load(),
        "seconds": plan.seconds,
        "visitors": plan.visitors,
        "seed": plan.seed,
        "answers": {
            what: {"p50_ms": round(tally.times(what)[0]), "p99_ms": round(tally.times(what)[1]), **dict(became)}
            for what, became in sorted(tally.answers.items())
        },
        "memory": {
            f"server {number}": {
                "most": tally.most(number),
                "growth": round(tally.growth(number)),
                "an_hour": round(tally.slope(number)),
            }
            for number in sorted(tally.memory)
        },
        "happened": tally.happened,
        "faults": tally.faults,
    }


def page(told: dict[str, Any]) -> str:
    """The same for people."""
    answers = [
        (what, one.pop("p50_ms"), one.pop("p99_ms"), ", ".join(f"{became} {n:,}" for became, n in one.items()))
        for what, one in ((what, dict(one)) for what, one in told["answers"].items())
    ]
    memory = [
        (server + (" (never killed)" if server == f"server {LIVES}" else ""), *one.values())
        for server, one in told["memory"].items()
    ]
    faults = told["faults"] or ["None: nothing answered was lost, nothing was half, nobody saw another's words."]
    return "\n\n".join(
        (
            f"# A soak of {told['seconds'] / 60:.1f} minutes with {told['visitors']} visitors, seed {told['seed']}",
            f"{told['date']}, commit {told['commit']}; {told['machine']}; others' load {told['load']}.",
            table(("asked", "p50 ms", "p99 ms", "what became of it"), answers),
            table(("memory, MiB", "most", "growth from the second quarter to the last", "slope, an hour"), memory),
            "What happened:\n\n" + "\n".join(f"    {line}" for line in told["happened"]),
            f"Promises broken: {len(told['faults'])}\n\n" + "\n".join(f"- {fault}" for fault in faults[:50]),
        )
    )


def written(tally: Tally, plan: Plan, folder: Path) -> str:
    """Writes both files into this folder. Returns the page."""
    told = figures(tally, plan)
    folder.mkdir(exist_ok=True)
    (folder / "soak.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    text = page(told)
    (folder / "soak.md").write_text(text + "\n", encoding="utf-8")
    return text
