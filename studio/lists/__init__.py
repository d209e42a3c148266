"""What is walked through: scenes, problems, a second annotation, with their small pictures."""
