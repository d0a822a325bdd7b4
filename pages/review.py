from __future__ import annotations

from ui import review
from ui.nav import guard
from ui.shell import opened

viewer = guard()
asked = opened(viewer)

review.review_page(asked)
