from __future__ import annotations

from ui import health
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

found = health.found(asked)
health.verdict(found)
health.problems(found)
health.sources(found)
health.completeness(found)
health.held_back(found)
health.unlisted(found)
