import hashlib
from pathlib import Path

import pytest

from alwrity.providers import embedded_child
from alwrity.providers.embedded_child import available_cpus, weights


@pytest.fixture(autouse=True)
def four_cpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_without_a_control_group_the_affinity_counts(tmp_path: Path) -> None:
    assert available_cpus(tmp_path) == 4


@pytest.mark.parametrize(
    ("quota", "cpus"),
    [("max 100000", 4), ("200000 100000", 2), ("150000 100000", 1), ("50000 100000", 1)],
)
def test_a_quota_bounds_the_affinity(tmp_path: Path, quota: str, cpus: int) -> None:
    put(tmp_path, "sys/fs/cgroup/cpu.max", quota)
    assert available_cpus(tmp_path) == cpus


def test_the_tightest_group_around_counts(tmp_path: Path) -> None:
    put(tmp_path, "proc/self/cgroup", "0::/a/b\n")
    put(tmp_path, "sys/fs/cgroup/a/b/cpu.max", "max 100000")
    put(tmp_path, "sys/fs/cgroup/a/cpu.max", "300000 100000")
    assert available_cpus(tmp_path) == 3


@pytest.mark.parametrize(("quota", "cpus"), [("-1", 4), ("200000", 2)])
def test_version_1_of_control_groups(tmp_path: Path, quota: str, cpus: int) -> None:
    put(tmp_path, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", quota)
    put(tmp_path, "sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000")
    assert available_cpus(tmp_path) == cpus


def test_the_weights_are_the_expected_ones() -> None:
    path = weights()
    assert path is not None
    with path.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == embedded_child.WEIGHTS_SHA256


def test_no_weights_without_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_child, "WEIGHTS_PACKAGE", "llm_nothing_of_the_kind")
    assert weights() is None
