"""Which country's numbers to show: what this visitor chose, or else what the operator said, and never a guess from an
address or a language. And in which order a day is written there: for that, a browser's language is good enough."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate, get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from amends.guidance import Country
from amends.web.cookies import YEAR, called, give
from amends.web.house import countries
from amends.web.language import texts

COOKIE = called("country")
STATES, AMERICAN = "US", "en-us"


def country_of(request: HttpRequest) -> Country | None:
    """The country chosen by this visitor, or else the one that this house is in; None where neither was said."""
    return _chosen(request) or countries().get(settings.COUNTRY)


def _chosen(request: HttpRequest) -> Country | None:
    """The country chosen in this form, in this address or earlier on this device."""
    known = countries()
    said = [given.get("country", "") for given in (request.POST, request.GET)] + [request.COOKIES.get(COOKIE, "")]
    return next((known[code] for code in said if code in known), None)


def write_days_as_there(request: HttpRequest) -> None:
    """From here on days are written as in the United States for who chose that country, or whose browser asks for its
    English; for everybody else who reads English the day comes before the month. Other languages have their own way."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    english = next((language for language, _weight in asked if language.split("-")[0] == "en"), "")
    chosen = request.COOKIES.get(COOKIE, "")
    is_there = chosen == STATES if chosen else english == AMERICAN
    if get_language() == "en" and is_there:
        activate(AMERICAN)


def remember_country(response: HttpResponse, code: str) -> HttpResponse:
    """The answer, with the country in a cookie that holds its code and nothing else; any other text is not kept."""
    if code in texts().help.countries:
        give(response, COOKIE, code, YEAR)
    return response


def emergency_context(request: HttpRequest, picker_form: str = "", numbers: bool = False) -> dict[str, Any]:
    """What `parts/emergency.html` needs: the emergency number to call, or else the countries to choose from.

    `picker_form` is the id of a form on the page that the choice belongs to: words that it carries in hidden fields
    are then sent along. Without it the part has a form of its own, which comes back to this address. `numbers` puts
    every country's number into the page, for a script that has no network to ask.
    """
    guidance = texts()
    country, every = country_of(request), tuple(countries().values())
    known = (country,) if country else ()
    return {
        "country": country,
        "chosen": _chosen(request),  # a device remembers this one alone: what the house said is no choice of theirs
        "emergency": country.emergency[0] if country else "",
        "countries": every,
        "noted": every if numbers else known,
        "numbers": numbers,
        "elsewhere": guidance.help.elsewhere,
        "call": guidance.safety.call,
        "picker_form": picker_form,
        "picker_here": _address(request),
    }


def _address(request: HttpRequest) -> str:
    """Where to come back to: this address, without the country that it names."""
    query = request.GET.copy()
    query.pop("country", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
