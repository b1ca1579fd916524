"""What coming down shows: how hot it is, what the body can do about it, and the child's eyes."""

from collections.abc import Mapping
from typing import Any

from amends.process import COOLEST, HOTTEST, Eased, Manner, Repair, Tool, offered
from amends.web.language import texts

DEGREES = range(COOLEST, HOTTEST + 1)
PACED = (Tool.LONG_EXHALE, Tool.SIGH)
# One drawing a tool.
DRAWN = {
    Tool.LONG_EXHALE: "window",
    Tool.COLD_WATER: "cold-water",
    Tool.FEET_AND_WALL: "socks-wall",
    Tool.FIVE_SENSES: "chair-by-bed",
    Tool.STEP_OUT: "door-ajar",
    Tool.SIGH: "kettle",
    Tool.LET_GO: "blanket",
}


def calm_context(repair: Repair, eased: Mapping[Tool, Eased]) -> dict[str, Any]:
    """The context of calm.html. `eased` is what is known of this parent's tools."""
    calm = texts().calm
    return {
        "calm": repair.calm,
        "texts": calm,
        "degrees": DEGREES,
        "tools": _tools(repair, eased),
        "minute": calm.values if repair.began.minute % 2 else calm.kind,
        "seen": {Manner.QUIET: calm.quiet, Manner.FOUGHT: calm.fought}.get(repair.calm.manner or Manner.UNSURE),
    }


def _tools(repair: Repair, eased: Mapping[Tool, Eased]) -> list[dict[str, Any]]:
    pages = texts().library.pages
    leaving = texts().calm.leavings.get(repair.child.band) if repair.child.band else None
    return [
        {
            "id": tool,
            "page": pages[tool],
            "helped": eased.get(tool, Eased()).each > 0,
            "leaving": leaving if tool is Tool.STEP_OUT else None,
            "paced": tool in PACED,
        }
        for tool in offered(eased)
    ]
