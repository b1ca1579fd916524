"""read: the coach alone. No account, and nothing is kept."""

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from amends.coach import read
from amends.process import AgeBand, heeded
from amends.store.language import texts
from amends.web.forms import HeardForm, WordsField, posted
from amends.web.fragments import Request, form_view
from amends.web.reading import shown
from amends.web.stop import form_page
from amends.web.throttle import READINGS, address_of, take
from amends.web.visit import visitor_of


class Words(HeardForm):
    """The words to read, and for whom."""

    listens_to = ("words",)

    words = WordsField(
        error_messages={
            "required": gettext_lazy("Write or paste a few words first."),
            "max_length": gettext_lazy("That is more than can be read at once. Please try a shorter part."),
        },
    )
    band = forms.ChoiceField(required=False, choices=[(band, band) for band in AgeBand])
    dismissed = forms.CharField(required=False, max_length=2000)


@form_view
def read_words(request: Request) -> HttpResponse:
    """Reads what was written, and forgets it with the answer."""
    if request.method == "POST" and visitor_of(request) is None:
        take(READINGS, address_of(request))
    form = Words(posted(request))
    context: dict[str, object] = {"bands": texts().ages.values()}
    if form.is_valid() or form.came_back:
        context |= _read(form, request.POST.get("go", ""))
    return form_page(request, "read.html", form, context, "reading")


def _read(form: Words, go: str) -> dict[str, object]:
    text = form.cleaned_data["words"]
    band = AgeBand(form.cleaned_data["band"]) if form.cleaned_data["band"] else None
    dismissed = [*form.cleaned_data["dismissed"].split(), *([go.removeprefix("dismiss:")] if go else [])]
    reading = heeded(read(text, band), form.overruled)
    return shown(text, reading, dismissed, band=band) | {
        "dismissed": " ".join(dismissed),
        "band": texts().ages[band] if band and reading.too_long else None,
    }
