from __future__ import annotations

from ui import forecast
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

forecast.year_page(asked)
