"""The stop: the whole screen, when something other than words is needed now; and the way back to the words."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse

from amends.process import Alarm, Flag
from amends.web.country import emergency_context, remember_country
from amends.web.doors import leading, tier_of
from amends.web.forms import HeardForm
from amends.web.fragments import Request, page
from amends.web.language import texts
from amends.web.sent import sent

NOT_SENT_AGAIN = {"go", "keep", "stopped", "country"}
BACK_FORM = "words-back"  # the form on the stop that carries the words back


def form_page(
    request: Request, template: str, form: forms.Form, context: Mapping[str, Any] | None = None, part: str = ""
) -> HttpResponse:
    """The page of a form: the stop where its words are held back; 422 where something is wrong with it."""
    if isinstance(form, HeardForm) and form.is_held:
        return stop_page(request, form.fresh)
    came_back = isinstance(form, HeardForm) and form.came_back
    status = 422 if form.errors and not came_back and not request.htmx else 200
    return page(request, template, part, {"form": form, "unsaved": came_back, **(context or {})}, status=status)


def stop_page(request: Request, alarms: Collection[Alarm]) -> HttpResponse:
    """Help first, as urgent as the most urgent of these alarms. What was sent travels along, and nothing is kept.

    Script that saves while somebody types is told to send the whole page, so that the stop has the screen.
    """
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Trigger": "stopped"})
    fields = [(name, value) for name, value in sent(request) if name not in NOT_SENT_AGAIN]
    heard, emergency = _heard(alarms), emergency_context(request, BACK_FORM)
    context = emergency | heard | {"fields": fields, "leading": leading(emergency["country"], alarms)}
    return remember_country(page(request, "stop.html", context=context), request.POST.get("country", ""))


def _heard(alarms: Collection[Alarm]) -> dict[str, Any]:
    """What was heard, in the order of the guide, and in which words."""
    raised = {alarm.flag for alarm in alarms}
    safety = texts().safety
    return {
        "tier": tier_of(alarms),
        "flags": [safety.flags[flag] for flag in Flag if flag in raised],
        "quotes": list(dict.fromkeys(alarm.quote for alarm in alarms)),
        "partner": Flag.PARTNER_VIOLENCE in raised,
        "safety": safety,
    }
