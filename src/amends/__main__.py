"""python -m amends."""

import os
import sys

# `python -m` looks for every import in the current folder first. Whatever lies there is not ours to run.
sys.path[:] = [place for place in sys.path if place not in ("", os.getcwd())]

from amends.cli import main  # noqa: E402  (the path has to be right first)

main()
