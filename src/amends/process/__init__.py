"""What a repair is: plain values and the few decisions taken over them."""

from amends.process.after import After, Came, Response
from amends.process.calm import COOLEST, HOT, HOTTEST, Calm, Eased, Heat, Manner, Near, Tool, eased_by, offered
from amends.process.card import CUES, Ask, Card, Laid
from amends.process.desk import IDLE_CHOICES, Desk, Due, Glance, Preferences
from amends.process.export import DiaryExport, ExportedChild, ExportedPage, ExportedRepair
from amends.process.journal import JournalEntry
from amends.process.layout import card_from, change_card, kept_card
from amends.process.limits import Slip, slips
from amends.process.long_sentences import LONG, clauses
from amends.process.message import (
    COMPONENTS,
    FILLS,
    MISSING_ORDER,
    NEUTRAL,
    NOTE_ORDER,
    PITFALLS,
    Alarm,
    Caution,
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
from amends.process.pattern import keeps_coming
from amends.process.people import AgeBand, Child, band_of
from amends.process.plan import Plan
from amends.process.repair import Message, Past, Repair, message_of
from amends.process.rupture import Limit, Rupture, RuptureKind, Unsafe
from amends.process.steps import SPOKEN, Step, first_open, following
from amends.process.words import fingerprint, tidy

__all__ = [
    "COMPONENTS",
    "COOLEST",
    "CUES",
    "FILLS",
    "HOT",
    "HOTTEST",
    "IDLE_CHOICES",
    "LONG",
    "MISSING_ORDER",
    "NEUTRAL",
    "NOTE_ORDER",
    "PITFALLS",
    "SPOKEN",
    "After",
    "AgeBand",
    "Alarm",
    "Ask",
    "Calm",
    "Came",
    "Card",
    "Caution",
    "Child",
    "Desk",
    "Due",
    "Eased",
    "Flag",
    "Glance",
    "Heat",
    "JournalEntry",
    "Label",
    "Laid",
    "Limit",
    "Manner",
    "Message",
    "Near",
    "Note",
    "Past",
    "Place",
    "Plan",
    "Preferences",
    "Reading",
    "Repair",
    "Response",
    "Rupture",
    "RuptureKind",
    "Slip",
    "Span",
    "Step",
    "Tier",
    "Tool",
    "Unsafe",
    "ExportedChild",
    "DiaryExport",
    "ExportedPage",
    "ExportedRepair",
    "band_of",
    "card_from",
    "change_card",
    "clauses",
    "covered",
    "eased_by",
    "fingerprint",
    "first_open",
    "following",
    "keeps_coming",
    "kept_card",
    "message_of",
    "next_label",
    "notes",
    "offered",
    "slips",
    "tidy",
]
