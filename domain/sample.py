"""How sample data is told from anyone's own: its files' names begin with these words."""

from __future__ import annotations

SAMPLE_PREFIX = "du-lieu-mau-"
