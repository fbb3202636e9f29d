"""The command line: parses arguments, calls the pipeline and the libraries below it, prints.

Exit codes: 0 done; 1 the outline has errors (or, with --strict, warnings); 2 wrong usage; 3 an output could
not be written; 130 interrupted.

A module holds the commands of one subject in its COMMANDS, and imports what they work with when they run, so that
`--help` stays quick.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import errno
import importlib
import io
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import briefgen
from briefgen.cli.common import INTERRUPTED, OK, OUTPUT, USAGE, WRONG, Command, report
from briefgen.model.diagnostics import BriefgenError

# What the system says of standard output when it takes no more, rather than of what a build needs besides.
_UNSAID = {errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT, errno.EBADF, errno.ENXIO}


# The module of each command, in the order of `--help`.
COMMANDS = {
    "build": "build", "watch": "watch", "batch": "batch", "verify": "check", "gallery": "pictures", "check": "check",
    "evidence": "check", "audiences": "editions", "diff": "editions", "init": "authoring", "schema": "authoring",
    "kinds": "authoring", "chart": "pictures", "template": "authoring",
}  # fmt: skip
# Wrong on the command line when they have no place, else in the outline.
_ARGUMENTS = {
    "unknown-audience", "unknown-figure", "chart-format", "no-template", "name-pattern", "executor", "unknown-language",
}  # fmt: skip


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser for a command line: of the command that it begins with alone, so that the others need not be read."""
    parser = argparse.ArgumentParser(
        prog="briefgen", description="One YAML outline of a report becomes a brief, a deck and charts.",
        epilog="Exit codes: 0 done, 1 errors in the outline, 2 wrong usage, 3 output not written, "
        "130 interrupted.",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"briefgen {briefgen.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS if not argv or argv[0] not in COMMANDS else argv[:1]:
        module = importlib.import_module(f"briefgen.cli.{COMMANDS[name]}")
        command: Command = module.COMMANDS[name]
        sub = commands.add_parser(name, help=command.help)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    import briefgen.pipeline.garbage  # noqa: F401

    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller, as by `>&-`
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or pipe that is not Unicode gets escapes for what it cannot show.
            stream.reconfigure(errors="backslashreplace")
    try:
        _forget_settings()
        args = _arguments(argv)
        code = int(args.run(args))
        sys.stdout.flush()
        return code
    except BriefgenError as exc:
        from briefgen.storage.files import OutputError

        report(exc.diagnostics)
        if isinstance(exc, OutputError):
            return OUTPUT
        wrong = all(d.code in _ARGUMENTS and d.place is None for d in exc.diagnostics)
        return USAGE if wrong else WRONG
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _abandon_stdout()  # the reader of a pipe has gone; nothing is left to say to it
        return OK
    except MemoryError:
        print("briefgen: there is not enough memory for this outline", file=sys.stderr)
        return WRONG
    except ImportError as exc:  # not all of it is installed, or there is no memory for it
        print(f"briefgen: a library that it needs cannot be loaded: {exc}", file=sys.stderr)
        return OUTPUT
    except OSError as exc:
        _abandon_stdout()
        asked = "write what it has to say" if exc.errno in _UNSAID else "go on"
        said = exc.strerror or str(exc)
        try:
            Path.cwd()
        except OSError:
            said = "the folder that it was called in is not there any more"
        print(f"briefgen: cannot {asked}: {said}", file=sys.stderr)
        return OUTPUT


def run() -> NoReturn:
    """Run the command line as a program: end the process with its exit code.

    Python itself would first free all objects of the libraries one by one, which takes longer than writing a brief.
    """
    code = main()
    atexit._run_exitfuncs()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _forget_settings() -> None:
    """Take out of the environment what sets libraries up for other programs: outputs are the same for everybody.

    That is reportlab's options, HarfBuzz's, and the window that matplotlib would draw in. What libraries warn of is
    for programmers: they see it where they ask for it (`-W`).
    """
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    for name in [n for n in os.environ if n.startswith(("RL_", "HB_")) or n == "MPLBACKEND"]:
        del os.environ[name]
    # Python would look for the modules of workers in the folder that one is in, where a stranger's may lie.
    os.environ["PYTHONSAFEPATH"] = "1"


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    argv = sys.argv[1:] if argv is None else argv
    args = _parser(argv).parse_args(argv)
    names = getattr(args, "audience", None)
    # `build --audience press brief.yaml`: the last name is the outline's, not an audience's.
    if isinstance(names, list) and len(names) > 1 and names[-1].endswith((".yaml", ".yml")):
        args.outline = names.pop()
    return args


def _abandon_stdout() -> None:
    """Let what is still buffered go nowhere, so that the interpreter's own flush at exit is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
