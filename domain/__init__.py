"""The field's words: periods, scopes, tables and errors. Imports nothing of ours."""
