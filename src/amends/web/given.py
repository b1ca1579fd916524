"""What others see of the house: all that somebody opens who was given something has one prefix, so that a proxy can
publish that and nothing else (docs/decisions/0031)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.request import split_domain_port, validate_host
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from whitenoise.middleware import WhiteNoiseMiddleware

PREFIX = f"{settings.PATH}given/"
STATIC = f"{PREFIX}static/"
# What the pages there need. They may say nothing of what they are: the house's own name stands in no address.
FILES = {
    "amends.css",
    "amends.js",
    "given.js",
    "country.js",
    "outbox.js",
    "write.js",
    "bowl.svg",
    "django_htmx/htmx-2.min.js",
    "fonts/literata-roman.woff2",
    "fonts/literata-italic.woff2",
}
OURS, ANYBODYS = "amends.", "page."
TWINS = ("sign-in", "sign-up", "sign-out", "lock", "leave", "blank")  # pages, by name, that are there a second time
NO_REFERRER, SAME = "no-referrer", "same-origin"


def is_given(request: HttpRequest) -> bool:
    """Whether this address is one of those."""
    return request.path.startswith(PREFIX)


def is_apart(request: HttpRequest) -> bool:
    """Whether it was asked for under a name that has no other addresses."""
    host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
    return validate_host(host, settings.GIVEN_HOSTS)


def place(name: str, given: bool) -> str:
    """The address of a page by its name; among what is `given` that of its twin, and the first page there."""
    if not given:
        return reverse(name)
    return reverse(f"given-{name}") if name in TWINS else PREFIX


def is_below(address: str) -> bool:
    """Whether an address that somebody sent is one of ours: on this host, and below our path."""
    return address.startswith(settings.PATH) and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def ours(address: str, instead: str) -> str:
    """The address of ours that was sent along, to go back to; that of the page `instead` where it is none."""
    return address if is_below(address) else reverse(instead)


def onward(request: HttpRequest, name: str) -> HttpResponse:
    """The way on to a page, on the side of the house on which this visitor is."""
    return redirect(place(name, is_given(request)))


def is_same_site(request: HttpRequest) -> bool:
    """Whether a browser says that a page of this very site sent a form that names no origin: one below the prefix."""
    return request.headers.get("Origin") == "null" and request.headers.get("Sec-Fetch-Site") == SAME


def file(name: str, given: bool) -> str:
    """The address of one of our files; below the prefix where a page there needs it."""
    if not given or name not in FILES:
        return static(name)
    return STATIC + static(name).removeprefix(settings.STATIC_URL).replace(OURS, ANYBODYS)


class Files(WhiteNoiseMiddleware):  # type: ignore[misc]  # it ships no types
    """Serves our files; those that are needed there below the prefix too."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        """Notes one file, by each of its addresses."""
        super().add_file_to_dictionary(url, path, stat_cache=stat_cache)
        name = url.removeprefix(self.static_prefix)
        if url in self.files and self.get_name_without_hash(name) in FILES:
            self.files[STATIC + name.replace(OURS, ANYBODYS)] = self.files[url]


class OnlyWhatWasGiven(MiddlewareMixin):
    """Below the prefix no address is told to anybody; and a host for that alone has nothing else, not even files.
    Where everything lies below a path, no host has anything beside it."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """That there is nothing, outside the prefix of such a host, and outside our path."""
        if request.path.startswith(PREFIX):
            return None
        if not f"{request.path}/".startswith(settings.PATH):
            return _nothing(f" Here everything lies below {settings.PATH}: a proxy has to pass addresses on whole.")
        return _nothing() if settings.GIVEN_HOSTS and is_apart(request) else None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The page, which tells nobody where one came from."""
        if request.path.startswith(PREFIX):
            response["Referrer-Policy"] = NO_REFERRER
        return response


def _nothing(why: str = "") -> HttpResponse:
    """Made without a template and without a database. It does not say who answers."""
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'"}
    return HttpResponseNotFound(f"Not here.{why}", content_type="text/plain", headers=headers)


class OurForms(CsrfViewMiddleware):
    """Forms without their token are refused, and those of another origin. Where a page names no referrer, browsers send
    its forms with "Origin: null": then the token decides, unless the browser says that another site sent it."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        is_ours: bool = super()._origin_verified(request)  # type: ignore[misc]  # the stubs do not name it
        return is_ours or is_same_site(request) or _is_old(request)


def _is_old(request: HttpRequest) -> bool:
    """Whether it is for the prefix, and its browser (of before 2023, or over plain http) does not say who sent it."""
    return is_given(request) and request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
