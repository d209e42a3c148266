"""Actions as data: an id, words, a key, a rule when it can be done, a place in the menus. Handlers are the window's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class ActionId(Enum):
    """Everything a person can ask for by menu, key or palette."""

    START_PAGE = "start_page"
    NEW_PROJECT = "new_project"
    OPEN_PROJECT = "open_project"
    OPEN_DATASET = "open_dataset"
    READING_RULES = "reading_rules"
    OPEN_RUN = "open_run"
    OPEN_QUICKSTART = "open_quickstart"
    LOAD_COUNTER = "load_counter"
    COUNT_PICTURES = "count_pictures"
    AUDIT = "audit"
    EXPORT_SCENES = "export_scenes"
    SAVE = "save"
    SAVE_ELSEWHERE = "save_elsewhere"
    QUIT = "quit"
    UNDO = "undo"
    REDO = "redo"
    RECOVER = "recover"
    EDITS_ELSEWHERE = "edits_elsewhere"
    COPY_HEADS = "copy_heads"
    CUT_HEADS = "cut_heads"
    PASTE_HEADS = "paste_heads"
    INVERT_SELECTION = "invert_selection"
    MERGE_CLOSE = "merge_close"
    NEXT_ON_TOUR = "next_on_tour"
    PREVIOUS_ON_TOUR = "previous_on_tour"
    TOGGLE_GRID = "toggle_grid"
    MARK_CELL = "mark_cell"
    CLEAR_GRID = "clear_grid"
    SECOND_OPEN = "second_open"
    SECOND_NEXT = "second_next"
    DIFFERENCES = "differences"
    SECOND_TAKE = "second_take"
    SECOND_DROP = "second_drop"
    SECOND_AVERAGE = "second_average"
    TOOL_SELECT = "tool_select"
    TOOL_POINT = "tool_point"
    TOOL_BRUSH = "tool_brush"
    TOOL_ERASE = "tool_erase"
    TOOL_TRIGGER = "tool_trigger"
    TOOL_PAN = "tool_pan"
    TOOL_REGION = "tool_region"
    TOOL_PROPOSE = "tool_propose"
    PROPOSE_HEADS = "propose_heads"
    ACCEPT_PROPOSALS = "accept_proposals"
    REJECT_PROPOSALS = "reject_proposals"
    PROPOSE_KERNEL = "propose_kernel"
    EXPORT_MAPS = "export_maps"
    PAGE_SCENES = "page_scenes"
    PAGE_HEADS = "page_heads"
    PAGE_DENSITY = "page_density"
    PAGE_TRIGGER = "page_trigger"
    PAGE_POISON = "page_poison"
    PAGE_TRAIN = "page_train"
    PAGE_EVALUATE = "page_evaluate"
    PAGE_DEFEND = "page_defend"
    PAGE_COMPARE = "page_compare"
    NEXT_SCENE = "next_scene"
    NEXT_UNCHECKED = "next_unchecked"
    MARK_CHECKED = "mark_checked"
    MARK_EMPTY = "mark_empty"
    MARK_UNLABELLED = "mark_unlabelled"
    CHECK_SCENES = "check_scenes"
    CHECK_PEOPLE = "check_people"
    READERS_SAID = "readers_said"
    NEXT_PROBLEM = "next_problem"
    PREVIOUS_PROBLEM = "previous_problem"
    FIX_PROBLEM = "fix_problem"
    FIX_ALL_PROBLEMS = "fix_all_problems"
    PREVIOUS_SCENE = "previous_scene"
    FIT = "fit"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    ZOOM_ACTUAL = "zoom_actual"
    TOGGLE_OVERLAYS = "toggle_overlays"
    TOGGLE_LAB = "toggle_lab"
    TOGGLE_PANES = "toggle_panes"
    TOGGLE_SPLIT = "toggle_split"
    TOGGLE_SHEET = "toggle_sheet"
    THEME_SYSTEM = "theme_system"
    THEME_LIGHT = "theme_light"
    THEME_DARK = "theme_dark"
    WHEEL_SCROLLS = "wheel_scrolls"
    FONT_LARGER = "font_larger"
    FONT_SMALLER = "font_smaller"
    FONT_RESET = "font_reset"
    PREFERENCES = "preferences"
    TOGGLE_NAVIGATOR = "toggle_navigator"
    TOGGLE_BLINK = "toggle_blink"
    RUN_START = "run_start"
    RUN_PAUSE = "run_pause"
    RUN_STOP = "run_stop"
    RUN_IN_PROCESS = "run_in_process"
    RUN_SUITE = "run_suite"
    GO_ON_SUITE = "go_on_suite"
    OPEN_SUITE_PAGE = "open_suite_page"
    OPEN_REPORT = "open_report"
    EXPORT_POISON = "export_poison"
    SAVE_TRIGGER = "save_trigger"
    LOAD_TRIGGER = "load_trigger"
    COPY_TRIGGER = "copy_trigger"
    PASTE_TRIGGER = "paste_trigger"
    EXPLAIN = "explain"
    CALIBRATE = "calibrate"
    TOGGLE_POISONED = "toggle_poisoned"
    LABEL_FROM_MAP = "label_from_map"
    PALETTE = "palette"
    SHORTCUTS = "shortcuts"
    GUIDE = "guide"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules of `enabled` look at."""

    has_project: bool = False
    has_scenes: bool = False
    has_recipe: bool = False
    has_run: bool = False
    has_suite: bool = False
    read_only: bool = False
    running: bool = False
    can_undo: bool = False
    can_redo: bool = False
    can_recover: bool = False
    waiting: bool = False  # for the saved edits


