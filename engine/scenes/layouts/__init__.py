"""How pictures and their labels lie in folders and files: what the formats of other tools have in common."""
