"""Example projects, found through the package: each a folder with project.yaml and recipes."""
