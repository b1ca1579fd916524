"""What training wrote: where it lies, and in which order its labels stand."""

from pathlib import Path

from amends.process import Label

FOLDER = Path(__file__).parent
LABELS = tuple(Label)
