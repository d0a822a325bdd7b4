"""Bytes to text: an export file becomes tables of cells exactly as written, with the line each stood on."""

from __future__ import annotations

from data.reading.answers import Answers
from data.reading.table import HeldLine, Notice, TextTable

from data.reading.file import read_file  # isort: skip  (needs the names above)

__all__ = ["Answers", "HeldLine", "Notice", "TextTable", "read_file"]
