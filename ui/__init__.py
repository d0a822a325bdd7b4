"""What pages are made of: state in the URL, cached answers, cards, tables, states of feedback. Streamlit lives here."""
