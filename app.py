"""The page frame: who is asking, navigation, the bar all pages share. Run on every click; no logic lives here."""

from __future__ import annotations

from ui import nav, shell

viewer = nav.guard()
page = nav.frame()
shell.draw(viewer, page)
