"""Projects: opened strictly, no way out of the folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.studio.document.project import Project, ProjectError, ProjectFile, new_project, open_project


@pytest.fixture
def project(tmp_path) -> Project:
    return new_project(tmp_path / "p", "Mine", None, "version: 1\n")


def test_a_new_project_opens_again(project, tmp_path):
    assert open_project(tmp_path / "p") == project
    assert project.draws_scenes
    assert project.recipe_path.read_text() == "version: 1\n"


def test_a_second_project_in_the_same_folder_is_refused(project, tmp_path):
    with pytest.raises(ProjectError, match="holds a project already"):
        new_project(tmp_path / "p", "Other", None, "")


@pytest.mark.parametrize("recipe", ["../r.yaml", "/etc/passwd", "recipes/../../r.yaml"])
def test_a_recipe_cannot_lie_outside(tmp_path, recipe):
    (tmp_path / "project.yaml").write_text(f"name: x\nrecipe: {recipe}\n")
    with pytest.raises(ProjectError, match="outside the project"):
        open_project(tmp_path)


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "runs").symlink_to(tmp_path / "out")
    (folder / "project.yaml").write_text("name: x\n")
    with pytest.raises(ProjectError, match="outside the project"):
        open_project(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a project"),
        ("- 1", "not a project"),
        ("name: [", "not YAML"),
        ("nme: x", "no such setting"),
        ("dataset: d", "missing"),
        ("!!python/object/apply:os.system ['true']", "not YAML"),
    ],
)
def test_what_is_no_project_gets_a_sentence(tmp_path, text, words):
    (tmp_path / "project.yaml").write_text(text)
    with pytest.raises(ProjectError, match=words):
        open_project(tmp_path)


def test_a_missing_project_gets_a_sentence(tmp_path):
    with pytest.raises(ProjectError, match=r"project\.yaml cannot be read"):
        open_project(tmp_path)


@given(st.text(min_size=1, max_size=40), st.one_of(st.none(), st.text(min_size=1, max_size=40)))
def test_any_project_file_survives_yaml(tmp_path_factory, name, dataset):
    folder = tmp_path_factory.mktemp("y")
    project = Project(folder.resolve(), ProjectFile(name=name, dataset=dataset))
    try:
        project.write_file()
    except ValueError:  # lone surrogates cannot be written at all
        return
    if "\x85" in name + str(dataset) or not (name + str(dataset)).isprintable():
        return
    assert open_project(folder) == project
