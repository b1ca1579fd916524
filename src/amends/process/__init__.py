"""What a repair is: plain values and the few decisions taken over them."""

from amends.process.card import CUES, Card, card_from
from amends.process.desk import IDLE_CHOICES, Desk, Glance, Preferences
from amends.process.journal import JournalEntry
from amends.process.message import (
    COMPONENTS,
    FILLS,
    MISSING_ORDER,
    NEUTRAL,
    NOTE_ORDER,
    PITFALLS,
    Alarm,
    Flag,
    Label,
    Place,
    Reading,
    Span,
    Tier,
    covered,
    next_label,
)
from amends.process.note import Note, notes
from amends.process.people import AgeBand, Child, band_of
from amends.process.plan import Plan
from amends.process.repair import Message, Past, Repair, message_of
from amends.process.rupture import Limit, Rupture, RuptureKind, Unsafe
from amends.process.steps import SPOKEN, Step, first_open, following
from amends.process.whole import WholeChild, WholeDiary, WholePage, WholeRepair
from amends.process.words import fingerprint, tidy

__all__ = [
    "COMPONENTS",
    "CUES",
    "FILLS",
    "IDLE_CHOICES",
    "MISSING_ORDER",
    "NEUTRAL",
    "NOTE_ORDER",
    "PITFALLS",
    "SPOKEN",
    "AgeBand",
    "Alarm",
    "Card",
    "Child",
    "Desk",
    "Flag",
    "Glance",
    "JournalEntry",
    "Label",
    "Limit",
    "Message",
    "Note",
    "Past",
    "Place",
    "Plan",
    "Preferences",
    "Reading",
    "Repair",
    "Rupture",
    "RuptureKind",
    "Span",
    "Step",
    "Tier",
    "Unsafe",
    "WholeChild",
    "WholeDiary",
    "WholePage",
    "WholeRepair",
    "band_of",
    "card_from",
    "covered",
    "fingerprint",
    "first_open",
    "following",
    "message_of",
    "next_label",
    "notes",
    "tidy",
]
