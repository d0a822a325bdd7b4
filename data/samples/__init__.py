"""The seeded sample company: believable, clearly marked as sample data, with a known effect planted in it."""

from __future__ import annotations

from data.samples.sample import DEFAULT_CUSTOMERS, DEFAULT_SEED, make_sample
from domain.sample import SAMPLE_PREFIX

__all__ = ["DEFAULT_CUSTOMERS", "DEFAULT_SEED", "SAMPLE_PREFIX", "make_sample"]
