from __future__ import annotations

from ui import what_if
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

what_if.page(asked)
