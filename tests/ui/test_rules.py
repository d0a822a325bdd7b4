"""Every rule that leaves lines out has a name in both languages."""

import ast
import tomllib
from pathlib import Path

from data.checking import NO_SCORE, REPEATED
from data.mapping.systems import FOLDER
from data.reading.table import BLANK_LINE, FOOTER_LINE, GROUP_LINE, TOTAL_LINE
from i18n.translate import _, set_language
from ui.value_words import RULE_WORDS

UI = Path(__file__).parents[2] / "ui"


def test_every_rule_is_named_in_vietnamese_too():
    rules = {BLANK_LINE, TOTAL_LINE, FOOTER_LINE, GROUP_LINE, NO_SCORE, REPEATED}
    for path in Path(FOLDER).glob("*.toml"):
        for export in tomllib.loads(path.read_text(encoding="utf-8"))["export"]:
            rules |= {item["rule"] for item in export.get("leave_out", [])}
    assert rules <= set(RULE_WORDS)
    set_language("vi")
    assert [rule for rule in rules if _(rule) == rule] == []


def test_a_part_that_is_drawn_without_its_page_sets_the_language_itself():
    """Streamlit runs a fragment in a thread of its own, where no language is set yet: it would be English."""
    silent = []
    for path in sorted(UI.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            marks = [ast.unparse(one) for one in node.decorator_list]
            if any(mark.startswith("st.fragment") for mark in marks):
                is_spoken = "in_language" in marks or "with speaking(" in ast.unparse(node)
                silent += [] if is_spoken else [f"{path.name}: {node.name}"]
    assert silent == []
