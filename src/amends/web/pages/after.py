"""after: what the child did with the words, a day to look again, and whether the plan's moment came."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.process import After, Came, Repair, Response, keeps_coming
from amends.store.language import texts
from amends.web.fragments import Request, page
from amends.web.pages.reading import held_back, raised_by
from amends.web.visit import desk_of, diary_of, repair_of

LONGEST = 20_000  # characters


class AfterForm(forms.Form):
    """What came after. Everything may be left open."""

    response = forms.ChoiceField(required=False, choices=[(one, one) for one in Response])
    words = forms.CharField(required=False, max_length=LONGEST)
    again_on = forms.DateField(
        required=False,
        error_messages={"invalid": gettext_lazy("Write the day as year-month-day, such as 2026-12-24.")},
    )

    def after(self) -> After:
        """What came after, out of valid answers."""
        response = self.cleaned_data["response"]
        return After(
            Response(response) if response else None, self.cleaned_data["words"].strip(), self.cleaned_data["again_on"]
        )


@require_http_methods(["GET", "HEAD", "POST"])
def after(request: Request, id: UUID) -> HttpResponse:
    """Asks, keeps, and answers with the page for what the child did."""
    desk_of(request)
    kept = repair_of(request, id)
    form = AfterForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"id": id, "repair": kept.entry, "form": form, "texts": texts().after}
    if "put_away" in request.POST:
        diary_of(request).amend(id, lambda newest: replace(newest, after=replace(newest.after, put_away=True)))
        return redirect("today")
    if form.is_valid():
        held = held_back(request.POST, form.cleaned_data["words"])
        if held:
            return page(request, "after.html", context=context | held)
        noted = form.after()
        said = noted.response is not Response.NOT_SAID
        diary_of(request).amend(id, lambda newest: replace(newest, after=noted, said=said))
        return redirect("after", id)
    context |= _answer(kept.entry) | raised_by(kept.entry.after.words)
    return page(request, "after.html", context=context, status=422 if form.errors else 200)


@require_POST
def came(request: Request, id: UUID) -> HttpResponse:
    """Two taps: the moment of the plan came, and it was used or not."""
    did = request.POST.get("did") == "yes"
    now = timezone.now()
    kept = diary_of(request).amend(id, lambda newest: replace(newest, came=(*newest.came, Came(now, did))))
    often = keeps_coming(kept.entry, [], now)
    context = {"id": id, "repair": kept.entry, "did": did, "texts": texts().after, "often": often}
    return page(request, "came.html", context=context | {"pattern": texts().safety.pattern})


@require_safe
def day(request: Request, id: UUID) -> HttpResponse:
    """The day to look again, as a file for a calendar. It names nothing and nobody."""
    again_on = repair_of(request, id).entry.after.again_on
    if again_on is None:
        raise Http404
    response = HttpResponse(_calendar(id, again_on), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reminder.ics"'
    return response


def _answer(repair: Repair) -> dict[str, object]:
    response = repair.after.response
    return {"answer": texts().after.responses[response] if response else None}


def _calendar(id: UUID, on: date) -> str:
    """One whole-day event (RFC 5545). The identifier is the entry's own, so that a second download moves the first.

    A day without an end lasts that day (3.6.1): no day after it has to be counted, which the last of all has not.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Amends//EN",
        "BEGIN:VEVENT",
        f"UID:{id}",
        f"DTSTAMP:{timezone.now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{on.isoformat().replace('-', '')}",
        "SUMMARY:Reminder",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines)
