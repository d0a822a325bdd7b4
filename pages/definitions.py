from __future__ import annotations

from i18n.translate import _
from ui import asking, definitions, sections
from ui.nav import guard

viewer = guard()
asked = asking.ask(viewer)

sections.headline(_("What every number means"), definitions.what_is_shown(asked))
definitions.company_rules()
definitions.kpi_definitions(asked)
