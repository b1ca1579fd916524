"""What programs ask and get, by whatever door: `amends read --jsonl`, `amends card --jsonl`, and the site's own API.

The shapes below are promised: outside checks read them, and the API's schema is made from them.
"""

from amends.programs.age import Age, band
from amends.programs.card import AskAbout, CardAnswer, CardAsked, LimitAsked, PlanAsked, StepsAsked, card_of, draft_of
from amends.programs.words import ReadAnswer, ReadAsked, ReadSentence, reading_in, reading_of, words_of

__all__ = [
    "Age",
    "AskAbout",
    "CardAnswer",
    "CardAsked",
    "LimitAsked",
    "PlanAsked",
    "ReadAnswer",
    "ReadAsked",
    "ReadSentence",
    "StepsAsked",
    "band",
    "card_of",
    "draft_of",
    "reading_in",
    "reading_of",
    "words_of",
]
