"""What the pages of a rehearsal show: the scene, the child, one note a turn, and how it went."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from amends.guidance import EndingText
from amends.process import Mood
from amends.rehearsal import Run, Turn, exchanges, latest, told
from amends.web.language import texts
from amends.web.rehearsing import packed, voice_host

DRAWN = {Mood.SHUT: "child-closed", Mood.WARY: "child-wary", Mood.THAW: "child-open", Mood.NEAR: "child-open"}
GONE = "child-left"
SENTENCES = 3  # offered for the card


def scene_choices() -> dict[str, Any]:
    """What the page of the scene offers."""
    guidance = texts()
    rehearsal = guidance.rehearsal
    return {
        "texts": rehearsal,
        "voice": rehearsal.scene.voice.replace("{host}", host) if (host := voice_host()) else "",
        "bands": guidance.ages.values(),
        "kinds": [(text.name, acts) for kind, text in guidance.ruptures.items() if (acts := rehearsal.acts(kind))],
        "rooms": guidance.moments.where.chip,
    }


def turn_context(run: Run, repair: UUID | None) -> dict[str, Any]:
    """What every page of a rehearsal shows: the child, what was said last, and the rehearsal to send along."""
    rehearsal = texts().rehearsal
    last = run.every_turn[-1] if run.every_turn else None
    return {
        "run": run,
        "packed": packed(run),
        "repair": repair,
        "child": latest(run),
        "mood": rehearsal.moods[run.mood],
        "drawing": GONE if run.left else DRAWN[run.mood],
        "last": last,
        "guess": rehearsal.reaching[last.guess] if last and last.guess else None,
        "note": _note(last) if last else None,
        "tried": _note(run.tried) if run.tried else None,
        "act": rehearsal.did(run.setting.kind, run.setting.act),
        "texts": rehearsal,
    }


def end_context(run: Run) -> dict[str, Any]:
    """What the last page shows beside that: how it ended, what moved the child, the first turn beside the last."""
    return {
        "ending": _ending(run),
        "moved": list(_moved(run)),
        "first": _note(run.turns[0]) if run.turns else None,
        "alone": _note(run.alone) if run.alone and run.turns else None,
        "best": best_sentences(run),
    }


def best_sentences(run: Run) -> list[str]:
    """The parent's own sentences that did most for the child, each once; the latest first, as they were said last."""
    best = dict.fromkeys(turn.best for turn in reversed(run.every_turn) if turn.best)
    return list(best)[:SENTENCES]


def transcript(run: Run) -> str:
    """The whole rehearsal as a page of the diary: what the parent said, and what the child did."""
    return "\n\n".join(_told(run))


def _told(run: Run) -> Iterator[str]:
    rehearsal = texts().rehearsal
    yield rehearsal.did(run.setting.kind, run.setting.act).told
    for turn, child in exchanges(run):
        if turn:
            yield _("I said: %(words)s") % {"words": turn.words} if turn.words else _("I waited.")
        yield told(child.does, child.says)
    yield _ending(run).title


def _ending(run: Run) -> EndingText:
    """What is said at its end. Raises BadRequest for a rehearsal that goes on."""
    if run.ending is None:
        raise BadRequest("a rehearsal that has not ended")
    return texts().rehearsal.endings[run.ending]


def _note(turn: Turn) -> dict[str, str]:
    """What is noted of one turn: what was heard in which words, one question, and what may have reached the child."""
    rehearsal = texts().rehearsal
    text = rehearsal.moves[turn.heard.main]
    reached = [rehearsal.reaching[what].name for what in turn.heard.reached]
    return {"title": text.noted(turn.carried), "ask": text.ask, "reached": ", ".join(reached)}


def _moved(run: Run) -> Iterator[dict[str, Any]]:
    """The turns after which the child came nearer or drew back."""
    for turn, before, after in zip(run.every_turn, run.states, run.states[1:], strict=False):
        if before.mood is not after.mood:
            yield {"words": turn.words, "is_nearer": after.mood > before.mood}
