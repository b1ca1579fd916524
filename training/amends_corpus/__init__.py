"""Repair words: what parents might write to a child after a rupture, labelled sentence by sentence, and how to score
who reads it.

`messages` is the corpus, `heard_in` reads predictions, `figures` says how good they are. Standard library only.
"""

from .corpus import PARTS, Message, Sentence, messages, text_of
from .labels import ALL, COMPONENTS, NEUTRAL, PITFALLS
from .measures import Marked
from .predictions import Wrong, heard_in
from .scored import figures

__all__ = [
    "ALL",
    "COMPONENTS",
    "NEUTRAL",
    "PARTS",
    "PITFALLS",
    "Marked",
    "Message",
    "Sentence",
    "Wrong",
    "figures",
    "heard_in",
    "messages",
    "text_of",
]
