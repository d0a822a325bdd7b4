from __future__ import annotations

from i18n.translate import _
from ui import history, imports, merging, sections
from ui.nav import guard

viewer = guard()

sections.headline(
    _("Drop files in; see what was understood before anything is loaded"),
    _("Quarterdeck reads {tables}.", tables=imports.table_names()),
)
imports.upload_section()
history.history_section(viewer)
merging.merging_section(viewer)
