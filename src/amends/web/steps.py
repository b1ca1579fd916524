"""What a step shows, whether its words are kept or travel in the form."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from amends.coach import against, read
from amends.process import (
    FILLS,
    AgeBand,
    Eased,
    Limit,
    Message,
    Place,
    Reading,
    Repair,
    Slip,
    Step,
    Tool,
    fingerprint,
    heeded,
    leads_to_card,
    message_of,
    slips,
)
from amends.web.answers import StepForm, form_error
from amends.web.calm import calm_context
from amends.web.forms import longest
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.marks import SEAM
from amends.web.reading import shown

FALLBACK = AgeBand.SCHOOL  # whose words are asked when no age was given: the middle of childhood


def step_page(
    request: Request, step: Step, repair: Repair, extra: Mapping[str, Any], eased: Mapping[Tool, Eased] | None = None
) -> HttpResponse:
    """One step as a page, or its reading alone when htmx asks. `eased` is what is known of this parent's tools."""
    if step is Step.CALM:
        context = _frame(step, repair) | calm_context(repair, eased or {}) | dict(extra)
        return page(request, "calm.html", context=context)
    open_page = _open_page(request.POST) if extra.get("unsaved") else {}
    context = _frame(step, repair) | _reading(repair, step) | open_page | dict(extra)
    return page(request, "repair.html", "reading", context)


def misfit_page(request: Request, step: Step, repair: Repair, form: StepForm, extra: Mapping[str, Any]) -> HttpResponse:
    """The step again, with all that was typed and what is wrong with it. Nothing of it was read or kept."""
    typed = {name: form.data.get(name, "") for name in ("words", "when", "will", "taken_back", "stands")}
    plan = replace(repair.plan, when=typed["when"], will=typed["will"])
    limit = Limit(typed["taken_back"], typed["stands"], "wrong_too" in form.data)
    rupture = replace(repair.rupture, limit=limit if "stands" in form.data else repair.rupture.limit)
    typed_in = replace(repair, plan=plan, rupture=rupture)
    context = _frame(step, typed_in) | {"words": typed["words"], "error": form_error(form)}
    return page(request, "repair.html", context=context | _open_page(form.data) | dict(extra), status=422)


def _open_page(sent: Mapping[str, str]) -> dict[str, str]:
    """Which open page words that are not kept yet were typed on, and what that page began from: they still stand on it.

    A new page would take the words kept so far for another device's, or those of another device for its own.
    """
    return {name: sent[name] for name in ("tab", "base", "limit_base", "save") if sent.get(name)}


def _frame(step: Step, repair: Repair) -> dict[str, Any]:
    guidance = texts()
    cell = guidance.steps[step].ages[repair.child.band or FALLBACK]
    words = repair.words.get(step, "")
    return {
        "step": step,
        "number": list(Step).index(step) + 1,
        "text": guidance.steps[step],
        "cell": cell,
        "example": cell.example(repair.rupture.kind),
        "repair": repair,
        "words": words,
        "tab": secrets.token_hex(6),
        "base": fingerprint(words),
        "limit_base": (repair.rupture.limit or Limit()).mark,
        "others": others(repair, step),
        "steps": [
            {"id": one, "text": guidance.steps[one], "done": one in repair.done, "stretch": stretch}
            for one, stretch in zip(Step, SEAM, strict=True)
        ],
        "careful": guidance.safety.tier_b if step is Step.RECONNECT and repair.after_force else None,
        "limit": guidance.after.limit if step is Step.RESPONSIBILITY else None,
        "longest": longest(StepForm),
        "is_last": leads_to_card(repair, step),
    }


def others(repair: Repair, step: Step) -> list[dict[str, str]]:
    """What other open pages wrote here, each version once."""
    versions = {words: tab for tab, words in repair.conflicts.get(step, {}).items()}
    return [{"tab": tab, "words": words} for words, tab in versions.items() if words != repair.words.get(step, "")]


def _reading(repair: Repair, step: Step) -> dict[str, Any]:
    """What is read in this step's words: nothing where danger was told, for then wording is not what is needed."""
    message = message_of(repair)
    within = message.places.get(step)
    if within is None or repair.heard:
        return {}
    reading = heeded(read(message.text, repair.child.band), repair.overruled)
    context = shown(
        message.text,
        reading,
        repair.dismissed,
        within,
        FILLS[step],
        repair.child.band,
        repair.after_force,
        _slip(message, reading, repair, within),
    )
    return context | {"band": texts().ages[repair.child.band] if repair.child.band and reading.too_long else None}


def _slip(message: Message, reading: Reading, repair: Repair, within: Place) -> tuple[Place, str] | None:
    """The first sentence of this step in which apology and limit get in each other's way, and what is asked of it."""
    guidance = texts().after.limit
    asked = {Slip.CANCELS: guidance.cancels, Slip.SWALLOWS: guidance.swallows}
    for slip, place in slips(message.text, reading, repair.rupture.limit, against()):
        if within.start <= place.start < within.end:
            return place, asked[slip]
    return None