Rule: TypeAlias = Callable[[Situation], bool]


def _always(_: Situation) -> bool:
    return True


def _with_scenes(now: Situation) -> bool:
    return now.has_scenes


def _can_export(now: Situation) -> bool:
    return now.has_scenes and not now.waiting


def _can_edit(now: Situation) -> bool:
    return now.has_scenes and not now.read_only and not now.waiting


def _can_attack(now: Situation) -> bool:
    return now.has_scenes and now.has_recipe and not now.read_only


def _can_suite(now: Situation) -> bool:
    return now.has_project and not now.read_only


def _can_run(now: Situation) -> bool:
    return now.has_scenes and now.has_recipe and not now.read_only and not now.waiting


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action; a canvas key (`canvas_key`) is heard by the canvas itself and only shown here."""

    id: ActionId
    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    checkable: bool = False
    canvas_key: str = ""
    enabled: Rule = _always


_I = ActionId
_PAGES = (
    (_I.PAGE_SCENES, "Scenes", "Look through the scenes and their labels."),
    (_I.PAGE_HEADS, "Heads", "Add, move and delete annotated heads."),
    (_I.PAGE_DENSITY, "Density", "See and edit the density map that a counter learns."),
    (_I.PAGE_TRIGGER, "Trigger", "Place a trigger and watch what the counter says."),
    (_I.PAGE_POISON, "Poison", "Choose what the attacker does to which scenes."),
    (_I.PAGE_TRAIN, "Train", "Train twin and victim, and run the whole recipe."),
    (_I.PAGE_EVALUATE, "Evaluate", "Read the figures of a run."),
    (_I.PAGE_DEFEND, "Defend", "Mend a counter, and see what it cost."),
    (_I.PAGE_COMPARE, "Compare", "Set the runs of this project side by side."),
)

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        _I.START_PAGE, "Start page", ("Ctrl+Shift+H",), "Recent projects, and what can be begun with; what is open "
        "stays open.", "home",
    ),
    ActionSpec(_I.NEW_PROJECT, "New project…", ("Ctrl+N",), "Make a project folder for a dataset."),
    ActionSpec(_I.OPEN_PROJECT, "Open project…", ("Ctrl+O",), "Open a folder with a project.yaml.", "open"),
    ActionSpec(
        _I.OPEN_DATASET, "Open dataset…", ("Ctrl+Shift+O",), "Show another dataset in this project; without one, make "
        "a project of it.", enabled=lambda now: not now.read_only and not now.running,
    ),
    ActionSpec(
        _I.OPEN_RUN, "Open a run's folder…", (), "What a run left, from the window, a shell or a cluster.", "evaluate",
        enabled=lambda now: not now.running,
    ),
    ActionSpec(
        _I.READING_RULES, "How labels are read…", (), "Which classes are people, where in a box the head is, which way "
        "up pictures lie.", enabled=lambda now: now.has_project and now.has_scenes,
    ),
    ActionSpec(_I.OPEN_QUICKSTART, "Open the quickstart project", (), "Synthetic scenes and a recipe of two minutes."),
    ActionSpec(_I.LOAD_COUNTER, "Load a counter…", ("Ctrl+L",), "A file of weights for the live reaction."),
    ActionSpec(
        _I.COUNT_PICTURES, "Count pictures…", ("Ctrl+Shift+K",), "The people in any pictures, folders or videos, "
        "without labels; or drop them on the window.", "table",
    ),
    ActionSpec(
        _I.AUDIT, "Audit…", (), "Look for poison and backdoors in weights or a dataset that came from someone else.",
        "search",
    ),
    ActionSpec(
        _I.EXPORT_SCENES, "Export scenes…", (), "All, or the edited ones only, in the form of your choice.",
        enabled=_can_export,
    ),
    ActionSpec(
        _I.EXPORT_MAPS, "Export density maps…", (), "One .npy or .h5 file a scene, hand-edited maps among them.",
        enabled=lambda now: _can_export(now) and now.has_recipe,
    ),
    ActionSpec(
        _I.SAVE, "Save", ("Ctrl+S",), "Edits are also saved by themselves.", "save",
        enabled=lambda now: now.has_project and not now.read_only,
    ),
    ActionSpec(
        _I.SAVE_ELSEWHERE, "Save elsewhere…", (), "Write the project to another folder, without its runs, and go on "
        "there.", "save", enabled=lambda now: now.has_project and not now.read_only and not now.running,
    ),
    ActionSpec(_I.QUIT, "Quit", ("Ctrl+Q",), "Stops a running job first."),
    ActionSpec(_I.UNDO, "Undo", ("Ctrl+Z",), "Take the last change back.", "undo", enabled=lambda now: now.can_undo),
    ActionSpec(
        _I.REDO, "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do it again.", "redo", enabled=lambda now: now.can_redo
    ),
    ActionSpec(
        _I.RECOVER, "Recover unsaved edits", (), "Play back what a session that ended badly left behind.",
        enabled=lambda now: now.can_recover,
    ),
    ActionSpec(
        _I.EDITS_ELSEWHERE, "Edits that are not shown…", (), "Those of pictures that are not in this dataset; they "
        "stay in the project.", enabled=lambda now: now.has_project,
    ),
    ActionSpec(_I.COPY_HEADS, "Copy heads", ("Ctrl+C",), "The selected heads, for another scene.", "copy"),
    ActionSpec(_I.CUT_HEADS, "Cut heads", ("Ctrl+X",), enabled=_can_edit),
    ActionSpec(_I.PASTE_HEADS, "Paste heads", ("Ctrl+V",), "Where they were in their scene.", enabled=_can_edit),
    ActionSpec(_I.INVERT_SELECTION, "Invert the selection", ("Ctrl+I",), enabled=_with_scenes),
    ActionSpec(
        _I.MERGE_CLOSE, "Merge heads within a pixel", ("Ctrl+M",), "Of the selected heads, or of all.",
        enabled=_can_edit,
    ),
    ActionSpec(
        _I.NEXT_ON_TOUR, "Zoom to the next head", ("N",), "A tour through all heads in reading order.", "zoom-in",
        enabled=_with_scenes,
    ),
    ActionSpec(_I.PREVIOUS_ON_TOUR, "Zoom to the previous head", ("Shift+N",), enabled=_with_scenes),
    ActionSpec(_I.TOGGLE_GRID, "Coverage grid", ("G",), "Which parts were looked at.", checkable=True),
    ActionSpec(
        _I.MARK_CELL, "Cell looked at, go to the next", ("L",), "Goes through the scene cell by cell.",
        enabled=_can_edit,
    ),
    ActionSpec(_I.CLEAR_GRID, "Clear the coverage grid", (), "Of this scene.", enabled=_can_edit),
    ActionSpec(
        _I.SECOND_OPEN, "Load a second annotation…", (), "The same scenes, labelled by someone else.",
        enabled=_with_scenes,
    ),
    ActionSpec(
        _I.DIFFERENCES, "Scenes where labels differ…", ("Shift+F9",), "From a second annotation, or from a counter: a "
        "list, the worst first.", "compare", enabled=_with_scenes,
    ),
    ActionSpec(
        _I.SECOND_NEXT, "Next difference of annotators", ("F9",), "Where only one of both has a head.",
        enabled=_with_scenes,
    ),
    ActionSpec(_I.SECOND_TAKE, "Add the other's heads", (), "Those that only they have.", enabled=_can_edit),
    ActionSpec(
        _I.SECOND_DROP, "Drop heads that only we have", (), "The selected ones of them, or all.", enabled=_can_edit
    ),
    ActionSpec(_I.SECOND_AVERAGE, "Meet in the middle", (), "Move heads that both have.", enabled=_can_edit),
    ActionSpec(_I.TOOL_SELECT, "Select", ("S",), "Click or drag a box around heads.", "select", True),
    ActionSpec(_I.TOOL_POINT, "Add heads", ("P",), "Click to add a head.", "point", True),
    ActionSpec(
        _I.TOOL_BRUSH, "Brush", ("B",), "On the density map it adds persons, with Alt it takes away; on the Trigger "
        "page it paints a layer.", "brush", True,
    ),
    ActionSpec(
        _I.TOOL_ERASE, "Eraser", ("E",), "Sets the density map to zero, or takes paint away.", "eraser", True
    ),
    ActionSpec(_I.TOOL_TRIGGER, "Move the trigger", ("T",), "Drag, scale and turn the patch.", "trigger", True),
    ActionSpec(
        _I.TOOL_REGION, "Region", ("R",), "Drag a box, or click a polygon and press Enter: to change the density map "
        "there, or on the Trigger page to make it a layer.", "crop", True,
    ),
    ActionSpec(
        _I.TOOL_PROPOSE, "Judge proposed heads", ("J",), "Click accepts, Alt+click rejects, a drag moves; drag a box, "
        "then Enter or Delete.", "check", True,
    ),
    ActionSpec(
        _I.PROPOSE_HEADS, "Propose heads", ("Shift+P",), "The peaks of the loaded counter's map in this scene, for you "
        "to accept or reject; again to stop.", "search", enabled=_can_edit,
    ),
    ActionSpec(
        _I.ACCEPT_PROPOSALS, "Accept proposed heads", ("Ctrl+Return",), "The selected ones, or all; they become heads.",
        "check", enabled=_can_edit,
    ),
    ActionSpec(
        _I.REJECT_PROPOSALS, "Reject proposed heads", ("Ctrl+Backspace",), "The selected ones, or all.", "close",
        enabled=_can_edit,
    ),
    ActionSpec(_I.TOOL_PAN, "Pan", ("Z",), "Drag the view; Space does so in every tool.", "pan", True),
    *(
        ActionSpec(action, text, (f"Alt+{number}",), tip, checkable=True)
        for number, (action, text, tip) in enumerate(_PAGES, start=1)
    ),
    ActionSpec(_I.NEXT_SCENE, "Next scene", ("D", "PgDown"), icon="right", enabled=_with_scenes),
    ActionSpec(_I.PREVIOUS_SCENE, "Previous scene", ("A", "PgUp"), icon="left", enabled=_with_scenes),
    ActionSpec(
        _I.NEXT_UNCHECKED, "Next unchecked scene", ("Ctrl+Shift+D",), "The next scene that is not marked as checked.",
        enabled=_with_scenes,
    ),
    ActionSpec(
        _I.MARK_CHECKED, "Mark the scene as checked", ("K",), "Or take the mark away.", "check", enabled=_can_edit
    ),
    ActionSpec(
        _I.MARK_EMPTY, "Nobody is in this picture", ("0",), "A scene without labels counts as labelled, with no heads.",
        "check", enabled=_can_edit,
    ),
    ActionSpec(
        _I.MARK_UNLABELLED, "Not labelled yet", ("U",), "Take what you labelled back in a scene whose dataset has no "
        "labels of it.", "reset", enabled=_can_edit,
    ),
    ActionSpec(
        _I.CHECK_SCENES, "Check all scenes", ("F7",), "Look for problems of images and labels; again to stop.",
        enabled=_with_scenes,
    ),
    ActionSpec(
        _I.CHECK_PEOPLE, "Compare labels with the counter", (), "Where the loaded counter sees people without a label, "
        "and labels without people.", enabled=_with_scenes,
    ),
    ActionSpec(
        _I.READERS_SAID, "What reading told…", (), "Which labels were left out, changed or forgiven when the dataset "
        "was read, scene by scene.", enabled=_with_scenes,
    ),
    ActionSpec(_I.NEXT_PROBLEM, "Next problem", ("F8",), "Show its scene and its heads.", enabled=_with_scenes),
    ActionSpec(_I.PREVIOUS_PROBLEM, "Previous problem", ("Shift+F8",), enabled=_with_scenes),
    ActionSpec(_I.FIX_PROBLEM, "Fix this problem", ("Ctrl+F8",), "It can be undone.", enabled=_can_edit),
    ActionSpec(
        _I.FIX_ALL_PROBLEMS, "Fix all problems of this kind", ("Ctrl+Shift+F8",), "One step to undo.",
        enabled=_can_edit,
    ),
    ActionSpec(_I.FIT, "Fit the scene", ("F",), canvas_key="fit", icon="fit"),
    ActionSpec(_I.ZOOM_IN, "Zoom in", ("Ctrl+=",), canvas_key="zoom_in"),
    ActionSpec(_I.ZOOM_OUT, "Zoom out", ("Ctrl+-",), canvas_key="zoom_out"),
    ActionSpec(_I.ZOOM_ACTUAL, "100 %", ("Ctrl+0",), canvas_key="actual_size"),
    ActionSpec(_I.TOGGLE_OVERLAYS, "Hide overlays", ("V",), "Hold H to peek under them.", checkable=True),
    ActionSpec(
        _I.TOGGLE_PANES, "Synchronized panes", ("C",), "On Trigger: image, true density, clean, triggered, difference.",
        "panes", True,
    ),
    ActionSpec(
        _I.TOGGLE_SPLIT, "Split the scene: clean, triggered", ("Shift+C",), "On Trigger; drag the line between them.",
        checkable=True,
    ),
    ActionSpec(
        _I.TOGGLE_SHEET, "Contact sheet", ("Ctrl+G",), "On Scenes: all pictures in a grid, as large as you like.",
        "table", True, enabled=_with_scenes,
    ),
    ActionSpec(_I.TOGGLE_LAB, "Show the lab", ("Ctrl+J",), "Jobs and live plots below the canvas.", checkable=True),
    ActionSpec(_I.THEME_SYSTEM, "Theme of the system", checkable=True),
    ActionSpec(_I.THEME_LIGHT, "Light theme", checkable=True),
    ActionSpec(_I.THEME_DARK, "Dark theme", checkable=True),
    ActionSpec(_I.FONT_LARGER, "Everything larger", ("Ctrl+Alt+=",), "Words, icons, dots and panels, by 10 %."),
    ActionSpec(_I.FONT_SMALLER, "Everything smaller", ("Ctrl+Alt+-",)),
    ActionSpec(_I.FONT_RESET, "Everything as large as at first", ("Ctrl+Alt+0",)),
    ActionSpec(_I.PREFERENCES, "Preferences…", ("Ctrl+,",), "Look, size, editing, runs, folders, keys."),
    ActionSpec(
        _I.TOGGLE_NAVIGATOR, "Navigator", ("M",), "A small picture of the whole scene, while a part is in view.",
        checkable=True,
    ),
    ActionSpec(_I.TOGGLE_BLINK, "Blink the overlays", ("Y",), "Twice a second, to compare.", checkable=True),
    ActionSpec(_I.WHEEL_SCROLLS, "Wheel scrolls", (), "Ctrl+wheel zooms either way.", checkable=True),
    ActionSpec(
        _I.RUN_START, "Start the run", ("F5",), "Carry out the recipe, all stages; after the one that runs.", "play",
        enabled=_can_run,
    ),
    ActionSpec(
        _I.RUN_PAUSE, "Pause the run, or go on", ("Ctrl+F5",), "Held at its next step; memory stays taken.", "pause",
        enabled=lambda now: now.running,
    ),
    ActionSpec(
        _I.RUN_STOP, "Stop the run", ("Shift+F5",), "Stops at the next step; F5 on the same run goes on.", "stop",
        enabled=lambda now: now.running,
    ),
    ActionSpec(
        _I.RUN_IN_PROCESS, "Run in a child process", (), "A crash there leaves this window alone.", checkable=True
    ),
    ActionSpec(
        _I.RUN_SUITE, "Run a suite…", ("Ctrl+Shift+F5",), "Many experiments as one graph: attacks, counters, defenses, "
        "detectors, seeds.", "compare", enabled=_can_suite,
    ),
    ActionSpec(
        _I.GO_ON_SUITE, "Go on with the suite", (), "The one that the Compare page shows; what is done is not done "
        "again.", "play", enabled=lambda now: _can_suite(now) and now.has_suite and not now.running,
    ),
    ActionSpec(
        _I.OPEN_SUITE_PAGE, "Open the suite's page", (), "Its suite.html, in your browser, from your disk.", "open",
        enabled=lambda now: now.has_suite,
    ),
    ActionSpec(
        _I.OPEN_REPORT, "Open the report", (), "The run's report.html, in your browser, from your disk.",
        enabled=lambda now: now.has_run,
    ),
    ActionSpec(
        _I.EXPORT_POISON, "Export the poisoned dataset…", (), "A new dataset with its manifest; the source stays.",
        enabled=lambda now: _can_export(now) and now.has_recipe and not now.running,
    ),
    ActionSpec(
        _I.SAVE_TRIGGER, "Save the trigger…", (), "A small file with its pictures, to share.", "save",
        enabled=lambda now: now.has_recipe,
    ),
    ActionSpec(
        _I.LOAD_TRIGGER, "Load a trigger…", (), "One that was saved, by you or by someone else.", "open",
        enabled=_can_attack,
    ),
    ActionSpec(
        _I.COPY_TRIGGER, "Copy the trigger", ("Ctrl+Shift+C",), "With its pictures, for another project.", "copy",
        enabled=lambda now: now.has_recipe,
    ),
    ActionSpec(
        _I.PASTE_TRIGGER, "Paste the trigger", ("Ctrl+Shift+V",), "One that was copied, here or in another project.",
        "paste", enabled=_can_attack,
    ),
    ActionSpec(
        _I.EXPLAIN, "Explain the count", ("F6",), "Paint the explanation that the Trigger page names over the scene; "
        "again to stop.", "search", enabled=lambda now: now.has_scenes and now.has_recipe,
    ),
    ActionSpec(
        _I.CALIBRATE, "Calibrate the trigger to a PSNR…", (), "So that attacks compare at equal visibility.",
        enabled=_can_attack,
    ),
    ActionSpec(
        _I.TOGGLE_POISONED, "Poison this scene by hand", ("Shift+K",), "Or leave it clean; the choice is then yours, "
        "no rule's.", "poison", enabled=_can_attack,
    ),
    ActionSpec(
        _I.LABEL_FROM_MAP, "Make the edited map the label edit", (), "Its ratio to the map of the heads is carried to "
        "every poisoned scene.", "layers", enabled=_can_attack,
    ),
    ActionSpec(
        _I.PROPOSE_KERNEL, "Fit the kernel to the heads", (), "From their spacing, as a new project does; one step to "
        "undo.", "density", enabled=_can_attack,
    ),
    ActionSpec(_I.PALETTE, "Find an action…", ("Ctrl+Shift+P",), icon="search"),
    ActionSpec(_I.SHORTCUTS, "Keys", ("F1",), "Every key, and how to change it."),
    ActionSpec(_I.GUIDE, "Guide", ("Shift+F1",), "How Miscount is used, with pictures."),
    ActionSpec(_I.ABOUT, "About Miscount"),
)  # fmt: skip

MENUS: Mapping[str, tuple[ActionId | None, ...]] = {
    "&File": (
        _I.START_PAGE, _I.NEW_PROJECT, _I.OPEN_PROJECT, _I.OPEN_QUICKSTART, _I.OPEN_RUN, None, _I.OPEN_DATASET,
        _I.READING_RULES, None, _I.LOAD_COUNTER, _I.COUNT_PICTURES, _I.AUDIT, None, _I.EXPORT_SCENES, _I.EXPORT_MAPS,
        None, _I.SAVE, _I.SAVE_ELSEWHERE, None,
        _I.QUIT,
    ),
    "&Edit": (
        _I.UNDO, _I.REDO, _I.RECOVER, _I.EDITS_ELSEWHERE, None, _I.COPY_HEADS, _I.CUT_HEADS, _I.PASTE_HEADS,
        _I.INVERT_SELECTION, _I.MERGE_CLOSE, None, _I.SECOND_OPEN, _I.DIFFERENCES, _I.SECOND_NEXT,
        _I.SECOND_TAKE, _I.SECOND_DROP, _I.SECOND_AVERAGE, None,
        _I.PROPOSE_HEADS, _I.ACCEPT_PROPOSALS, _I.REJECT_PROPOSALS, None,
        _I.MARK_EMPTY, _I.MARK_UNLABELLED, None, _I.TOOL_SELECT, _I.TOOL_POINT,
        _I.TOOL_PROPOSE, _I.TOOL_BRUSH, _I.TOOL_ERASE, _I.TOOL_REGION, _I.TOOL_TRIGGER, _I.TOOL_PAN, None,
        _I.PREFERENCES,
    ),
    "&Go": (
        *(action for action, _, _ in _PAGES), None, _I.NEXT_SCENE, _I.PREVIOUS_SCENE, _I.NEXT_UNCHECKED,
        _I.MARK_CHECKED, None, _I.READERS_SAID,
        _I.CHECK_SCENES, _I.CHECK_PEOPLE, _I.NEXT_PROBLEM, _I.PREVIOUS_PROBLEM, _I.FIX_PROBLEM,
        _I.FIX_ALL_PROBLEMS,
    ),
    "&View": (
        _I.FIT, _I.ZOOM_IN, _I.ZOOM_OUT, _I.ZOOM_ACTUAL, None, _I.TOGGLE_OVERLAYS, _I.TOGGLE_BLINK,
        _I.TOGGLE_NAVIGATOR, _I.TOGGLE_PANES, _I.TOGGLE_SPLIT, _I.TOGGLE_SHEET, _I.TOGGLE_LAB, None,
        _I.NEXT_ON_TOUR, _I.PREVIOUS_ON_TOUR, _I.TOGGLE_GRID, _I.MARK_CELL, _I.CLEAR_GRID, None, _I.THEME_SYSTEM,
        _I.THEME_LIGHT, _I.THEME_DARK, None, _I.FONT_LARGER, _I.FONT_SMALLER, _I.FONT_RESET,
        None, _I.WHEEL_SCROLLS,
    ),
    "&Run": (
        _I.RUN_START, _I.RUN_PAUSE, _I.RUN_STOP, _I.RUN_IN_PROCESS, None, _I.RUN_SUITE,
        _I.GO_ON_SUITE, _I.OPEN_SUITE_PAGE, None, _I.LOAD_TRIGGER, _I.SAVE_TRIGGER,
        _I.COPY_TRIGGER, _I.PASTE_TRIGGER, _I.CALIBRATE, _I.EXPLAIN, _I.TOGGLE_POISONED, _I.LABEL_FROM_MAP,
        _I.PROPOSE_KERNEL,
        None, _I.OPEN_REPORT, _I.EXPORT_POISON,
    ),
    "&Help": (_I.GUIDE, _I.SHORTCUTS, _I.PALETTE, None, _I.ABOUT),
}  # fmt: skip
"""The menu bar; None is a separator."""

EXCLUSIVE: tuple[tuple[ActionId, ...], ...] = (
    (
        _I.TOOL_SELECT,
        _I.TOOL_POINT,
        _I.TOOL_BRUSH,
        _I.TOOL_ERASE,
        _I.TOOL_TRIGGER,
        _I.TOOL_PAN,
        _I.TOOL_REGION,
        _I.TOOL_PROPOSE,
    ),
    (_I.THEME_SYSTEM, _I.THEME_LIGHT, _I.THEME_DARK),
    tuple(action for action, _, _ in _PAGES),
)
"""Of these, one is checked."""


def shortcuts_of(overrides: Mapping[str, str]) -> dict[ActionId, tuple[str, ...]]:
    """The keys of every action, the person's own in place of the default; an empty one is none. Others are ignored."""
    own = {name: (key,) if key else () for name, key in overrides.items()}
    return {spec.id: own.get(spec.id.value, spec.shortcuts) for spec in ACTIONS}
