"""Where a turn leads, as addresses."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from amends.process import Ahead, Onward, ToCard, ToHelp, ToQuestion, ToSigns


def address_of(then: Onward, id: UUID | None) -> str:
    """The address of what comes next for the repair `id`; None where nothing is kept, so that nothing leads back."""
    match then:
        case Ahead(step):
            return reverse("repair", args=[id, step])
        case ToCard():
            return reverse("card", args=[id])
        case ToHelp(tier):
            return _with(reverse("help-now"), tier=tier, back=id)
        case ToSigns():
            return _with(reverse("unsure"), back=id)
        case ToQuestion():
            return reverse("logged", args=[id])


def _with(address: str, **query: object) -> str:
    return f"{address}?{urlencode({name: value for name, value in query.items() if value})}"
