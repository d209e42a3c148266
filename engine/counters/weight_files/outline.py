"""What a pickle would build, found out without building it: torch's few instructions, carried out on descriptions."""

import pickletools
from dataclasses import dataclass
from typing import Any, BinaryIO

from .allowed import MAKERS, PLAIN_NAMES, STORAGES, Layout, Named, Settings, Storage, filled, key_of
from .limits import MOST_BYTES, DamagedError, RefusedError, gigabytes, shown

MOST_STEPS = 2_000_000
"""Instructions of one pickle; a CLIP-EBC with its optimizer has about 50,000."""

MOST_PICKLE_BYTES = 64 * 2**20
"""Of what is read of a file before its numbers."""

_CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "EMPTY_TUPLE": ()}
_LITERALS = frozenset({"BININT", "BININT1", "BININT2", "BINFLOAT", "BINUNICODE", "SHORT_BINSTRING", "LONG1"})
_EMPTY = {"EMPTY_DICT": dict, "EMPTY_LIST": list}
_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}


@dataclass(frozen=True)
class Outline:
    """What a pickle describes, and the storages that it wants by their key."""

    content: Any
    storages: dict[str, Storage]


def outline(stream: BinaryIO, *, compiled: bool = False) -> Outline:
    """Follow one pickle from where `stream` stands to its end; in a `compiled` model, modules are holders of tensors.

    Raises RefusedError for what is no plain data, DamagedError, and what `pickletools` raises of a damaged pickle.
    """
    machine = _Machine(compiled)
    for number, (opcode, argument, _) in enumerate(pickletools.genops(stream)):
        if number > MOST_STEPS:
            raise RefusedError(f"a pickle of more than {MOST_STEPS:,} instructions")
        if opcode.name == "STOP":
            (content,) = machine.stack
            return Outline(content, machine.storages)
        machine.step(opcode.name, argument)
    raise DamagedError("a pickle without its end")


class _Machine:
    """The stack and the memo of an unpickler that knows the instructions of torch's and no others."""

    def __init__(self, compiled: bool) -> None:
        self.stack: list[Any] = []
        self.storages: dict[str, Storage] = {}
        self._marks: list[list[Any]] = []
        self._memo: dict[int, Any] = {}
        self._compiled = compiled
        self._bytes = 0

    def step(self, name: str, argument: Any) -> None:
        """Carry out one instruction."""
        if name in _LITERALS:
            self.stack.append(argument)
        elif name in _CONSTANTS:
            self.stack.append(_CONSTANTS[name])
        elif name in _EMPTY:
            self.stack.append(_EMPTY[name]())
        elif name in _TUPLES:
            size = _TUPLES[name]
            if len(self.stack) < size:
                raise DamagedError("a pickle whose parts do not fit together")
            self.stack[-size:] = [tuple(self.stack[-size:])]
        else:
            self._other(name, argument)

    def _other(self, name: str, argument: Any) -> None:
        match name:
            case "BINPUT" | "LONG_BINPUT":
                self._memo[argument] = self.stack[-1]
            case "BINGET" | "LONG_BINGET":
                self.stack.append(self._memo[argument])
            case "MARK":
                self._marks.append(self.stack)
                self.stack = []
            case "TUPLE":
                items = self._since_mark()
                self.stack.append(tuple(items))
            case "APPEND" | "APPENDS":
                items = [self.stack.pop()] if name == "APPEND" else self._since_mark()
                self._target(list).extend(items)
            case "SETITEM" | "SETITEMS":
                items = [self.stack.pop(-2), self.stack.pop()] if name == "SETITEM" else self._since_mark()
                pairs = zip(items[::2], items[1::2], strict=True)
                self._target(dict).update({key_of(key): value for key, value in pairs})
            case "GLOBAL":
                self.stack.append(self._named(argument))
            case "REDUCE" | "NEWOBJ":
                arguments, called = self.stack.pop(), self.stack.pop()
                self.stack.append(self._made(called, arguments))
            case "BUILD":
                state = self.stack.pop()
                filled(self.stack[-1], state)
            case "BINPERSID":
                self.stack.append(self._storage(self.stack.pop()))
            case "PROTO":
                pass
            case _:
                raise RefusedError(f"a pickle with the instruction {name}, which torch.save does not write by itself")

    def _since_mark(self) -> list[Any]:
        items, self.stack = self.stack, self._marks.pop()
        return items

    def _target(self, kind: type) -> Any:
        if type(self.stack[-1]) is not kind:
            raise DamagedError("a pickle whose parts do not fit together")
        return self.stack[-1]

    def _named(self, argument: str) -> Named:
        name = argument.replace(" ", ".", 1).replace("torch.tensor.", "torch._tensor.", 1)
        known = name in MAKERS or name in PLAIN_NAMES
        if not known and not (self._compiled and name.startswith(("__torch__.", "torch.jit._pickle."))):
            raise RefusedError(f"a pickle that calls {shown(name)}")
        return Named(name)

    def _made(self, called: object, arguments: Any) -> Any:
        if type(called) is not Named or type(arguments) is not tuple:
            raise DamagedError("a pickle whose parts do not fit together")
        if self._compiled and called.name.startswith("__torch__."):
            return Settings()
        if self._compiled and called.name.startswith("torch.jit._pickle."):
            return arguments[0]  # a list and the words for its type
        if called.name not in MAKERS:
            raise RefusedError(f"a pickle that calls {shown(called.name)}")
        made = MAKERS[called.name](arguments)
        if type(made) is Layout:
            self._bytes += made.nbytes
            if self._bytes > MOST_BYTES:
                raise RefusedError(f"tensors of more than {gigabytes(MOST_BYTES)}")
        return made

    def _storage(self, said: object) -> Storage:
        if type(said) is not tuple or len(said) not in (5, 6) or said[0] != "storage":
            raise DamagedError("numbers that lie nowhere")
        _, kind, key, place, count, *view = said
        if type(kind) is not Named or kind.name not in STORAGES:
            raise RefusedError("numbers of an unknown type")
        if type(key) is not str or type(place) is not str or type(count) is not int or count < 0:
            raise DamagedError("numbers that lie nowhere")
        if any(part is not None for part in view):
            raise RefusedError("views of storages, as torch before 0.4 wrote them")
        found = Storage(key, STORAGES[kind.name], count)
        if self.storages.setdefault(key, found) != found:
            raise DamagedError("numbers of two types in one place")
        return found
