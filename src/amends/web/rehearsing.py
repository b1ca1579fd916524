"""A rehearsal on its way from page to page: it travels in the form, and is kept nowhere unless the parent asks."""

from typing import Any
from urllib.parse import urlsplit

import msgspec
from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse

from amends.coach import alarms
from amends.known import know
from amends.process import AgeBand, Setting, Temper, Took
from amends.process import Scene as Room
from amends.rehearsal import LONGEST_TURN, REMEMBERED_RUNS, Run, asked_of_a_voice, drawn, line, voiced, word
from amends.web.cookies import give
from amends.web.forms import HELD, ChoiceOf, HeardForm, OnceForm, WordsField
from amends.web.language import texts
from amends.web.leaving import LATELY

LONGEST_NAME = 64  # characters of the name of an act
LONGEST_RUN = 100_000  # characters of a whole rehearsal as it travels: twice what fills every turn of one
LONGEST_LATELY = 2_000  # characters of the cookie that holds the numbers of lines
know(Run)


class SceneForm(forms.Form):
    """Who the child is, and what happened. Everything may be left open."""

    band = ChoiceOf(AgeBand)
    temper = ChoiceOf(Temper)
    act = WordsField(required=False, max_length=LONGEST_NAME)
    took = ChoiceOf(Took)
    room = ChoiceOf(Room)
    signs = forms.BooleanField(required=False)
    repair = forms.UUIDField(required=False)

    def setting(self, seed: int) -> Setting:
        """The scene out of valid answers; what was left open is drawn by chance."""
        told = dict(self.cleaned_data)
        told.pop("repair")
        return drawn(seed, **told)


class RunField(forms.Field):
    """A whole rehearsal as it travels. What no page of ours has made is refused."""

    def clean(self, value: Any) -> Run:
        """The rehearsal. Raises BadRequest."""
        try:
            return unpacked(str(value or "")[:LONGEST_RUN])
        except (msgspec.DecodeError, LookupError, ValueError, RecursionError) as wrong:
            raise BadRequest("not a rehearsal of ours") from wrong


class TurnForm(OnceForm, HeardForm):
    """What the parent says next, and the rehearsal so far. Words of danger end the scene: nothing keeps them here."""

    listens_to = ("words",)

    words = WordsField(required=False, max_length=LONGEST_TURN)
    run = RunField()
    repair = forms.UUIDField(required=False)
    sentence = WordsField(required=False, max_length=LONGEST_TURN)
    alone = forms.BooleanField(required=False)
    go = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Hears the words. Raises ValidationError as every form that hears does, and never goes on with danger."""
        cleaned = super().clean()
        if self.fresh:
            raise ValidationError("", code=HELD)
        return cleaned


def packed(run: Run) -> str:
    """A rehearsal as it travels."""
    return msgspec.json.encode(run).decode()


def unpacked(text: str) -> Run:
    """The rehearsal out of that. Raises msgspec.DecodeError or LookupError for anything else."""
    run = msgspec.json.decode(text, type=Run)
    for number in run.own:
        line(run, number)
    return run


# What this browser heard lately, so that no line comes twice within three rehearsals.


def lately(request: HttpRequest) -> tuple[int, ...]:
    """The numbers of the lines that were heard in the last rehearsals."""
    return tuple(number for _seed, numbers in _runs(request)[-REMEMBERED_RUNS:] for number in numbers)


def remember_lines(request: HttpRequest, response: HttpResponse, run: Run) -> HttpResponse:
    """The answer, with what was heard in this rehearsal, until the browser is closed or left."""
    others = [(seed, numbers) for seed, numbers in _runs(request) if seed != str(run.seed)]
    mine = (str(run.seed), [*run.own, *run.dropped])
    cookie = "~".join("-".join([seed, *map(str, numbers)]) for seed, numbers in [*others[-REMEMBERED_RUNS:], mine])
    give(response, LATELY, cookie)
    return response


def _runs(request: HttpRequest) -> list[tuple[str, list[int]]]:
    cookie = request.COOKIES.get(LATELY, "")[:LONGEST_LATELY]
    runs = (run.split("-") for run in cookie.split("~") if run)
    return [(seed, [int(number) for number in numbers if number.isdecimal()]) for seed, *numbers in runs]


# Where whoever runs the site has asked for it, a language model words the line that was chosen.


def voice_host() -> str:
    """Where the words of a rehearsal go; empty where they go nowhere."""
    return urlsplit(settings.VOICE).hostname or ""


def with_voice(run: Run) -> Run:
    """The rehearsal with the newest line in other words: only where a voice is on, in time, and fits."""
    if not settings.VOICE or not run.turns:
        return run
    asked, rules = asked_of_a_voice(run), texts().voice
    return voiced(run, word(settings.VOICE, settings.VOICE_MODEL, asked, rules, hears=_is_danger) or "")


def _is_danger(words: str) -> bool:
    return bool(alarms(words))
