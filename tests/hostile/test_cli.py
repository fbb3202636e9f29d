"""The command line, called by people and programs that do not read its help."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefgen.cli import COMMANDS
from conftest import MINIMAL

OUTLINED = ("check", "audiences", "gallery", "build")


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    path = tmp_path / "brief.yaml"
    path.write_text(MINIMAL)
    return path


def briefgen(
    folder: Path, *args: str | bytes, shell: str = "", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Run it as its own process; `shell` is what follows the command on a shell's line."""
    command: list[str | bytes] = [sys.executable, "-m", "briefgen", *args]
    if shell:
        words = " ".join(f"'{os.fsdecode(word)}'" for word in command)
        command = ["bash", "-c", f"set -o pipefail; {words} {shell}"]
    run = subprocess.run(command, capture_output=True, cwd=folder, timeout=120, env={**os.environ, **env})  # fmt: skip
    assert b"Traceback" not in run.stderr + run.stdout, run.stderr.decode(errors="replace")
    return run


def test_every_command_refuses_what_it_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefgen.cli import main

    for command in COMMANDS:
        with pytest.raises(SystemExit) as stopped:
            main([command, "--no-such-option"])
        assert stopped.value.code == 2
        assert "usage: briefgen" in capsys.readouterr().err


@pytest.mark.parametrize("command", OUTLINED)
@pytest.mark.parametrize(
    "name", ["none.yaml", ".", "/dev/zero", "brief.yaml/x", "x" * 300, "a\nb", ""]
)
def test_an_outline_that_is_not_there(
    command: str, name: str, outline: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from briefgen.cli import main

    monkeypatch.chdir(outline.parent)
    assert main([command, name]) == 1
    said = capsys.readouterr()
    assert "error: " in said.out + said.err


@pytest.mark.parametrize("name", ["loop", "loop/brief.yaml"])
@pytest.mark.parametrize("command", OUTLINED)
def test_a_link_to_itself_is_no_outline(
    command: str, name: str, outline: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from briefgen.cli import main

    monkeypatch.chdir(outline.parent)
    Path("loop").symlink_to("loop")
    assert main([command, name]) == 1
    said = capsys.readouterr()
    assert "a link that leads back to itself [unreadable-file]" in said.out + said.err
    assert main(["build", "--out", "loop"]) == 3


def test_a_folder_that_was_deleted_meanwhile(outline: Path) -> None:
    run = briefgen(outline.parent, "x", shell=f"; mkdir gone; cd gone; rmdir ../gone; {sys.executable} -m briefgen build")  # fmt: skip
    assert run.returncode == 3
    assert b"the folder that it was called in is not there any more" in run.stderr


@pytest.mark.parametrize("args", [["diff", "a", "b"], ["diff", "a"], ["chart", "x", "-o", "x.svg"], ["chart", "x", "-o", "x.exe"],
                                  ["build", "--audience", "x"], ["build", "--format", "exe"], ["build", "--pages", "0"],
                                  ["build", "--pages", "x"], ["build", "--pages", "9" * 5000], ["nonsense"], []])  # fmt: skip
def test_odd_arguments_are_wrong_usage(
    args: list[str], outline: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from briefgen.cli import main

    monkeypatch.chdir(outline.parent)
    try:
        code: int | str | None = main(args)
    except SystemExit as stopped:
        code = stopped.code
    assert code == 2
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("shell", [">&- 2>&-", "<&-"])
def test_closed_streams(shell: str, outline: Path) -> None:
    assert (
        briefgen(outline.parent, "build", "--format", "pdf", "--verbose", shell=shell).returncode
        == 0
    )
    assert (outline.parent / "out" / "brief.pdf").is_file()


def test_a_reader_that_leaves(outline: Path) -> None:
    assert briefgen(outline.parent, "schema", shell="| head -c 10").stdout == b'{\n  "$sche'


def test_a_full_disk_behind_standard_output(outline: Path) -> None:
    run = briefgen(outline.parent, "schema", shell=">/dev/full")
    assert run.returncode == 3
    assert b"No space left" in run.stderr


def test_few_open_files_are_reported_for_what_they_are(outline: Path) -> None:
    run = briefgen(outline.parent, "x", shell=f"; ulimit -n 7; {sys.executable} -m briefgen build")
    assert run.returncode in (0, 3)
    assert b"what it has to say" not in run.stderr


def test_names_and_terminals_that_are_not_unicode(tmp_path: Path) -> None:
    name = b"caf\xe9.yaml"
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_text(MINIMAL.replace("A title", "Ä title ✓"))
    env = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for variables in ({}, env):
        checked = briefgen(tmp_path, "check", name, **variables)
        assert checked.returncode in (0, 1)
        built = briefgen(tmp_path, "build", name, "--format", "pdf", "--verbose", **variables)
        assert built.returncode == checked.returncode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")
def test_a_folder_that_may_not_be_written_to(outline: Path) -> None:
    folder = outline.parent
    (folder / "secret.yaml").write_text(MINIMAL)
    (folder / "secret.yaml").chmod(0o600)
    for above in folder.parents:
        if above.stat().st_uid == os.geteuid() and str(above).startswith("/tmp/"):
            above.chmod(0o755)
    folder.chmod(0o555)
    code = (
        "import os, sys; os.setgid(65534); os.setuid(65534); from briefgen.cli import main;"
        "print(main(['build', '--format', 'pdf'])); print(main(['check', 'secret.yaml']))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder)
    folder.chmod(0o755)
    if "can't open file" in run.stderr or "No module named" in run.stderr:
        pytest.skip("nobody may not read the package")
    assert "Traceback" not in run.stderr, run.stderr
    assert run.stdout.splitlines()[0] == "3"
    assert run.stdout.splitlines()[-1] == "1"
    assert "choose a folder that you may write to" in run.stderr
    assert "Permission denied" in run.stdout
