"""start: what happened, with whom, and the one question that comes before any words."""

from typing import cast
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.guidance import load
from amends.process import AgeBand, Child, Repair, Rupture, RuptureKind, Step, Unsafe
from amends.web.fragments import Request, page
from amends.web.visit import guest_or_new, remember

EVERYDAY = 5  # kinds in sight at once; the others are one tap away


class Beginning(forms.Form):
    """Three taps. Only the safety question must be answered."""

    kind = forms.ChoiceField(required=False, choices=[(kind, kind) for kind in RuptureKind])
    band = forms.ChoiceField(required=False, choices=[(band, band) for band in AgeBand])
    unsafe = forms.ChoiceField(
        choices=[(answer, answer) for answer in Unsafe],
        error_messages={"required": gettext_lazy("Please answer this one first. The rest can stay open.")},
    )

    def repair(self) -> Repair:
        """A new repair out of valid answers."""
        kind, band, unsafe = (self.cleaned_data[name] for name in ("kind", "band", "unsafe"))
        rupture = Rupture(kind=RuptureKind(kind or RuptureKind.SOMETHING_ELSE), unsafe=Unsafe(unsafe))
        return Repair(began=timezone.now(), rupture=rupture, child=Child(band=AgeBand(band) if band else None))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request) -> HttpResponse:
    """Asks; then opens a repair, by way of help where somebody may be hurt."""
    form = Beginning(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _open(request, form.repair())
    texts = load()
    kinds = list(texts.ruptures.values())
    context = {
        "form": form,
        "everyday": kinds[:EVERYDAY],
        "further": kinds[EVERYDAY:],
        "bands": texts.ages.values(),
        "gate": texts.safety.gate,
        "stirs": texts.safety.stirs,
        "title": _("What happened?"),
    }
    return page(request, "start.html", context=context, status=422 if form.is_bound else 200)


def _open(request: Request, repair: Repair) -> HttpResponse:
    guest = guest_or_new(request)
    kept = guest.diary.add(repair)
    way = reverse("repair", args=[kept.id, Step.CALM])
    if repair.rupture.needs_help_first:
        tier = "A" if repair.rupture.unsafe is Unsafe.YES else "B"
        way = f"{reverse('help-now')}?{urlencode({'tier': tier, 'back': kept.id})}"
    return remember(cast(HttpResponse, redirect(way)), guest)
