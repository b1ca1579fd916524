"""What we say, and where it comes from."""

from amends.guidance.files import CONTENT, Guidance, languages, load
from amends.guidance.gaps import Gap, gaps_in
from amends.guidance.own_lines import lines_in
from amends.guidance.shape import Example, GuidanceError, LabelText, Lesson, Page, StepAge, When, decode
from amends.guidance.shape_help import Country, HelpFor, HelpLine
from amends.guidance.shape_library import Exercise
from amends.guidance.shape_moments import WholeMoment
from amends.guidance.shape_rehearsal import (
    ActText,
    ChildLine,
    EndingText,
    MoveText,
    ParentScript,
    RehearsalText,
    VoiceRules,
)
from amends.guidance.shape_safety import NeedText

__all__ = [
    "CONTENT",
    "ActText",
    "ChildLine",
    "Country",
    "EndingText",
    "Example",
    "Exercise",
    "Gap",
    "Guidance",
    "GuidanceError",
    "HelpFor",
    "HelpLine",
    "LabelText",
    "Lesson",
    "MoveText",
    "NeedText",
    "Page",
    "ParentScript",
    "RehearsalText",
    "StepAge",
    "VoiceRules",
    "When",
    "WholeMoment",
    "decode",
    "gaps_in",
    "languages",
    "lines_in",
    "load",
]
