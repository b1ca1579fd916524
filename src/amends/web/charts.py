"""Where the marks of the page of patterns stand: numbers for pictures that templates draw."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from amends.insights import HOURS, MORNING, SLOT, Cooled, PlanMet, Rhythm, Shape
from amends.process import Tool

DAYS, SLOTS, NIGHT = 7, HOURS // SLOT, (HOURS - MORNING) // SLOT  # of a week; of a day; the first one of the night
LEFT, TOP, WIDE, HIGH = 42, 24, 40, 33  # of the sheet, and of one of its cells
ASIDE, DOWN = 11, 4  # by how much marks of the same hour stand beside each other
FROM_LEFT, DEGREE = 20, 29  # of the heat: where 0 stands, and how wide a degree is
ROW, NAME = 18, 20  # how high one use and the name of a tool are
USES = 8  # of each tool, the newest
TIMES, STRETCH = 5, 60  # of a plan, the newest; and how wide one of them is on its seam


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a sheet, and what stands there, if it is words."""

    x: int
    y: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A week by hours: lines with their hour, columns with the number of their day, and marks or counts."""

    height: int
    lines: tuple[Mark, ...]
    days: tuple[Mark, ...]
    marks: tuple[Mark, ...]
    counts: tuple[Mark, ...]


def sheet(rhythm: Rhythm) -> Sheet | None:
    """The moments on a week; None where they are few, or have no hour."""
    cells = rhythm.cells()
    if rhythm.shape in (Shape.NONE, Shape.LIST) or not cells:
        return None
    slots = SLOTS if any(slot >= NIGHT for _day, slot in cells) else NIGHT
    lines = tuple(
        Mark(LEFT, TOP + HIGH * slot, str((MORNING + SLOT * slot) % HOURS or HOURS)) for slot in range(slots + 1)
    )
    days = tuple(Mark(LEFT + WIDE * day + WIDE // 2, 14, str(day)) for day in range(DAYS))
    is_many = rhythm.shape is Shape.COUNTS
    marks = () if is_many else tuple(_marks(rhythm))
    counts = tuple(_counts(cells)) if is_many else ()
    return Sheet(TOP + HIGH * slots + 14, lines, days, marks, counts)


def _marks(rhythm: Rhythm) -> Iterator[Mark]:
    """One mark a moment; those of the same day and slot stand beside each other."""
    there = Counter[tuple[int, int | None]]()
    for one in rhythm.moments:
        if one.hour is None:
            continue
        cell = one.day.weekday(), one.slot
        before = there[cell]
        there[cell] += 1
        down = (one.hour - MORNING) % HOURS * HIGH // SLOT
        yield Mark(LEFT + WIDE * cell[0] + 8 + before * ASIDE % (WIDE - ASIDE), TOP + down + before % 3 * DOWN)


def _counts(cells: Counter[tuple[int, int]]) -> Iterator[Mark]:
    for (day, slot), times in sorted(cells.items()):
        yield Mark(LEFT + WIDE * day + WIDE // 2, TOP + HIGH * slot + HIGH // 2 + 5, str(times))


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a tool: a ring where it was before, gold where it was after."""

    before: int
    after: int
    y: int

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Tools:
    """The heat of all tools: where each name and each use stands."""

    height: int
    names: tuple[Mark, ...]
    uses: tuple[Use, ...]
    degrees: tuple[Mark, ...]


def tools(cooled: tuple[Cooled, ...], names: Mapping[Tool, str]) -> Tools | None:
    """Heat before and after each use; None where no tool was used."""
    if not cooled:
        return None
    marks, uses, y = list[Mark](), list[Use](), 38
    for one in cooled:
        marks.append(Mark(FROM_LEFT, y, names[one.tool]))
        for before, after in one.newest(USES):
            y += ROW
            uses.append(Use(_degree(before), _degree(after), y - 4))
        y += ROW + NAME
    degrees = tuple(Mark(_degree(degree), 14, str(degree)) for degree in range(0, 11, 2))
    return Tools(y - NAME, tuple(marks), tuple(uses), degrees)


def _degree(degree: int) -> int:
    return FROM_LEFT + DEGREE * degree


def seam(plan: PlanMet) -> tuple[tuple[int, bool, date], ...]:
    """The newest times of a plan along its seam: where each stretch begins, whether it is gold, and its day."""
    newest = plan.times[-TIMES:]
    return tuple((18 + STRETCH * at, met.did, met.day) for at, met in enumerate(newest))
