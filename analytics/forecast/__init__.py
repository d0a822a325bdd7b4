"""Forecasts of many short monthly or quarterly series at once: docs/adr/0007-forecast.md says how and why."""
