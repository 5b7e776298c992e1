"""A regulator-facing platform of another make: what the contracts of Core ask, written from their meaning."""
