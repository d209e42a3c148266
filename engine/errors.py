"""What goes wrong through no fault of the code: one sentence each, said to the person as it stands."""


class EngineError(Exception):
    """One sentence: what happened and what to do. Anything else that is raised is a bug."""


class DatasetError(EngineError):
    """A dataset, image or annotation file that cannot be read as what it should be."""


class RecipeError(EngineError):
    """A recipe, or a part of one, that does not say what it must; one line a fault."""


class WeightsError(EngineError):
    """A file of weights that is damaged, refused or made for another counter."""


class OutputError(EngineError):
    """A place that cannot be written, or has no room."""


class TrainingError(EngineError):
    """A training that cannot go on, such as one whose loss is no longer a number."""


class RunError(EngineError):
    """A folder that is no run's, or a run's file that is damaged."""
