"""rehearse: say it once to a made-up child who can say no. No account is needed, and nothing is kept unless asked."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amends.coach import read
from amends.process import REHEARSED, JournalEntry, Reached, Repair, Setting
from amends.rehearsal import Run, answer, begin, end, guessed, new_seed, tried_again, wait
from amends.web.forms import BACK
from amends.web.fragments import Request, form_view, page
from amends.web.language import texts
from amends.web.pages.quick import quick_page
from amends.web.rehearsed import best_sentences, end_context, scene_choices, transcript, turn_context
from amends.web.rehearsing import SceneForm, TurnForm, lately, remember_lines, with_voice
from amends.web.stop import form_page
from amends.web.throttle import READINGS, address_of, take
from amends.web.visit import begun_repair_of, diary_of, visitor_of


@form_view
def rehearse(request: Request) -> HttpResponse:
    """The scene; then the first look at the child."""
    form = SceneForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return page(request, "rehearse.html", context=scene_choices() | {"form": form})
    seed = new_seed()
    run = begin(form.setting(seed), seed, lately(request))
    return _shown(request, run, "rehearse-say.html", form.cleaned_data["repair"])


@require_safe
def rehearse_repair(request: Request, id: UUID) -> HttpResponse:
    """The scene as a repair of the diary tells it. After force there is nothing to practise: help comes first."""
    repair = begun_repair_of(request, id).entry
    if repair.after_force or not repair.has_card:
        return redirect("help-now")
    form = SceneForm(initial=_told(repair))
    return page(request, "rehearse.html", context=scene_choices() | {"form": form, "repair": id})


def _told(repair: Repair) -> dict[str, Any]:
    """As much of a scene as a repair tells."""
    kind = repair.rupture.kind if repair.rupture.kind in REHEARSED else Setting().kind
    act = texts().rehearsal.acts(kind)[0].id
    return {"band": repair.child.band, "act": act, "room": repair.rupture.where}


@require_POST
def turn(request: Request) -> HttpResponse:
    """One tap or one turn. Words of danger end the scene, and the child does not answer."""
    if visitor_of(request) is None:
        take(READINGS, address_of(request))
    form = TurnForm(request.POST)
    if form.is_valid():
        return _turned(request, form)
    template = "rehearse-alone.html" if form.data.get("alone") else "rehearse-say.html"
    return _again(request, "rehearse-over.html" if form.data.get("stopped") == BACK else template, form)


@require_POST
def keep(request: Request) -> HttpResponse:
    """Keeps the rehearsal as a page of the diary, as it was told, and stays where it was."""
    diary, form = diary_of(request), _sent(request)
    run, repair = form.cleaned_data["run"], form.cleaned_data["repair"]
    diary.journal.add(JournalEntry(timezone.now(), transcript(run), _("A rehearsal")), form.once_name)
    return _shown(request, run, "rehearse-end.html", repair, kept=True)


@require_POST
def to_card(request: Request) -> HttpResponse:
    """Takes one sentence along: to the card of the repair it was practised for, or to a new one."""
    told = _sent(request).cleaned_data
    sentence = told["sentence"]
    if sentence not in best_sentences(told["run"]):
        raise BadRequest("not a sentence of this rehearsal")
    if told["repair"] is None:
        return quick_page(request, sentence)
    begun_repair_of(request, told["repair"])
    diary_of(request).amend(told["repair"], lambda newest: newest.add(sentence))
    return redirect("card", told["repair"])


def _turned(request: Request, form: TurnForm) -> HttpResponse:
    """What the tap does: each makes a rehearsal out of the one that was sent, and shows one page of it."""
    run, words = form.cleaned_data["run"], form.cleaned_data["words"]
    wish, _colon, about = form.cleaned_data["go"].partition(":")
    if wish == "say" and not words.strip():
        form.add_error("words", _("Say a few words first, or wait."))
        return _again(request, "rehearse-say.html", form)
    return _shown(request, *_stepped(run, wish, about, words), form.cleaned_data["repair"])


def _stepped(run: Run, wish: str, about: str, words: str) -> tuple[Run, str]:
    """The rehearsal after one tap, and the page that shows it."""
    match wish:
        case _ if run.ending is not None:
            return run, "rehearse-end.html"
        case "say" if not run.is_full:
            return _answered(answer(run, words, read(words, run.setting.band)), "rehearse-guess.html")
        case "wait" if not run.is_full:
            return _answered(wait(run), "rehearse-note.html")
        case "guess" if run.turns:
            return (guessed(run, Reached(about)) if about in set(Reached) else run), "rehearse-note.html"
        case "again" if run.turns:
            return tried_again(run), "rehearse-say.html"
        case "alone":
            return run, "rehearse-alone.html"
        case "close":
            return end(run), "rehearse-end.html"
        case "end":
            return end(run, words, read(words, run.setting.band)), "rehearse-end.html"
    return run, "rehearse-say.html"


def _answered(run: Run, template: str) -> tuple[Run, str]:
    """Where the child has left the room, because it hurt or because nobody listened, nobody is asked to guess."""
    return (run, "rehearse-left.html") if run.left else (with_voice(run), template)


def _sent(request: Request) -> TurnForm:
    """The rehearsal that a form of ours sends along. Raises BadRequest."""
    form = TurnForm(request.POST)
    if not form.is_valid():
        raise BadRequest("not a form of ours")
    return form


def _again(request: Request, template: str, form: TurnForm) -> HttpResponse:
    """The page of a turn that was not taken yet, with its words; or the stop."""
    return form_page(request, template, form, turn_context(form.cleaned_data["run"], form.cleaned_data.get("repair")))


def _shown(request: Request, run: Run, template: str, repair: UUID | None, kept: bool = False) -> HttpResponse:
    """One page of a rehearsal, with an empty form for what is said next."""
    context = turn_context(run, repair) | {"form": TurnForm(), "visitor": visitor_of(request), "kept": kept}
    if template == "rehearse-end.html":
        context |= end_context(run)
    return remember_lines(request, page(request, template, context=context), run)
