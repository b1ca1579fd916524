"""The program's own settings, for a site whose statements are watched: the tests start it with these."""

import os
from pathlib import Path

from amends.settings import *  # noqa: F403
from tests.watched import watch_all

watch_all(Path(os.environ["WATCHED"]))
