"""start: what happened, with whom, and the one question that comes before any words."""

from dataclasses import replace
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.process import AgeBand, Child, Repair, Rupture, RuptureKind, Step, Tier, Unsafe, keeps_coming
from amends.store.diary import Diary
from amends.store.language import texts
from amends.store.shelf import Kept
from amends.vault import Damaged
from amends.web.fragments import Request, page
from amends.web.pages.now import now_page
from amends.web.pages.zones import with_zone
from amends.web.visit import remember, visitor_of, visitor_or_guest

EVERYDAY = 5  # kinds in sight at once; the others are one tap away


class Beginning(forms.Form):
    """Three taps. Only the safety question must be answered."""

    kind = forms.ChoiceField(required=False, choices=[(kind, kind) for kind in RuptureKind])
    band = forms.ChoiceField(required=False, choices=[(band, band) for band in AgeBand])
    child = forms.UUIDField(required=False)
    often = forms.ChoiceField(required=False, choices=[("no", "no"), ("yes", "yes")])
    unsafe = forms.ChoiceField(
        choices=[(answer, answer) for answer in Unsafe],
        error_messages={"required": gettext_lazy("Please answer this one first. The rest can stay open.")},
    )

    def repair(self, children: list[Kept[Child]]) -> Repair:
        """A new repair out of valid answers."""
        kind, band, unsafe = (self.cleaned_data[name] for name in ("kind", "band", "unsafe"))
        rupture = Rupture(kind=RuptureKind(kind or RuptureKind.SOMETHING_ELSE), unsafe=Unsafe(unsafe))
        chosen = next((one.entry for one in children if one.id == self.cleaned_data["child"]), None)
        child = chosen or Child(band=AgeBand(band) if band else None)
        return Repair(began=timezone.now(), rupture=rupture, child=child)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request) -> HttpResponse:
    """Asks; then opens a repair, by way of help where somebody may be hurt."""
    form = Beginning(request.POST if request.method == "POST" else None)
    if form.is_valid() and "forget" in request.POST:
        return _open_and_keep_nothing(request, form.repair([]))
    children = _children(request)
    if form.is_valid():
        return open_repair(request, form.repair(children), form.cleaned_data["often"] == "yes", Step.CALM)
    guidance = texts()
    kinds = list(guidance.ruptures.values())
    context = {
        "form": form,
        "everyday": kinds[:EVERYDAY],
        "further": kinds[EVERYDAY:],
        "children": children,
        "bands": guidance.ages.values(),
        "gate": guidance.safety.gate,
        "stirs": guidance.safety.stirs,
        "visitor": visitor_of(request),
        "often": None if visitor_of(request) else guidance.safety.pattern,
        "separated": guidance.safety.separated,
        "title": _("What happened?"),
    }
    return page(request, "start.html", context=context, status=422 if form.is_bound else 200)


def _children(request: Request) -> list[Kept[Child]]:
    visitor = visitor_of(request)
    try:
        return list(visitor.diary.children.entries()) if visitor else []
    except Damaged:
        return []


def open_repair(request: Request, repair: Repair, often: bool, step: Step | None) -> HttpResponse:
    """Keeps a new repair and goes on with it, at `step` or at its card; by way of help where words are not enough."""
    visitor = visitor_or_guest(request)
    with_zone(request, visitor.diary)
    others = _others(visitor.diary)
    kept = visitor.diary.add(replace(repair, again=_again(repair, others)))
    often = often or keeps_coming(repair, [one.entry for one in others], repair.began)
    way = reverse("card", args=[kept.id]) if step is None else reverse("repair", args=[kept.id, step])
    first = _help_first(repair, kept.id) or (_help(Tier.C, kept.id) if often else "")
    return remember(cast(HttpResponse, redirect(first or way)), visitor)


def _others(diary: Diary) -> list[Kept[Repair]]:
    try:
        return list(diary.entries())
    except Damaged:
        return []


def _again(repair: Repair, others: list[Kept[Repair]]) -> UUID | None:
    """The newest earlier repair of the same kind with the same child, where there are words in it."""
    same = (one for one in others if one.entry.rupture.kind is repair.rupture.kind and any(one.entry.words.values()))
    return next((one.id for one in same if one.entry.child.name == repair.child.name), None)


def _open_and_keep_nothing(request: Request, repair: Repair) -> HttpResponse:
    help_first = _help_first(repair, None)
    return redirect(help_first) if help_first else now_page(request, Step.CALM, repair)


def _help_first(repair: Repair, id: UUID | None) -> str:
    """The way to help, and from there back to the repair; empty where nobody may be hurt."""
    if not repair.rupture.needs_help_first:
        return ""
    return _help(Tier.A if repair.rupture.unsafe is Unsafe.YES else Tier.B, id)


def _help(tier: str, id: UUID | None) -> str:
    return f"{reverse('help-now')}?{urlencode({'tier': tier} | ({'back': id} if id else {}))}"
