"""start: what happened, with whom, and the one question that comes before any words."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.process import (
    EVERYDAY,
    AgeBand,
    Ahead,
    Child,
    Repair,
    Rupture,
    RuptureKind,
    ToCard,
    ToHelp,
    Unsafe,
    begin,
    happens_often,
)
from amends.store.shelf import Kept
from amends.web.forms import OnceForm, posted
from amends.web.fragments import Request, form_view
from amends.web.language import texts
from amends.web.moment import MomentForm
from amends.web.pages.help_now import help_page
from amends.web.pages.now import carry, now_page, unkept_card
from amends.web.pages.unsure import unsure_page
from amends.web.stop import form_page
from amends.web.throttle import TooMany
from amends.web.visit import remember, visitor_of, visitor_or_guest
from amends.web.ways import address_of
from amends.web.zones import with_zone

ANSWER = gettext_lazy("Please answer this one first. The rest can stay open.")


class Beginning(OnceForm, MomentForm):
    """Three taps. Only the safety question must be answered."""

    kind = forms.ChoiceField(required=False, choices=[(kind, kind) for kind in RuptureKind])
    band = forms.ChoiceField(required=False, choices=[(band, band) for band in AgeBand])
    child = forms.UUIDField(required=False)
    often = forms.ChoiceField(required=False, choices=[("no", "no"), ("yes", "yes")])
    unsafe = forms.ChoiceField(
        choices=[(answer, answer) for answer in Unsafe],
        error_messages={"required": ANSWER},
    )

    def repair(self, children: list[Kept[Child]]) -> Repair:
        """A new repair out of valid answers."""
        kind, band, unsafe = (self.cleaned_data[name] for name in ("kind", "band", "unsafe"))
        rupture = Rupture(kind=RuptureKind(kind or RuptureKind.SOMETHING_ELSE), unsafe=Unsafe(unsafe))
        chosen = next((one.entry for one in children if one.id == self.cleaned_data["child"]), None)
        child = chosen or Child(band=AgeBand(band) if band else None)
        now = timezone.now()
        repair = Repair(began=now, rupture=self.rupture(rupture, now), child=child)
        return happens_often(repair) if self.cleaned_data["often"] == "yes" else repair


@form_view
def start(request: Request) -> HttpResponse:
    """Asks; then opens a repair, by way of help where somebody may be hurt."""
    form = Beginning(posted(request))
    if form.is_valid() and "forget" in request.POST:
        return _open_and_keep_nothing(request, form.repair([]))
    children = _children(request)
    if form.is_valid():
        return open_repair(request, form.repair(children), form)
    guidance = texts()
    context = {
        "everyday": [guidance.ruptures[kind] for kind in EVERYDAY],
        "further": [guidance.ruptures[kind] for kind in RuptureKind if kind not in EVERYDAY],
        "children": children,
        "bands": guidance.ages.values(),
        "gate": guidance.safety.gate,
        "stirs": guidance.safety.stirs,
        "visitor": visitor_of(request),
        "often": None if visitor_of(request) else guidance.safety.pattern,
        "separated": guidance.safety.separated,
        "title": _("What happened?"),
    }
    return form_page(request, "start.html", form, context)


def _children(request: Request) -> list[Kept[Child]]:
    visitor = visitor_of(request)
    return list(visitor.diary.children.entries()) if visitor else []


def open_repair(request: Request, repair: Repair, form: OnceForm) -> HttpResponse:
    """Keeps a new repair, once, and goes where it leads first. Where one address has begun too many, nobody is made to
    wait: this one goes on, is not kept, and says so."""
    try:
        visitor = visitor_or_guest(request)
    except TooMany:
        request.is_unkept = True
        return _open_and_keep_nothing(request, repair)
    with_zone(request, visitor.diary)
    kept = visitor.diary.begin(repair, form.once_name)
    return remember(redirect(address_of(begin(kept.entry), kept.id)), visitor)


def _open_and_keep_nothing(request: Request, repair: Repair) -> HttpResponse:
    match begin(repair):
        case Ahead(step):
            return now_page(request, step, repair)
        case ToHelp(tier):
            return help_page(request, tier, carried=carry(repair))
        case ToCard():
            return unkept_card(request, repair)
        case _:
            return unsure_page(request, carried=carry(repair))
