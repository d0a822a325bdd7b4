"""Languages and number shapes: gettext catalogues and Babel formats, both in the reader's language."""
