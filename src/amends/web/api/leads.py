"""Where a repair goes on, as programs are told."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from amends.process import Ahead, Onward, Stay, Step, Tier, ToCard, ToHelp, ToQuestion, ToSigns
from amends.web.ways import address_of

To = Literal["stay", "step", "card", "help", "signs", "question"]
KINDS: dict[type, To] = {
    Stay: "stay",
    Ahead: "step",
    ToCard: "card",
    ToHelp: "help",
    ToSigns: "signs",
    ToQuestion: "question",
}


@dataclass(frozen=True, slots=True)
class Leads:
    """Where it goes on: it stays at its step, or a step, the card, help as urgent as `tier`, the signs of danger, or
    the one question comes next. `page` is that page of the site."""

    to: To
    step: Step | None
    tier: Tier | None
    page: str


def leads(request: HttpRequest, then: Stay | Onward, id: UUID, here: Step = Step.CALM) -> Leads:
    """The same for what a turn at the step `here` decided."""
    address = reverse("repair", args=[id, here]) if isinstance(then, Stay) else address_of(then, id)
    step, tier = getattr(then, "step", None), getattr(then, "tier", None)
    return Leads(KINDS[type(then)], step, tier, request.build_absolute_uri(address))
