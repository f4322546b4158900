"""Turn a file of somebody else's into a module, whatever stands in the way, and say what was done.

    from yudo.verification.checking.load import load

    loaded = load(Path("layers.py"), root=Path("."))
    loaded.module.affine_forward        # an ordinary function, which can be called and traced
    loaded.definitions                  # {"affine_forward": 12, "Net": 40, "Net.loss": 52}, of this file only
    loaded.broken                       # {"conv_forward": 80}: what it tries to define and could not be
    loaded.notes                        # Note(code="removed-numpy-name", text=Text(ko=…, en=…), line=7), …
    loaded.place(12).en                 # "line 12", or "code cell 3, line 5"

Python 2 is read as Python 3; names that NumPy no longer has are rewritten; relative imports, missing files of
the course and missing packages are met (`imports`); the module is run statement by statement, and one that
fails or takes too long is skipped; syntax errors cost only the function they are in; notebooks are read too.

Loading runs the file's code and changes this process's import system, so it belongs in a process of its own
(`yudo.verification.sandbox`). ``loaded.unload()`` takes the changes back, for tests.
"""

from yudo.verification.checking.load.inert import Inert, MissingModule
from yudo.verification.checking.load.loaded import Loaded, load
from yudo.verification.checking.load.notes import Note
from yudo.verification.checking.load.reading import Source, UnreadableFile

__all__ = ["Inert", "Loaded", "MissingModule", "Note", "Source", "UnreadableFile", "load"]
