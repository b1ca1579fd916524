"""Safety is the short call: a form hears its words unless its name stands on a list, with a reason."""

import ast
from pathlib import Path

import django.forms
import pytest

from amends.web import urls
from amends.web.forms import HeardForm, HearingForm, ManyWordsField

WEB = Path(urls.__file__).parent
# Free texts that nobody has to hear, and why.
UNHEARD = {
    "program": "what a program is called; it is shown to its owner alone, among programs",
    "own": "what stands in a parent's own calendar, in words that they chose for everybody's eyes",
    "known_as": "a name to be found by; it is kept as a hash only",
    "passphrase": "opens a diary; it is kept nowhere",
    "code": "opens a diary; it is kept nowhere",
    "proof": "opens a diary; it is kept nowhere",
    "spoken": "words that open a letter; they are kept nowhere",
    "key": "what those words open; it is kept nowhere",
    "once": "the form's own id",
    "go": "the button that was pressed",
    "stopped": "the button that was pressed",
    "tab": "the open page's own id",
    "base": "a fingerprint",
    "limit_base": "a fingerprint",
    "shown": "a fingerprint",
    "dismissed": "keys of notes",
    "looked_at": "the page itself, sealed",
    "act": "the name of one of our own acts",
    "sentence": "one of those words again",
}
# What a view may look up in a form by hand: names of buttons, and values that no parent types.
BY_HAND = {
    "carry": "a button's value",
    "carried": "the words of a form that was heard, on their way",
    "code": "whether the code was used",
    "country": "a code of ours",
    "forget": "a button",
    "forgotten": "sealed bytes",
    "go": "a button",
    "held": "an id of ours",
    "here": "an address",
    "key": "whether a letter's key was sent",
    "keep": "a button",
    "look": "a button",
    "next": "an address",
    "everywhere": "a button",
    "not-now": "a button",
    "only": "a button",
    "stop": "a button",
    "page": "a number",
    "put_away": "a button",
    "said": "a button",
    "sought": "looked for in memory, and never kept",
    "waiting": "a word of our own script",
    "zone": "the name of a clock",
}


def _all_forms(of: type = django.forms.Form) -> list[type]:
    below = [one for one in of.__subclasses__() if one.__module__.startswith("amends.")]
    return [*below, *(form for one in below for form in _all_forms(one))]


FORMS = sorted(set(_all_forms()), key=lambda form: form.__qualname__)


def unheard(form: type) -> list[str]:
    """The free texts of a form that it does not listen to, and that stand on no list."""
    texts = (django.forms.CharField, ManyWordsField)
    typed = ((name, field) for name, field in form.base_fields.items() if not isinstance(field, django.forms.UUIDField))
    fields = {name for name, field in typed if isinstance(field, texts)}
    return sorted(fields - set(getattr(form, "listens_to", ())) - set(UNHEARD))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_every_free_text_is_heard_or_stands_on_the_list_with_its_reason(form: type) -> None:
    assert unheard(form) == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_who_listens_also_holds_grave_words_back(form: type) -> None:
    if not getattr(form, "listens_to", ()):
        return
    # A step's words are held back by the turn, on the newest repair: tests/process/test_turn.py.
    assert issubclass(form, HeardForm) or form.__qualname__ == "StepForm"
    assert form.clean in (HeardForm.clean, HearingForm.clean) or "super" in form.clean.__code__.co_names


def test_a_planted_free_text_that_nobody_hears_is_caught() -> None:
    class Planted(django.forms.Form):
        secret = django.forms.CharField()

    class Deaf(HeardForm):
        words = django.forms.CharField()

    assert unheard(Planted) == ["secret"]
    assert unheard(Deaf) == ["words"]


def _looked_up_by_hand(tree: ast.AST) -> set[str]:
    """The names that code reads from a form that was sent, past any form class."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_post(node.func.value):
            names |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
        if isinstance(node, ast.Subscript) and _is_post(node.value) and isinstance(node.slice, ast.Constant):
            names.add(node.slice.value)
        if (
            isinstance(node, ast.Compare)
            and any(map(_is_post, node.comparators))
            and isinstance(node.left, ast.Constant)
        ):
            names.add(node.left.value)
    return names


def _is_post(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "POST"


@pytest.mark.parametrize("file", sorted(WEB.rglob("*.py")), ids=lambda file: file.stem)
def test_no_view_takes_words_past_the_forms(file: Path) -> None:
    assert _looked_up_by_hand(ast.parse(file.read_text())) <= set(BY_HAND)


def test_words_taken_past_the_forms_are_caught() -> None:
    planted = 'a = request.POST.get("words"); b = request.POST["title"]; c = "hates" in request.POST'
    assert _looked_up_by_hand(ast.parse(planted)) == {"words", "title", "hates"}


# What only a turn does to a repair. Its own room may; a page that did would decide a second time.
DECISIONS = {"write", "write_from", "finish", "skip", "dismiss", "take", "settle", "warn", "following", "next_step"}


def _decided(tree: ast.AST) -> set[str]:
    """The decisions over a repair that code takes by itself."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = {_name(call) for call in calls if not _is_of_the_diary(call)}
    return named & DECISIONS


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_of_the_diary(call: ast.Call) -> bool:
    """`diary_of(request).take(…)` and `diary.take(…)` keep what a turn decided; `take(…)` alone is the throttle's; and
    files are written."""
    if _name(call) not in {"take", "write"}:
        return False
    of = getattr(call.func, "value", None)
    return isinstance(call.func, ast.Name) or not isinstance(of, ast.Name) or of.id == "diary"


@pytest.mark.parametrize("file", sorted(WEB.rglob("*.py")), ids=lambda file: file.stem)
def test_no_page_decides_what_an_answer_does_to_a_repair(file: Path) -> None:
    assert _decided(ast.parse(file.read_text())) == set()


@pytest.mark.parametrize(
    "planted",
    ["kept = repair.finish(step)", "newest.write(step, words)", "ahead = following(step, repair.settled)"],
)
def test_a_planted_second_decision_is_caught(planted: str) -> None:
    assert len(_decided(ast.parse(planted))) == 1
