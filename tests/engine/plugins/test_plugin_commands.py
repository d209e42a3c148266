"""The commands on plugins: begin one, hold it to its promises, allow it, list what is in use."""

import json

import pytest

from miscount.engine import plugins
from miscount.engine.cli import main
from miscount.engine.cli.machine import kinds_of
from miscount.engine.cli.plugin import EXAMPLES
from tests.engine.plugins.conftest import example


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("family", EXAMPLES)
def test_a_new_plugin_keeps_all_promises(family, capsys):
    assert main(["plugin", "new", family, "my_own"]) == 0
    assert main(["plugin", "test", "plugins/my_own.py"]) == 0
    said = capsys.readouterr().out
    assert "my_own: keeps all promises" in said
    assert "miscount plugin trust plugins/my_own.py" in said
    assert main(["plugin", "new", family, "my_own"]) == 2, "what is there is not written over"


@pytest.mark.parametrize("family", EXAMPLES)
def test_a_name_that_would_not_run_is_refused_before_anything_is_written(family, tmp_path, capsys):
    """`true` and `none` would make keywords of the class, `field` hides what the file imports, ours are taken."""
    ours = {"format": "shanghaitech"}.get(family) or next(iter(kinds_of(f"{family}s")))
    assert main(["plugin", "new", family, ours]) == 2
    assert f"There is a {family} '{ours}' already" in capsys.readouterr().err
    for name in ("true", "none", "false", "class", "field", f"{family}_part", "path", "image"):
        code = main(["plugin", "new", family, name])
        assert code in (0, 2)
        if code == 2:
            assert "give another name" in capsys.readouterr().err
            assert not (tmp_path / "plugins" / f"{name}.py").exists()
        else:
            file = tmp_path / "plugins" / f"{name}.py"
            compile(file.read_text(), str(file), "exec")
            assert [kind for _, kind in plugins.run_file(plugins.read_file(file)).kinds] == [name]


@pytest.mark.parametrize(("family", "before", "after", "says"), [
    ("trigger", " * self.footprint((height, width))[..., None]", "", "pixels beyond the footprint"),
    ("label", "return 0.5", "return 0.4", "it says a count of 16 and makes 20"),
    ("counter", "return 8", "return 4", "its map of 96 x 128 is (12, 16), not (24, 32)"),
    ("detector", "                check(cancel)\n", "", "at every step whether to stop"),
    ("defense", "num_steps(len(inputs.new))", "num_steps(len(inputs.new)) + 1", "num_steps says"),
    ("format", "{x!r} {y!r}", "{y!r} {x!r}", "moves a head"),
    ("trigger", "description=\"Gray levels added.\", ", "", "its field levels has no description"),
    ("trigger", "height, width = image.shape[:2]", "raise ValueError('oh')", "it raised ValueError: oh"),
])  # fmt: skip
def test_a_broken_promise_is_a_sentence(family, before, after, says, tmp_path, capsys):
    text = example(family)
    assert before in text
    (tmp_path / "p.py").write_text(text.replace(before, after))
    assert main(["plugin", "test", "p.py"]) == 1
    assert says in capsys.readouterr().out


def test_allow_list_use_forget(tmp_path, capsys):
    main(["plugin", "new", "trigger", "mine"])
    capsys.readouterr()
    assert main(["list", "triggers", "--json"]) == 0
    said = capsys.readouterr()
    assert "mine" not in [kind["kind"] for kind in json.loads(said.out)]
    assert "miscount plugin trust" in said.err
    assert main(["plugin", "trust", "."]) == 0
    assert main(["list", "triggers", "--json"]) == 0
    said = capsys.readouterr()
    assert "may run (mine; SHA-256 " in said.out
    assert said.err == ""
    assert main(["plugin", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [plugin["name"] for plugin in listed["plugins"]] == ["mine.py"]
    assert main(["plugin", "forget", "plugins/mine.py"]) == 0
    assert not plugins.is_allowed(listed["plugins"][0]["sha256"])


def test_a_recipe_names_the_command_and_the_option_runs_it(tmp_path, capsys):
    main(["plugin", "new", "trigger", "mine"])
    (tmp_path / "r.yaml").write_text("poison: {trigger: {kind: mine}}\n")
    assert main(["plan", "r.yaml"]) == 2
    said = capsys.readouterr().err
    assert said.count("miscount plugin trust") == 1
    assert "no kind 'mine', which a plugin has that cannot be used" in said
    assert main(["--trust-plugins", "plan", "r.yaml"]) == 0
    assert plugins.trust_file().exists() is False, "the option is of one command"


def test_what_is_no_plugin_is_a_sentence(tmp_path, capsys):
    for words in (["test", "nothing"], ["trust", "nothing.py"], ["new", "trigger", "Not a name"], ["trust", "."]):
        assert main(["plugin", *words]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
