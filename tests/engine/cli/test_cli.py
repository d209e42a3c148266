"""The command line: results, sentences and exit codes, as a person and a script meet them."""

import hashlib
import json
import os
import pickle
import signal
import subprocess
import sys

import h5py
import numpy as np
import pytest
import scipy.io

from miscount.engine import files, runs
from miscount.engine.cli import main
from miscount.engine.events import StepDone
from miscount.engine.runs.verdict import verdict_of
from miscount.engine.scenes import read_dataset
from tests.places import ROOT

RECIPE = """\
name: tiny
data: {kind: synthetic, train: 20, test: 5, height: 64, width: 96, min_heads: 3, max_heads: 12}
training: {epochs: 2, batch: 4}
counter: {kind: light, channels: 4}
poison: {trigger: {kind: blend}, label: {kind: thin, alpha: 0.3}, rate: 0.3}
defenses: [{kind: fine_tune, training: {epochs: 1, batch: 4}}]
"""


@pytest.fixture(scope="module")
def recipe(tmp_path_factory):
    path = tmp_path_factory.mktemp("recipes") / "tiny.yaml"
    path.write_text(RECIPE)
    return path


@pytest.fixture(scope="module")
def finished(recipe, tmp_path_factory):
    """The folder of a run that the command line made."""
    out = tmp_path_factory.mktemp("finished") / "run"
    assert main(["run", str(recipe), "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A dataset that the command line made."""
    folder = tmp_path_factory.mktemp("made")
    words = ["scenes", "make", str(folder), "--train", "6", "--test", "3", "--height", "64", "--width", "96"]
    assert main(words) == 0
    return folder / "part_S"


@pytest.fixture
def scenes(tmp_path):
    """A dataset of one's own, to spoil."""
    words = ["scenes", "make", str(tmp_path / "own"), "--train", "6", "--test", "2", "--height", "64", "--width", "96"]
    assert main(words) == 0
    return tmp_path / "own" / "part_S"


@pytest.fixture
def invoke(capsys):
    """Carry out a command: its exit code, stdout and stderr."""
    capsys.readouterr()

    def call(*words):
        code = main([str(word) for word in words])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def tree_hash(folder):
    contents = sorted(
        (str(path.relative_to(folder)), path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    )
    return hashlib.sha256(repr(contents).encode()).hexdigest()


# ---- what is right


def test_help_names_every_command(invoke):
    code, out, _ = invoke("--help")
    assert code == 0
    for command in (
        "demo",
        "run",
        "scenes",
        "density",
        "poison",
        "evaluate",
        "explain",
        "list",
        "bench",
        "doctor",
        "studio",
    ):
        assert f"\n  {command} " in out


def test_help_is_quick_since_it_loads_only_what_reads_commands():
    code = "import sys\nfrom miscount.engine.cli import main\nmain(['--help'])\nprint('loaded', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()[1:]}
    assert "typer" in loaded
    heavy = {"torch", "numpy", "scipy", "cv2", "PIL", "h5py", "yaml", "torchmetrics", "lightning_fabric", "PySide6"}
    assert not heavy & loaded


def test_a_run_leaves_its_folder_and_says_its_scores(finished, recipe, invoke):
    run = runs.open_run(finished)
    assert run.status == "done"
    assert set(run.results.models) == {"twin", "victim", "defended/fine_tune", "control/same_training"}
    assert len(run.per_scene) == 4 * 5
    assert (finished / "report.html").stat().st_size > 10_000
    code, out, err = invoke("run", recipe, "--out", finished, "--json")
    assert code == 0
    assert json.loads(out) == run.results.to_json()
    assert err == "", "progress is for terminals"
    code, out, _ = invoke("run", recipe, "--out", finished)
    assert "[2/12] twin" in out
    assert "net effect" in out
    verdict = verdict_of(run.results)
    assert f"\n{verdict.words}\n" in out, "the sentences of the report and the window"
    assert [line for line in out.splitlines() if line.startswith("Caution: ")] == [
        f"Caution: {each}" for each in verdict.cautions
    ]
    assert "report.html" in out
    assert f"Computed on {run.about['device']}." in out
    assert run.results.threads is None or f", {run.results.threads} thread" in out


def test_a_recipe_that_was_written_out_gives_the_same_run(finished, tmp_path):
    assert main(["run", str(finished / "recipe.yaml"), "--out", str(tmp_path / "again"), "--json"]) == 0
    first, again = runs.open_run(finished), runs.open_run(tmp_path / "again")
    assert first.per_scene == again.per_scene
    assert first.results.models == again.results.models


def test_without_out_a_run_goes_under_runs(recipe, invoke, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs" / "tiny-7").mkdir(parents=True)
    code, _, _ = invoke("run", recipe, "--set", "seed=7", "--set", "training.epochs=1", "--set", "defenses=[]")
    assert code == 0
    assert runs.open_run(tmp_path / "runs" / "tiny-7-2").results.seed == 7


def test_evaluate_agrees_with_the_run(finished, recipe, invoke):
    weights = finished / "stages" / "victim" / "weights.safetensors"
    code, out, _ = invoke("evaluate", weights, finished / "scenes" / "part_S", "--recipe", recipe, "--json")
    scored, of_run = json.loads(out), runs.open_run(finished).results.victim.to_json()
    assert code == 0
    assert scored["split"] == "test"
    assert scored["clean"] == pytest.approx(of_run["clean"], nan_ok=True)
    assert scored["triggered"]["asr"] == of_run["triggered"]["asr"]
    assert scored["triggered"]["net_effect"] is None
    assert scored["alarm"] == of_run["alarm"]
    code, out, _ = invoke("evaluate", weights, finished / "scenes" / "part_S")
    assert "mae" in out
    assert "triggered" not in out


def numbers_in(value, path=""):
    """Every figure in nested scores by its path."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from numbers_in(each, f"{path}.{key}")
    else:
        yield path, value


def test_evaluate_beside_the_twin_gives_every_figure_of_the_run(finished, recipe, invoke):
    stages = finished / "stages"
    weights, twin = (stages / name / "weights.safetensors" for name in ("victim", "twin"))
    words = ("evaluate", weights, finished / "scenes" / "part_S", "--recipe", recipe, "--twin", twin, "--json")
    _, out, _ = invoke(*words)
    scored, of_run = json.loads(out), runs.open_run(finished).results.victim.to_json()
    assert scored["measured_against"] == "training scenes"
    wanted = dict(numbers_in(of_run))
    assert {"clean", "triggered", "intervals", "alarm"} == set(of_run)
    assert len(wanted) > 40
    assert dict(numbers_in({part: scored[part] for part in of_run})) == {
        path: value if value is None else pytest.approx(value, rel=1e-3, abs=1e-4) for path, value in wanted.items()
    }


def test_scenes_made_are_without_problems(made, invoke):
    dataset = read_dataset(made)
    assert [len(dataset.split(name)) for name in ("train", "test")] == [6, 3]
    code, out, _ = invoke("scenes", "check", made, "--json")
    assert code == 0
    assert json.loads(out)["errors"] == 0


def test_density_maps_sum_to_the_heads(made, invoke, tmp_path):
    code, out, _ = invoke("density", made, "--out", tmp_path / "maps", "--json")
    report = json.loads(out)
    assert code == 0
    assert report["sum"] == pytest.approx(report["heads"], abs=1e-3)
    for scene in read_dataset(made):
        density = np.load(tmp_path / "maps" / f"{scene.id}.npy")
        assert density.shape == scene.size
        assert density.dtype == np.float32
        assert density.sum() == pytest.approx(len(scene.annotation), abs=1e-3)


def test_density_maps_as_published_loaders_read_them(made, invoke, tmp_path):
    words = ("density", made, "--out", tmp_path, "--kernel", "fixed", "--sigma", "4", "--border", "constant")
    code, _, _ = invoke(*words, "--format", "h5")
    assert code == 0
    scene = read_dataset(made).scenes[0]
    with h5py.File(tmp_path / f"{scene.id}.h5") as file:
        assert 0 < np.asarray(file["density"]).sum() <= len(scene.annotation)


def test_poison_writes_a_dataset_and_leaves_the_source(made, invoke, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(RECIPE.replace("data: {kind: synthetic", f"data: {{kind: folder, path: {made}}} #"))
    before = tree_hash(made)
    code, out, _ = invoke("poison", path, "--out", tmp_path / "poisoned", "--json")
    assert code == 0
    assert json.loads(out)["poisoned"] == 2
    rows = runs.read_rows(tmp_path / "poisoned" / "poison.csv")
    assert sum(row["role"] == "poisoned" for row in rows) == 2
    assert tree_hash(made) == before
    assert main(["scenes", "check", str(tmp_path / "poisoned")]) == 0


def test_conversion_keeps_every_head(made, invoke, tmp_path):
    code, _, _ = invoke("scenes", "convert", made, tmp_path / "copy", "--to", "shanghaitech")
    assert code == 0
    one, other = read_dataset(made), read_dataset(tmp_path / "copy")
    assert [scene.id for scene in one] == [scene.id for scene in other]
    assert all(a.annotation == b.annotation for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("shelf", ["triggers", "labels", "counters", "defenses", "detectors"])
def test_list_says_kinds_in_words_and_in_json(shelf, invoke):
    code, out, _ = invoke("list", shelf, "--json")
    assert code == 0
    kinds = json.loads(out)
    assert all(set(kind) == {"kind", "card", "fields"} for kind in kinds)
    code, words, _ = invoke("list", shelf)
    assert code == 0
    assert all(kind["kind"] in words for kind in kinds)
    assert words.strip()


def test_doctor_says_the_same_in_json(invoke):
    code, out, _ = invoke("doctor", "--json")
    assert code == 0
    assert json.loads(out)["ok"] is True
    assert "No problems found." in invoke("doctor")[1]


# ---- what a person does wrong: one sentence, exit 2, no traceback


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--frobnicate"], "--frobnicate"),
        (["frobnicate"], "frobnicate"),
        (["run"], "RECIPE"),
        (["run", "/nowhere/recipe.yaml"], "/nowhere/recipe.yaml"),
        (["run", "x.yaml", "--resume"], "--out"),
        (["demo", "--seed", "-1"], "--seed"),
        (["demo", "--seed", "one"], "--seed"),
        (["scenes", "make", "x", "--train", "-3"], "train"),
        (["scenes", "check", "/nowhere"], "/nowhere"),
        (["scenes", "convert", "a", "b", "--to", "powerpoint"], "powerpoint"),
        (["density", "/nowhere", "--out", "x", "--sigma", "3"], "fixed"),
        (["evaluate", "/nowhere/w.pth", "/nowhere"], "/nowhere/w.pth"),
        (["list", "excuses"], "excuses"),
        (["plan", "x.yaml", "--threads", "0"], "--threads"),
        (["run", "x.yaml", "--threads", "-3"], "--threads"),
        (["runs", "list", "/nowhere"], "/nowhere is no folder"),
        (["runs", "list", __file__], "is no folder"),
        (["runs", "clean", "/nowhere"], "/nowhere is no folder"),
        (["studio"], "window"),
    ],
)
def test_wrong_use_is_a_sentence(words, says, invoke):
    code, out, err = invoke(*words)
    assert code == 2
    assert out == ""
    assert says in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("spoiled", "path"),
    [
        (RECIPE.replace("batch: 4}\ncounter", "batsch: 4}\ncounter"), "training.batsch"),
        (RECIPE.replace("rate: 0.3", "rate: -0.3"), "poison.rate"),
        (RECIPE.replace("kind: blend", "kind: blnd"), "did you mean 'blend'"),
        ("name: [", "not YAML"),
        ("- 1\n- 2\n", "list"),
    ],
)
def test_a_recipe_with_a_fault_names_it(spoiled, path, invoke, tmp_path):
    (tmp_path / "bad.yaml").write_text(spoiled)
    code, out, err = invoke("run", tmp_path / "bad.yaml", "--out", tmp_path / "out")
    assert (code, out) == (2, "")
    assert path in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_every_fault_of_a_recipe_has_its_line(invoke, tmp_path):
    (tmp_path / "bad.yaml").write_text(RECIPE.replace("rate: 0.3", "rate: -0.3, colour: red"))
    code, _, err = invoke("run", tmp_path / "bad.yaml")
    assert code == 2
    assert len(err.strip().splitlines()) == 2


def truncate_image(folder):
    path = next(folder.rglob("test_data/images/*.jpg"))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path.name


def text_for_mat(folder):
    path = next(folder.rglob("test_data/*/*.mat"))
    path.write_text("12 heads\n")
    return path.name


def mat_without_image_info(folder):
    path = next(folder.rglob("test_data/*/*.mat"))
    scipy.io.savemat(path, {"something": np.zeros((2, 2))})
    return path.name


@pytest.mark.parametrize("spoil", [truncate_image, text_for_mat, mat_without_image_info])
def test_a_bad_file_is_a_sentence_wherever_it_is_met(spoil, scenes, finished, invoke, tmp_path):
    name = spoil(scenes)
    weights = finished / "stages" / "twin" / "weights.safetensors"
    recipe = tmp_path / "own.yaml"
    recipe.write_text(RECIPE.replace("data: {kind: synthetic", f"data: {{kind: folder, path: {scenes}}} #"))
    for words in (("evaluate", weights, scenes), ("run", recipe, "--out", tmp_path / "out")):
        code, out, err = invoke(*words)
        assert code == 2, err
        assert out == ""
        assert name in err
        assert "Traceback" not in err
    code, out, _ = invoke("scenes", "check", scenes, "--json")
    assert code == 1
    assert json.loads(out)["errors"] == 1


class Trap:
    """A pickle that would touch a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}",)


def test_a_malicious_checkpoint_is_refused_and_never_executed(made, invoke, tmp_path):
    (tmp_path / "evil.pth").write_bytes(pickle.dumps({"state_dict": Trap(tmp_path / "touched")}))
    code, out, err = invoke("evaluate", tmp_path / "evil.pth", made)
    assert (code, out) == (2, "")
    assert "evil.pth" in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize("command", [["density", "DATA"], ["poison", "RECIPE"], ["run", "RECIPE"]])
def test_a_place_that_cannot_be_written_is_a_sentence(command, made, recipe, invoke, tmp_path):
    (tmp_path / "file").write_text("")
    named = {"DATA": made, "RECIPE": recipe}
    code, out, err = invoke(*[named.get(word, word) for word in command], "--out", tmp_path / "file" / "out")
    assert (code, out) == (2, "")
    assert "file" in err
    assert len([line for line in err.strip().splitlines() if not line.startswith("[")]) == 1
    assert (tmp_path / "file").read_text() == ""


def test_a_full_disk_in_mid_save_keeps_what_was_there(recipe, invoke, tmp_path, monkeypatch):
    out = tmp_path / "out"

    def full(_number):
        raise OSError(28, "No space left on device")

    def fails_at_weights(path, write):
        if path.name == "weights.safetensors":
            monkeypatch.setattr(files.os, "fsync", full)
        return whole(path, write)

    whole = files.write_atomically
    monkeypatch.setattr("miscount.engine.counters.checkpoint.write_atomically", fails_at_weights)
    code, _, err = invoke("run", recipe, "--out", out)
    assert code == 2
    assert err.count("\n") == 1, "one sentence"
    assert "No space left on device" in err
    assert "Traceback" not in err
    monkeypatch.undo()
    assert not list(out.rglob(".*"))
    assert main(["run", str(recipe), "--out", str(out)]) == 0


def test_a_folder_of_another_recipe_is_refused_unless_resumed(finished, recipe, invoke, tmp_path):
    words = ("run", recipe, "--set", "seed=5", "--set", "defenses=[]", "--set", "training.epochs=1")
    before = (finished / "results.json").read_bytes()
    code, _, err = invoke(*words, "--out", finished)
    assert code == 2
    assert "--resume" in err
    assert (finished / "results.json").read_bytes() == before


def test_a_pipe_that_closes_is_no_fault():
    code = "import sys; from miscount.engine.cli import main; sys.exit(main(['list', 'triggers']))"
    done = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    done.stdout.close()
    assert b"Traceback" not in done.stderr.read()
    done.stderr.close()
    assert done.wait() == 0


# ---- stopping and going on


TELLING = """
import os, sys
from contextlib import suppress
from miscount.engine import events
to_line = events.to_line

def told(event):
    if isinstance(event, events.StepDone):
        with suppress(OSError):
            os.write(int(sys.argv[1]), b".")
    return to_line(event)

events.to_line = told  # before those that write events import it
from miscount.engine.cli import main
sys.exit(main(sys.argv[2:]))
"""
"""The program, that also writes a byte to a pipe before it writes a step to the run's events."""


def stopped_after(number, how, recipe, out, *settings):
    """(exit code, output, errors) of a run in a process of its own that was sent a signal after so many steps."""
    steps, told = os.pipe()
    words = [sys.executable, "-c", TELLING, str(told), "run", str(recipe), "--out", str(out), "--json"]
    for setting in settings:
        words += ["--set", setting]
    process = subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, pass_fds=(told,)
    )
    os.close(told)
    with os.fdopen(steps, "rb") as pipe:
        begun = pipe.read(number)
        process.send_signal(how)
        said = process.communicate()
    assert len(begun) == number, f"it ended before: {said}"
    return process.returncode, *said


def losses(folder):
    steps = [(e.stage, e.step, e.loss) for e in runs.open_run(folder).events() if isinstance(e, StepDone)]
    assert steps
    return steps


LONGER = ("training.epochs=6", "defenses=[]")


@pytest.fixture(scope="module")
def undisturbed(recipe, tmp_path_factory):
    """The folder of a run that nobody stops; apart, since runs side by side remember one another's stages."""
    out = tmp_path_factory.mktemp("undisturbed") / "run"
    settings = [word for setting in LONGER for word in ("--set", setting)]
    assert main(["run", str(recipe), *settings, "--out", str(out)]) == 0
    return out


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_goes_on_to_the_same_losses(how, recipe, undisturbed, tmp_path):
    code, out, err = stopped_after(10, how, recipe, tmp_path / "run", *LONGER)
    assert out == ""
    if how == signal.SIGINT:
        assert code == 130
        assert "Cancelled" in err
        assert runs.open_run(tmp_path / "run").status == "cancelled"
    else:
        assert not (tmp_path / "run" / "results.json").exists()
    settings = [word for setting in LONGER for word in ("--set", setting)]
    assert main(["run", str(recipe), "--json", *settings, "--out", str(tmp_path / "run"), "--resume"]) == 0
    assert losses(tmp_path / "run") == losses(undisturbed)
    assert runs.open_run(tmp_path / "run").per_scene == runs.open_run(undisturbed).per_scene
    whole, found = (json.loads((out / "results.json").read_text()) for out in (undisturbed, tmp_path / "run"))
    assert whole | {"timing": None} == found | {"timing": None}


def test_two_annotators_are_compared(tmp_path, capsys):
    import numpy as np

    from miscount.engine.scenes import Annotation
    from miscount.engine.scenes.formats.shanghaitech import write_scene

    image = np.zeros((40, 60, 3), dtype=np.uint8)
    for name, points in (("a", [[5, 5], [20, 20]]), ("b", [[6, 5], [50, 30]])):
        write_scene(tmp_path / name, "part_B", "train", "IMG_1", image, Annotation.of(points))
    assert main(["scenes", "compare", str(tmp_path / "a"), str(tmp_path / "b"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["matched"], found["missed"], found["extra"], found["f1"]) == (1, 1, 1, 0.5)
