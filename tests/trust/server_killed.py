"""A PostgreSQL server, or a program that writes to it, killed while officers decide."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.storage.conftest import Day
from tests.trust.figures import Figure, a_folder
from workbench.errors import WorkbenchError
from workbench.storage import history
from workbench.storage.store import Store
from workbench.storage.verification import verify

PORT = 54331
URL = f"postgresql+psycopg://postgres@127.0.0.1:{PORT}/postgres"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def run(share: float, seed: int) -> Figure | None:
    """10 programs and 10 servers killed (a share of them). None without a server to start."""
    if not BINARIES or os.geteuid() != 0 or shutil.which("setpriv") is None:
        return None
    dice = random.Random(seed)
    times = max(2, int(10 * share))
    with a_folder() as folder:
        folder.chmod(0o755)
        data = _new_server(folder)
        held = sum(_program_killed(folder, data, dice) for _n in range(times))
        held += sum(_server_killed(folder, data, dice) for _n in range(times))
        red = not _server_killed(folder, data, dice, "synchronous_commit=off")
    return Figure(
        "T5c PostgreSQL killed",
        2 * times,
        held,
        "0 lost, chain whole",
        None if not red else True,
        "half programs, half servers",
        seed,
    )


def _new_server(folder: Path) -> Path:
    home = folder / "server"
    home.mkdir()
    shutil.chown(home, "postgres")
    _as_postgres("initdb", "-D", str(home / "data"), "-A", "trust", "-U", "postgres").wait()
    with _serving(home), Store.open(URL, key_folder=folder / "private"):
        pass
    return home


def _as_postgres(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    who = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
    return subprocess.Popen(
        [*who, str(BINARIES[-1] / program), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@contextmanager
def _serving(home: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    settings = [word for option in options for word in ("-c", option)]
    server = _as_postgres(
        "postgres", "-D", str(home / "data"), "-p", str(PORT), "-k", str(home),
        "-c", "listen_addresses=127.0.0.1", *settings,
    )  # fmt: skip
    for _wait in range(150):
        if _as_postgres("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(PORT)).wait() == 0:
            break
        time.sleep(0.2)
    try:
        yield server
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGINT)
        server.wait()


def _working(folder: Path, first: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.trust.server_killed", str(folder), str(first)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _program_killed(folder: Path, home: Path, dice: random.Random) -> bool:
    with _serving(home):
        program = _working(folder, dice.randrange(10**6))
        assert program.stdout
        told = [program.stdout.readline()]
        time.sleep(dice.uniform(0, 1))
        program.kill()
        told += program.stdout.readlines()
        program.wait()
        return _whole(folder, told)


def _server_killed(folder: Path, home: Path, dice: random.Random, *options: str) -> bool:
    with _serving(home, *options) as server:
        program = _working(folder, dice.randrange(10**6))
        assert program.stdout
        told = [program.stdout.readline()]
        time.sleep(dice.uniform(0, 1))
        os.killpg(server.pid, signal.SIGKILL)
        told += program.stdout.readlines()
        program.wait()
    with _serving(home):
        return _whole(folder, told)


def _whole(folder: Path, told: list[str]) -> bool:
    promised = max((int(line) for line in told if line.endswith("\n")), default=0)
    for _again in range(50):
        try:
            with Store.open(URL, key_folder=folder / "private") as store:
                found = verify(store)
            return found.ok and found.events >= promised
        except WorkbenchError:
            time.sleep(0.2)
    return False


def main() -> None:
    """Import and assess without end, telling each journal entry that was promised."""
    folder, first = Path(sys.argv[1]), 12 * int(sys.argv[2])
    with Store.open(URL, key_folder=folder / "private") as store:
        day = Day(store, folder)
        while True:
            day.add(12, first=first + 1)
            sys.stdout.write(f"{history.events(store, size=1)[0].seq}\n")
            sys.stdout.flush()
            first += 12


if __name__ == "__main__":
    main()
