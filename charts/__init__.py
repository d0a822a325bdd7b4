"""Figures from answers: pure functions, one module per kind of figure. Nothing here knows Streamlit."""
