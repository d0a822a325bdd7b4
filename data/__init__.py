"""Files and DuckDB: reading exports, mapping them, keeping snapshots and answering queries."""
