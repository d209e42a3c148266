"""Long work and what came of it: jobs, the lab with its plots, the runs of the project and their figures."""
