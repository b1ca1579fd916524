"""What we say, and where it comes from."""

from amends.guidance.files import CONTENT, Guidance, languages, load
from amends.guidance.gaps import Gap, gaps_in
from amends.guidance.shape import (
    AgeText,
    Closings,
    Example,
    GuidanceError,
    LabelText,
    Lesson,
    LessonText,
    Note,
    Page,
    RuptureText,
    Source,
    StepAge,
    StepText,
    When,
)
from amends.guidance.shape_help import Country, Help, HelpFor, HelpLine
from amends.guidance.shape_library import Exercise
from amends.guidance.shape_moments import MomentText, WholeMoment
from amends.guidance.shape_safety import FlagText, Gate, GentlePage, NeedText, PatternPage, Safety, Signs, WayOut

__all__ = [
    "CONTENT",
    "AgeText",
    "Closings",
    "Country",
    "Example",
    "Exercise",
    "FlagText",
    "Gap",
    "Gate",
    "GentlePage",
    "Guidance",
    "GuidanceError",
    "Help",
    "HelpFor",
    "HelpLine",
    "LabelText",
    "Lesson",
    "LessonText",
    "MomentText",
    "NeedText",
    "Note",
    "Page",
    "PatternPage",
    "RuptureText",
    "Safety",
    "Signs",
    "Source",
    "StepAge",
    "StepText",
    "WayOut",
    "When",
    "WholeMoment",
    "gaps_in",
    "languages",
    "load",
]
