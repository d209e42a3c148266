"""Example projects, each a folder with project.yaml and recipes."""
