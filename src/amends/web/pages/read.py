"""read: the coach alone. No account, and nothing is kept."""

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from amends.coach import read
from amends.process import AgeBand
from amends.store.language import texts
from amends.web.fragments import Request, page
from amends.web.pages.reading import shown
from amends.web.throttle import READINGS, address_of, take
from amends.web.visit import visitor_of

LONGEST = 20_000  # characters


class Words(forms.Form):
    """The words to read, and for whom."""

    words = forms.CharField(
        max_length=LONGEST,
        error_messages={
            "required": gettext_lazy("Write or paste a few words first."),
            "max_length": gettext_lazy("That is more than can be read at once. Please try a shorter part."),
        },
    )
    band = forms.ChoiceField(required=False, choices=[(band, band) for band in AgeBand])
    dismissed = forms.CharField(required=False, max_length=2000)


@require_http_methods(["GET", "HEAD", "POST"])
def read_words(request: Request) -> HttpResponse:
    """Reads what was written, and forgets it with the answer."""
    if request.method == "POST" and visitor_of(request) is None:
        take(READINGS, address_of(request))
    form = Words(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form, "bands": texts().ages.values()}
    if form.is_valid():
        context |= _read(form, request.POST.get("go", ""))
    failed = form.is_bound and not form.is_valid() and not request.htmx
    return page(request, "read.html", "reading", context, status=422 if failed else 200)


def _read(form: Words, go: str) -> dict[str, object]:
    text = form.cleaned_data["words"]
    band = AgeBand(form.cleaned_data["band"]) if form.cleaned_data["band"] else None
    dismissed = [*form.cleaned_data["dismissed"].split(), *([go.removeprefix("dismiss:")] if go else [])]
    reading = read(text, band)
    return shown(text, reading, dismissed, band=band) | {
        "dismissed": " ".join(dismissed),
        "band": texts().ages[band] if band and reading.too_long else None,
    }
