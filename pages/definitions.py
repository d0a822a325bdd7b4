from __future__ import annotations

from i18n.translate import _
from ui import definitions, sections
from ui.nav import guard

guard()

sections.headline(
    _("What every number means"),
    _("The same definitions hold on every page, in every download and on the command line."),
)
definitions.company_rules()
definitions.kpi_definitions()
