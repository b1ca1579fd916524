"""quick: one screen, three taps and one sentence, and the card is there."""

from dataclasses import replace

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from amends.process import EVERYDAY, Answer, Cooling, Repair, Step, Wish, take_turn
from amends.web.answers import Degree
from amends.web.calm import DEGREES
from amends.web.forms import HeardForm, WordsField, posted
from amends.web.fragments import Request, form_view
from amends.web.language import texts
from amends.web.pages.start import Beginning, open_repair
from amends.web.stop import form_page

LONGEST = 2000  # characters


class Quick(Beginning, HeardForm):
    """The three taps, and the parent's own sentence. Only the safety question must be answered."""

    listens_to = ("words",)

    degree = Degree(required=False)
    words = WordsField(required=False, max_length=LONGEST)
    slow = forms.BooleanField(required=False)

    def quick_repair(self) -> Repair:
        """A new repair with the sentence in it, out of valid answers."""
        given = self.cleaned_data
        new = replace(self.repair([]), quick=not given["slow"])
        rated = take_turn(new, Step.CALM, Answer(cooling=Cooling(given["degree"]))).repair
        answer = Answer(Wish.CARD, words=given["words"], keep="keep" in self.data)
        known = replace(rated, overruled=frozenset(self.overruled))
        return take_turn(known, Step.ACKNOWLEDGE, answer, self.alarms, self.cautions).repair


@form_view
def quick(request: Request) -> HttpResponse:
    """Takes it all at once. Too hot, and the body comes first; the words are kept meanwhile."""
    form = Quick(posted(request))
    if form.is_valid():
        return open_repair(request, form.quick_repair(), form)
    return form_page(request, "quick.html", form, _page())


def _page() -> dict[str, object]:
    guidance = texts()
    return {
        "everyday": [guidance.ruptures[kind] for kind in EVERYDAY],
        "gate": guidance.safety.gate,
        "meter": guidance.calm.meter,
        "degrees": DEGREES,
        "title": _("Ninety seconds"),
    }
