"""Every rule that leaves lines out has a name in both languages."""

import tomllib
from pathlib import Path

from data.checking import NO_SCORE, REPEATED
from data.mapping.systems import FOLDER
from data.reading.table import BLANK_LINE, FOOTER_LINE, GROUP_LINE, TOTAL_LINE
from i18n.translate import _, set_language
from ui.value_words import RULE_WORDS


def test_every_rule_is_named_in_vietnamese_too():
    rules = {BLANK_LINE, TOTAL_LINE, FOOTER_LINE, GROUP_LINE, NO_SCORE, REPEATED}
    for path in Path(FOLDER).glob("*.toml"):
        for export in tomllib.loads(path.read_text(encoding="utf-8"))["export"]:
            rules |= {item["rule"] for item in export.get("leave_out", [])}
    assert rules <= set(RULE_WORDS)
    set_language("vi")
    assert [rule for rule in rules if _(rule) == rule] == []
