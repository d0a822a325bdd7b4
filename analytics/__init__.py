"""Numbers from rows: pure functions and one registry. No clock, no file, no network, no Streamlit."""
