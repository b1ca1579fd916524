"""log: two taps keep a moment, a chip and *Keep*; words can come later, or never."""

from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from amends.process import EVERYDAY, AgeBand, Repair, Rupture, RuptureKind, Step, Unsafe
from amends.store.diary import Diary
from amends.store.language import texts
from amends.store.shelf import NotKept
from amends.vault import Damaged
from amends.web.fragments import Request, page
from amends.web.moment import MomentForm
from amends.web.pages.start import ANSWER, help_first
from amends.web.pages.zones import with_zone
from amends.web.visit import desk_of, diary_of, remember, repair_of, visitor_of, visitor_or_guest


class LogForm(MomentForm):
    """A chip, and perhaps when and where. `once` names the page it stands on: sent twice, it logs one moment."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in EVERYDAY])
    once = forms.UUIDField(required=False)

    def repair(self) -> Repair:
        """A repair of which nothing is known but the moment, out of valid answers."""
        now = timezone.now()
        rupture = Rupture(RuptureKind(self.cleaned_data["kind"]), unsafe=None)
        return Repair(now, self.rupture(rupture, now))

    def id_for(self, owner: UUID) -> UUID:
        """The same answers on the same page have the same id, and never one of another owner's.

        Other answers, after going back to that page, are another moment.
        """
        answers = [str(self.cleaned_data[name]) for name in ("kind", "when", "day", "where", "cue")]
        return uuid5(owner, " ".join([str(self.cleaned_data["once"] or uuid4()), *answers]))


class AskedForm(forms.Form):
    """The one question before any words, for a moment that was logged; and how much the child understands."""

    unsafe = forms.ChoiceField(choices=[(answer, answer) for answer in Unsafe], error_messages={"required": ANSWER})
    band = forms.ChoiceField(required=False, choices=[(band, band) for band in AgeBand])

    def asked(self, logged: Repair) -> Repair:
        """The logged repair with its answers: from here on it is one like any other."""
        band = self.cleaned_data["band"]
        child = replace(logged.child, band=AgeBand(band)) if band else logged.child
        rupture = replace(logged.rupture, unsafe=Unsafe(self.cleaned_data["unsafe"]))
        return replace(logged, rupture=rupture, child=child)


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: Request) -> HttpResponse:
    """Keeps the moment, and goes back to the first page."""
    desk_of(request)
    form = LogForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        visitor = visitor_or_guest(request)
        with_zone(request, visitor.diary)
        id = form.id_for(visitor.owner)
        visitor.diary.take_in(id, form.repair())
        return remember(cast(HttpResponse, redirect(f"{reverse('today')}?{urlencode({'kept': id})}")), visitor)
    return page(request, "log.html", context=_form(form), status=422 if form.is_bound else 200)


def log_context(request: Request) -> dict[str, Any]:
    """What `parts/log.html` shows on the first page; after a moment was kept, the way to it."""
    visitor = visitor_of(request)
    kept = _kept(visitor.diary, request.GET["kept"]) if visitor and "kept" in request.GET else None
    return {**_form(LogForm()), "logged": kept}


@require_http_methods(["GET", "HEAD", "POST"])
def logged(request: Request, id: UUID) -> HttpResponse:
    """Asks the one question of a moment that was logged, and goes on with it, by way of help where words must wait."""
    desk_of(request)
    kept = repair_of(request, id)
    form = AskedForm(request.POST if request.method == "POST" else None)
    if kept.entry.rupture.is_asked:
        return redirect("repair", id, Step.CALM)
    if form.is_valid():
        kept = diary_of(request).amend(id, form.asked)
        return redirect(help_first(kept.entry, id) or reverse("repair", args=[id, Step.CALM]))
    guidance = texts()
    context = {
        "form": form,
        "kind": guidance.ruptures[kept.entry.rupture.kind],
        "gate": guidance.safety.gate,
        "stirs": guidance.safety.stirs,
        "bands": guidance.ages.values(),
    }
    return page(request, "logged.html", context=context, status=422 if form.is_bound else 200)


def _form(form: LogForm) -> dict[str, Any]:
    guidance = texts()
    return {
        "form": form,
        "log": guidance.moments.log,
        "kinds": [guidance.ruptures[kind] for kind in EVERYDAY],
        "once": form.data.get("once") or uuid4(),
    }


def _kept(diary: Diary, given: str) -> UUID | None:
    """The moment that was just kept. An address that names anything else shows nothing."""
    try:
        return diary.entry(UUID(given)).id
    except (ValueError, NotKept, Damaged):
        return None
