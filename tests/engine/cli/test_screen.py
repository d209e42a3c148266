"""What a command prints of a training: the error of the weights that are kept."""

from miscount.engine.cli.screen import reporting
from miscount.engine.events import EpochDone, Kept, StageDone, StageStarted


def test_the_printed_mae_is_that_of_the_kept_weights(capsys):
    """68.07 was printed, of the last epoch, where the weights of 56.30 were kept."""
    with reporting() as report:
        report(StageStarted("twin", 1, 2))
        for epoch, mae in enumerate((90.0, 56.3, 68.07), start=1):
            report(EpochDone("twin", epoch, 3, 0.1, mae, mae))
        report(StageDone("twin", 2.0))
    assert capsys.readouterr().out == "[1/2] twin: 2.0 s, validation MAE 56.30\n"


def test_a_training_that_begins_anew_forgets_the_one_before():
    first = Kept().after(1, 3.0).after(2, 1.0)
    assert first.mae == 1.0
    assert first.after(1, 5.0).mae == 5.0
    assert first.after(3, 2.0).after(2, 4.0).mae == 3.0, "told again after a stop"
    assert Kept().mae is None
