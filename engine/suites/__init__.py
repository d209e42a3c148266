"""Many experiments: settings and seeds side by side, and one table of all."""
