"""The coach for programs: no account, and nothing is kept."""

from typing import Any

from django.http import HttpRequest

from amends.process import LONGEST_WORDS, AgeBand, Repair, Step, message_of
from amends.programs import CardAnswer, CardAsked, ReadAnswer, ReadAsked, card_of, draft_of, reading_of, words_of
from amends.web.api.calls import Call
from amends.web.throttle import READINGS, address_of, take


def _words(given: Any) -> tuple[str, AgeBand | None]:
    text, age = words_of(given)
    _check_length(text)
    return text, age


def _read(request: HttpRequest, asked: tuple[str, AgeBand | None]) -> ReadAnswer:
    take(READINGS, address_of(request))
    return reading_of(*asked)


def _draft(given: Any) -> Repair:
    draft = draft_of(given)
    _check_length(message_of(draft).text + draft.words.get(Step.CALM, ""))
    return draft


def _card(request: HttpRequest, draft: Repair) -> CardAnswer:
    take(READINGS, address_of(request))
    return card_of(draft)


def _check_length(text: str) -> None:
    if len(text) > LONGEST_WORDS:
        raise ValueError(f"its words may have {LONGEST_WORDS} characters at most, not {len(text)}; send a part of them")


READ = Call("POST", "What each sentence does to a child.", ReadAnswer, _read, ReadAsked, _words, (429,))
CARD = Call("POST", "The pocket card of a draft.", CardAnswer, _card, CardAsked, _draft, (429,))
