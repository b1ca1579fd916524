"""offline: what makes Amends work with the network gone, and takes in what was written meanwhile."""

from base64 import b64decode
from binascii import Error as NotBase64
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from uuid import UUID

import msgspec
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amends.coach import alarms, cautions, rules_for_a_browser
from amends.known import know
from amends.process import LONGEST_WORDS, Answer, Repair, Step, Tool, Wish, take_turn
from amends.vault import Damaged
from amends.web.country import emergency_context
from amends.web.fragments import TO_KEEP, Request, page
from amends.web.given import place
from amends.web.house import lines_here
from amends.web.language import texts
from amends.web.leaving import LEAVING
from amends.web.pages.ages import address as ages_address
from amends.web.visit import open_of

FILES = (
    "amends.css",
    "fonts/literata-roman.woff2",
    "fonts/literata-italic.woff2",
    "amends.js",
    "card.js",
    "breathe.js",
    "country.js",
    "offline.js",
    "outbox.js",
    "safety.js",
    "bowl.svg",
)


WORKER = ("worker.js", "worker-keeps.js")  # one script, in two parts


class Written(msgspec.Struct, frozen=True):
    """What a browser sealed: one repair's first words, and when they were written (milliseconds since 1970)."""

    words: str
    at: int


class Parcel(msgspec.Struct, frozen=True):
    """What a browser delivers: a name that makes it safe to send twice, and the sealed words."""

    id: UUID
    sealed: str


know(Written, Parcel)


@require_safe
def offline(request: Request) -> HttpResponse:
    """The page that the worker shows where another one cannot be had: tools, help, and a place to write."""
    guidance = texts()
    context = {
        "tools": [one for one in guidance.library.page if one.body],
        "tracks": guidance.library.tracks.values(),
        "safety": guidance.safety,
        "longest": LONGEST_WORDS,
    }
    return page(request, "offline.html", context=emergency_context(request, numbers=True) | context)


@require_safe
def worker(request: Request) -> HttpResponse:
    """The service worker, with the list of what it keeps. Another list, release, language or house is another."""
    kept = [*_pages(), *(static(name) for name in FILES), reverse("rules")]
    named = "\n".join([*kept, version("amends"), texts().language, settings.COUNTRY, repr(lines_here())])
    told = {
        "HERE": settings.KEPT_AS,
        "VERSION": f"{settings.KEPT_AS}{sha256(named.encode()).hexdigest()[:12]}",
        "KEPT": kept,
        "INSTEAD": reverse("offline"),
        "BLANK": reverse("blank"),
        "LEAVE": reverse("leave"),
        "LEAVES": {place("leave", given): place("blank", given) for given in (False, True)},
        "EXITS": [reverse(name) for name in LEAVING],
        "STATIC": settings.STATIC_URL,
        "TO_KEEP": TO_KEEP,
    }
    lines = "".join(f"const {name} = {msgspec.json.encode(value).decode()};\n" for name, value in told.items())
    folder = settings.PACKAGE / "web" / "templates"
    code = "".join((folder / name).read_text(encoding="utf-8") for name in WORKER)
    return HttpResponse(lines + code, content_type="text/javascript; charset=utf-8")


@require_safe
def manifest(request: Request) -> HttpResponse:
    """What a device needs to install it. The name is neutral, and so is the picture."""
    icon = {"src": static("bowl.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    told = {
        "name": _("Amends"),
        "short_name": _("Amends"),
        "start_url": reverse("today"),
        "scope": settings.PATH,
        "display": "standalone",
        "background_color": "#faf6ef",
        "theme_color": "#faf6ef",
        "icons": [icon],
    }
    return HttpResponse(msgspec.json.encode(told), content_type="application/manifest+json")


@require_safe
def rules(request: Request) -> HttpResponse:
    """The safety rules, the same that run here."""
    return HttpResponse(rules_for_a_browser(texts().language), content_type="application/json")


@require_POST
def deliver(request: Request) -> HttpResponse:
    """Takes in one parcel: kept once, however often it is sent. 400 for one that was not sealed for this visitor."""
    visitor = open_of(request)
    try:
        parcel = msgspec.json.decode(request.body, type=Parcel)
        sealed = b64decode(parcel.sealed.encode(), validate=True)
        written = msgspec.json.decode(visitor.diary.delivered(sealed, str(parcel.id)), type=Written)
    except (msgspec.MsgspecError, Damaged, NotBase64, UnicodeEncodeError):
        raise BadRequest from None
    visitor.diary.take_in(parcel.id, _repair(written))
    return HttpResponse(status=204)


def _repair(written: Written) -> Repair:
    at = min(max(written.at / 1000, 0), timezone.now().timestamp())  # by a clock that may be wrong
    repair = Repair(began=datetime.fromtimestamp(at, tz=UTC))
    words = written.words[:LONGEST_WORDS]
    answer = Answer(Wish.CARD, words=words, keep=True)  # sealing them was the wish to keep them
    return take_turn(repair, Step.ACKNOWLEDGE, answer, alarms(words), cautions(words)).repair


def _pages() -> list[str]:
    public = (
        "today",
        "breathe",
        "safe",
        "library",
        "ages",
        "sources",
        "faces",
        "help-now",
        "country",
        "unsure",
        "privacy",
        "rest",
        "blank",
    )
    names = (*public, "offline")
    lines = [f"{reverse('help-now')}?country={code}" for code in texts().help.countries]
    ages = [ages_address(band) for band in texts().ages]
    tools = [reverse("breathe-body", args=[tool]) for tool in Tool]
    pages = [reverse("exercise", args=[one.id]) for one in texts().library.page]
    return [*map(reverse, names), *tools, *lines, *ages, *pages]
