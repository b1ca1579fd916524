"""given-calendar: what a calendar program fetches by an address that a parent gave it (docs/decisions/0041)."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amends.process import calendar_text
from amends.store.calendars import fetched
from amends.store.handed import NotThere
from amends.web.fragments import Request
from amends.web.steady import clock
from amends.web.throttle import TooMany, address_of, guess


@require_safe
def given_calendar(request: Request, address: str) -> HttpResponse:
    """The moments, as iCalendar. Where nothing is, one answer for all reasons, which does not say who gives it."""
    try:
        with guess(f"calendar {address_of(request)}"):
            seed, nudges = fetched(address, clock.now())
    except NotThere:
        return _plain(404, "Not here.")
    except TooMany as error:
        response = _plain(429, "Not now.")
        response["Retry-After"] = str(error.seconds)
        return response
    text = calendar_text(nudges.events(seed), nudges.made, _("Reminders"))
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _plain(status: int, says: str) -> HttpResponse:
    return HttpResponse(says, status=status, content_type="text/plain; charset=utf-8")
