"""Versions that are the rows of a table: JSON, CSV and Parquet."""
