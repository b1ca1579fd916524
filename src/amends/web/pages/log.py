"""log: two taps keep a moment, a chip and *Keep*; words can come later, or never."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from amends.process import EVERYDAY, AgeBand, Repair, Rupture, RuptureKind, Unsafe, begin
from amends.store.diary import Diary
from amends.store.shelf import NotKept
from amends.vault import Damaged
from amends.web.forms import OnceForm, posted
from amends.web.fragments import Request, form_view
from amends.web.language import texts
from amends.web.moment import MomentForm
from amends.web.pages.start import ANSWER
from amends.web.stop import form_page
from amends.web.visit import desk_of, diary_of, remember, repair_of, visitor_of, visitor_or_guest
from amends.web.ways import address_of
from amends.web.zones import with_zone


class LogForm(OnceForm, MomentForm):
    """A chip, and perhaps when and where."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in EVERYDAY])

    def repair(self) -> Repair:
        """A repair of which nothing is known but the moment, out of valid answers."""
        now = timezone.now()
        rupture = Rupture(RuptureKind(self.cleaned_data["kind"]), unsafe=None)
        return Repair(now, self.rupture(rupture, now))


class AskedForm(forms.Form):
    """The one question before any words, for a moment that was logged; and how much the child understands."""

    unsafe = forms.ChoiceField(choices=[(answer, answer) for answer in Unsafe], error_messages={"required": ANSWER})
    band = forms.ChoiceField(required=False, choices=[(band, band) for band in AgeBand])

    def asked(self, logged: Repair) -> Repair:
        """The logged repair with its answers: from here on it is one like any other."""
        band = self.cleaned_data["band"]
        return logged.asked(Unsafe(self.cleaned_data["unsafe"]), AgeBand(band) if band else None)


@form_view
def log(request: Request) -> HttpResponse:
    """Keeps the moment, and goes back to the first page."""
    desk_of(request)
    form = LogForm(posted(request))
    if form.is_valid():
        visitor = visitor_or_guest(request)
        with_zone(request, visitor.diary)
        kept = visitor.diary.add(form.repair(), form.once_name)
        return remember(redirect(f"{reverse('today')}?{urlencode({'kept': kept.id})}"), visitor)
    return form_page(request, "log.html", form, _form(form))


def log_context(request: Request) -> dict[str, Any]:
    """What `parts/log.html` shows on the first page; after a moment was kept, the way to it."""
    visitor = visitor_of(request)
    kept = _kept(visitor.diary, request.GET["kept"]) if visitor and "kept" in request.GET else None
    return {**_form(LogForm()), "logged": kept}


@form_view
def logged(request: Request, id: UUID) -> HttpResponse:
    """Asks the one question of a moment that was logged, and goes on with it, by way of help where words must wait."""
    desk_of(request)
    kept = repair_of(request, id)
    form = AskedForm(posted(request))
    if kept.entry.rupture.is_asked:
        return redirect(address_of(begin(kept.entry), id))
    if form.is_valid():
        kept = diary_of(request).amend(id, form.asked)
        return redirect(address_of(begin(kept.entry), id))
    guidance = texts()
    context = {
        "kind": guidance.ruptures[kept.entry.rupture.kind],
        "gate": guidance.safety.gate,
        "stirs": guidance.safety.stirs,
        "bands": guidance.ages.values(),
    }
    return form_page(request, "logged.html", form, context)


def _form(form: LogForm) -> dict[str, Any]:
    guidance = texts()
    return {
        "form": form,
        "log": guidance.moments.log,
        "kinds": [guidance.ruptures[kind] for kind in EVERYDAY],
    }


def _kept(diary: Diary, given: str) -> UUID | None:
    """The moment that was just kept. An address that names anything else shows nothing."""
    try:
        return diary.entry(UUID(given)).id
    except (ValueError, NotKept, Damaged):
        return None
