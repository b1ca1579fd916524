"""Which country's numbers to show: what this visitor chose, and never a guess from an address or a language. And in
which order a day is written there: for that, a browser's language is good enough."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate, get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from amends.guidance import Country
from amends.web.language import texts

COOKIE = "country"
STATES = "US"
YEAR = 365 * 24 * 3600  # seconds


def country_of(request: HttpRequest) -> Country | None:
    """The country chosen in this form, in this address or earlier on this device; None where none was."""
    countries = texts().help.countries
    chosen = (given.get("country", "") for given in (request.POST, request.GET, request.COOKIES))
    return next((countries[code] for code in chosen if code in countries), None)


def write_days_as_there(request: HttpRequest) -> None:
    """From here on days are written as in the United States for who chose that country, or whose browser asks for its
    English; for everybody else who reads English the day comes before the month. Other languages have their own way."""
    chosen = request.COOKIES.get(COOKIE, "")
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    english = next((language for language, _weight in asked if language.split("-")[0] == "en"), "")
    if get_language() == "en" and (chosen == STATES if chosen else english == "en-us"):
        activate("en-us")


def remember_country(response: HttpResponse, code: str) -> HttpResponse:
    """The answer, with the country in a cookie that holds its code and nothing else; any other text is not kept."""
    if code in texts().help.countries:
        secure = settings.VISIT_COOKIE_SECURE
        response.set_cookie(COOKIE, code, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


def emergency_context(request: HttpRequest, picker_form: str = "", numbers: bool = False) -> dict[str, Any]:
    """What `parts/emergency.html` needs: the emergency number to call, or else the countries to choose from.

    `picker_form` is the id of a form on the page that the choice belongs to: words that it carries in hidden fields
    are then sent along. Without it the part has a form of its own, which comes back to this address. `numbers` puts
    every country's number into the page, for a script that has no network to ask.
    """
    guidance = texts()
    country = country_of(request)
    known = (country,) if country else ()
    return {
        "country": country,
        "emergency": country.emergency[0] if country else "",
        "countries": guidance.help.country,
        "noted": guidance.help.country if numbers else known,
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
