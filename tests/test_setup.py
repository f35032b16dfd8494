"""The set-up scripts in tools/, run for real on a machine whose python, apt-get and playwright only write
down what they are asked."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Copies itself into the .venv it makes. MODULE is a file that is there when the venv module is.
FAKE_PYTHON = """#!/bin/sh
case "$*" in
  "-c import sys"*) echo {version}; exit {too_old} ;;
  "-c import ensurepip"*) test -e {world}/venv-module ;;
  "-m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python; cp {world}/playwright .venv/bin/ ;;
  "-m pip install"*) echo "pip $*" >>{world}/asked; test ! -e {world}/pip-fails ;;
  "-m tests.browser") cat {world}/browser 2>/dev/null || {{ echo none on PATH >&2; exit 1; }} ;;
esac
"""
FAKE_COMMAND = """#!/bin/sh
echo "{name} $*" >>{world}/asked
{then}
"""

RUN_PACKAGES = "pip install --only-binary :all: --require-hashes -r requirements.lock"
DEV_PACKAGES = "pip install --only-binary :all: --require-hashes -r requirements-dev.lock"
PROJECT = "pip install --no-build-isolation --no-index --no-deps --editable ."


@dataclass(frozen=True)
class Outcome:
    """What one run of a script came to: exit code, its lines, and what it asked of others."""

    code: int
    lines: tuple[str, ...]
    asked: tuple[str, ...] = ()


@dataclass
class Machine:
    """A checkout in `project` on a machine whose commands are in `world`."""

    project: Path
    world: Path
    environment: dict[str, str] = field(default_factory=dict)

    def has_python(self, name: str, version: str = "3.12", *, too_old: bool = False) -> None:
        self._command(name, FAKE_PYTHON.format(version=version, too_old=int(too_old), world=self.world))

    def has(self, name: str, then: str = "") -> None:
        self._command(name, FAKE_COMMAND.format(name=name, then=then, world=self.world))

    def user(self, number: int) -> None:
        self._command("id", f"#!/bin/sh\necho {number}\n")

    def distribution(self, name: str) -> None:
        (self.world / "os-release").write_text(f"ID={name}\n", encoding="utf-8")

    def run(self, *command: str, **environment: str) -> Outcome:
        """Without standard input, as on CI."""
        done = subprocess.run(
            command,
            cwd=self.project,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Outcome(done.returncode, tuple(done.stdout.splitlines()), self._take_asked())

    def _command(self, name: str, text: str) -> None:
        path = self.world / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def _take_asked(self) -> tuple[str, ...]:
        path = self.world / "asked"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        manners = "--quiet --no-input --disable-pip-version-check "
        return tuple(line.replace("pip -m pip", "pip").replace(manners, "") for line in lines)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian with Python 3.12 and venv, an ordinary user, and a fresh clone."""
    project, world = tmp_path / "project", tmp_path / "world"
    project.mkdir()
    world.mkdir()
    shutil.copytree(ROOT / "tools", project / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (project / name).write_text(f"{name} as first written\n", encoding="utf-8")
    (world / "venv-module").touch()
    made = Machine(project, world)
    made.environment |= {
        "PATH": f"{world}:{os.defpath}",
        "HOME": str(tmp_path),
        "OS_RELEASE": str(world / "os-release"),
    }
    made.has_python("python3.13", version="3.13", too_old=True)
    made.has_python("python3.12")
    made.has("apt-get")
    made.has("playwright")
    made.user(1000)
    made.distribution("debian")
    return made


def change(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "changed\n", encoding="utf-8")


def test_a_fresh_clone_gets_the_run_time_lock_and_the_project(machine: Machine) -> None:
    assert machine.run("tools/setup", "run") == Outcome(
        0,
        ("Making .venv with Python 3.12 …", "Installing packages (about a minute the first time) …"),
        (RUN_PACKAGES, PROJECT),
    )


def test_a_second_time_nothing_is_said_or_installed(machine: Machine) -> None:
    machine.run("tools/setup", "run")

    assert machine.run("tools/setup", "run") == Outcome(0, ())


def test_after_the_tests_the_demo_has_all_it_needs(machine: Machine) -> None:
    assert machine.run("tools/setup", "dev").asked == (DEV_PACKAGES, PROJECT)
    assert machine.run("tools/setup", "run") == Outcome(0, ())


def test_after_the_demo_the_tests_add_to_the_same_venv(machine: Machine) -> None:
    machine.run("tools/setup", "run")

    assert machine.run("tools/setup", "dev") == Outcome(
        0, ("Installing packages (about a minute the first time) …",), (DEV_PACKAGES, PROJECT)
    )
    assert machine.run("tools/setup", "run") == Outcome(0, ())
    assert machine.run("tools/setup", "dev") == Outcome(0, ())


def test_a_changed_pyproject_installs_only_the_project_again(machine: Machine) -> None:
    machine.run("tools/setup", "dev")
    before = (machine.project / "pyproject.toml").read_text(encoding="utf-8")
    change(machine.project / "pyproject.toml")

    assert machine.run("tools/setup", "run") == Outcome(0, (), (PROJECT,))
    assert machine.run("tools/setup", "dev") == Outcome(0, ())

    (machine.project / "pyproject.toml").write_text(before, encoding="utf-8")
    assert machine.run("tools/setup", "dev") == Outcome(0, (), (PROJECT,))


def test_a_changed_lock_makes_the_venv_anew_so_that_it_holds_no_more_than_the_lock(machine: Machine) -> None:
    machine.run("tools/setup", "run")
    (machine.project / ".venv/left-over").touch()
    change(machine.project / "requirements.lock")

    assert machine.run("tools/setup", "run").asked == (RUN_PACKAGES, PROJECT)
    assert not (machine.project / ".venv/left-over").exists()


def test_a_changed_dev_lock_is_nothing_to_the_demo(machine: Machine) -> None:
    machine.run("tools/setup", "dev")
    change(machine.project / "requirements-dev.lock")

    assert machine.run("tools/setup", "run") == Outcome(0, ())
    assert machine.run("tools/setup", "dev").asked == (DEV_PACKAGES, PROJECT)


def test_an_installation_that_failed_shows_why_and_the_next_run_starts_anew(machine: Machine) -> None:
    (machine.world / "pip-fails").touch()
    failed = machine.run("tools/setup", "run")
    (machine.world / "pip-fails").unlink()

    assert (failed.code, failed.lines[-1]) == (
        1,
        "Installing failed (above: what pip said). The next run starts anew.",
    )
    assert machine.run("tools/setup", "run").asked == (RUN_PACKAGES, PROJECT)


def test_adding_the_dev_packages_and_failing_leaves_nothing_that_counts_as_done(machine: Machine) -> None:
    machine.run("tools/setup", "run")
    (machine.world / "pip-fails").touch()
    machine.run("tools/setup", "dev")
    (machine.world / "pip-fails").unlink()

    assert machine.run("tools/setup", "run").asked == (RUN_PACKAGES, PROJECT)


def test_a_half_made_venv_is_made_anew(machine: Machine) -> None:
    (machine.project / ".venv/bin").mkdir(parents=True)
    (machine.project / ".venv/bin/python").symlink_to("/nowhere/python3")

    assert machine.run("tools/setup", "run").asked == (RUN_PACKAGES, PROJECT)


def test_a_folder_that_was_moved_gets_a_venv_of_its_own(machine: Machine) -> None:
    machine.run("tools/setup", "run")
    machine.project = machine.project.rename(machine.project.with_name("elsewhere"))

    assert machine.run("tools/setup", "run").asked == (RUN_PACKAGES, PROJECT)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_someone_elses_venv_is_used_when_it_is_current_and_left_alone_when_not(machine: Machine) -> None:
    machine.run("tools/setup", "run")
    (machine.project / ".venv").chmod(0o555)

    assert machine.run("tools/setup", "run") == Outcome(0, ())
    assert machine.run("tools/setup", "dev") == Outcome(
        1, ("This folder or its .venv is someone else's; use a clone of your own.",)
    )


def test_a_python_that_was_named_replaces_a_venv_of_another_version(machine: Machine) -> None:
    machine.run("tools/setup", "run")
    machine.has_python("my-python", version="3.14")

    named = machine.run("tools/setup", "run", PYTHON="my-python")

    assert named.lines[0] == "Making .venv with Python 3.14 …"
    assert machine.run("tools/setup", "run", PYTHON="my-python") == Outcome(0, ())
    assert machine.run("tools/setup", "run") == Outcome(0, ())


def test_a_name_on_the_path_whose_version_is_not_there_is_passed_over(machine: Machine) -> None:
    machine.has("python3.13", then="exit 127")

    assert machine.run("tools/setup", "run").lines[0] == "Making .venv with Python 3.12 …"


def test_without_a_python_that_is_new_enough_one_line_says_so(machine: Machine) -> None:
    assert machine.run("tools/setup", "run", PYTHON="python3.13") == Outcome(
        1,
        (
            "No Python 3.11 or newer here at python3.13. Install one, or name one: "
            "make demo PYTHON=/path/to/python3",
        ),
    )


def test_root_gets_a_missing_venv_module_from_apt(machine: Machine) -> None:
    (machine.world / "venv-module").unlink()
    machine.user(0)
    machine.has("apt-get", then=f'case "$*" in *install*) touch {machine.world}/venv-module ;; esac')

    done = machine.run("tools/setup", "run", PYTHON="python3.12")

    assert done.lines[0] == "Installing python3.12-venv …"
    assert done.asked == (
        "apt-get update",
        "apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends python3.12-venv",
        RUN_PACKAGES,
        PROJECT,
    )


@pytest.mark.parametrize("user", [0, 1000], ids=["root, where apt fails", "an ordinary user"])
def test_a_missing_venv_module_that_cannot_be_had_is_one_line_to_type(machine: Machine, user: int) -> None:
    (machine.world / "venv-module").unlink()
    machine.user(user)
    machine.has("apt-get", then="exit 100")

    done = machine.run("tools/setup", "run", PYTHON="python3.12")

    assert (done.code, done.lines[-1]) == (
        1,
        "python3.12 has no venv module. As root, type: apt-get install python3.12-venv    "
        "and then the same make command again.",
    )


def test_a_chromium_that_starts_is_used_and_looked_for_only_once(machine: Machine) -> None:
    machine.run("tools/setup", "dev")
    (machine.world / "browser").write_text(f"{machine.world}/id\n", encoding="utf-8")

    assert machine.run("tools/chromium") == Outcome(0, ())
    (machine.world / "browser").unlink()
    assert machine.run("tools/chromium") == Outcome(0, ())


@pytest.mark.parametrize(
    ("distribution", "user", "asked"),
    [
        (
            "debian",
            0,
            (
                "apt-get update",
                "apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "
                "chromium fonts-liberation libatomic1",
            ),
        ),
        (
            "ubuntu",
            0,
            (
                "apt-get update",
                "apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends libatomic1",
                "playwright install --with-deps --only-shell chromium",
            ),
        ),
        ("debian", 1000, ("playwright install --only-shell chromium",)),
        ("ubuntu", 1000, ("playwright install --only-shell chromium",)),
    ],
)
def test_where_there_is_no_chromium_it_comes_from(
    machine: Machine, distribution: str, user: int, asked: tuple[str, ...]
) -> None:
    machine.distribution(distribution)
    machine.user(user)
    machine.run("tools/setup", "dev")

    assert machine.run("tools/chromium").asked == asked


def test_a_chromium_that_cannot_be_had_is_one_line_and_no_reason_to_stop(machine: Machine) -> None:
    machine.has("playwright", then="echo no such host >&2; exit 1")
    machine.run("tools/setup", "dev")
    skipped = (
        "The browser tests are skipped: none on PATH. As root, type: "
        "apt-get install chromium fonts-liberation libatomic1    (what was tried is in .venv/chromium-tried)"
    )

    assert machine.run("tools/chromium") == Outcome(
        0,
        ("Downloading Playwright's Chromium (a minute or two) …", skipped),
        ("playwright install --only-shell chromium",),
    )
    assert "no such host" in (machine.project / ".venv/chromium-tried").read_text(encoding="utf-8")
    assert machine.run("tools/chromium") == Outcome(0, (skipped,))


def test_a_chromium_that_was_named_and_does_not_start_is_not_replaced_by_another(machine: Machine) -> None:
    machine.run("tools/setup", "dev")

    assert machine.run("tools/chromium", CHROMIUM="/nowhere/chromium") == Outcome(
        0, ("The browser tests are skipped: none on PATH.",)
    )
    assert not (machine.project / ".venv/chromium-tried").exists()
