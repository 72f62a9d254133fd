import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile("gongkai", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
# Fresh seeds, and no end at the first examples: what it finds is printed so that it can be made a fixed case.
settings.register_profile(
    "explore",
    deadline=None,
    suppress_health_check=list(HealthCheck),
    max_examples=1000,
    print_blob=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gongkai"))

SHARED = Path(__file__).resolve().parents[2] / "shared"

SLOW = frozenset(
    {
        "test_deletions.py",
        "test_fetch.py::test_at_whatever_byte_it_was_killed_it_goes_on",
        "test_docs.py::test_all_that_a_page_tells_to_type_works",
        "test_fetch.py::test_killed_it_goes_on_and_has_each_document_once",
        "test_notebooks.py",
        "test_plugins.py",
        "test_site_browser.py",
        "test_publish_killed.py::test_killed_at_every_event_the_package_is_the_old_or_the_new_one",
        "test_publish_killed.py::test_frictionless_reads_what_a_kill_behind_the_switch_left",
        "test_publish_killed.py::test_a_reader_beside_a_writer_never_mixes",
        "test_publish_killed.py::TestTwoBuilds::test_many_at_once_leave_one_whole_package",
        "test_docs_findings.py",
        "test_content.py::test_what_only_the_source_can_tell_passes_unseen",
        "test_content.py::test_whatever_the_rows_say_nothing_is_raised",
        "test_read_ocr.py",
        "test_read_picture.py",
        "test_one_bad_file.py::test_mutated_reports_never_break_the_whole",
        "test_one_edit.py::test_a_form_is_one_file",
        "test_package.py::TestLoad::test_a_package_that_is_always_replaced_is_told",
        "test_read_sheet.py::test_a_million_blank_rows_are_passed_over",
        "test_supervised.py",
    }
)
"""Files and tests that take long: scans, notebooks, kills, a million rows. `make test-fast` leaves them out."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes long; `make test` runs it, `make test-fast` does not")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _is_slow(item):
            item.add_marker("slow")
    # What takes longest begins first, so that no worker is left with it when the others are done.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _is_slow(item: pytest.Item) -> bool:
    name = item.nodeid.partition("[")[0].rpartition("/")[2]
    return name in SLOW or item.path.name in SLOW


@pytest.fixture
def samples() -> Path:
    """The folder of real documents, which are not ours to publish."""
    folder = SHARED / "samples"
    if not folder.is_dir():
        pytest.skip("the folder of sample documents is not here")
    return folder


@pytest.fixture
def truth() -> Path:
    """What a careful reader takes from the sample documents."""
    folder = SHARED / "truth"
    if not folder.is_dir():
        pytest.skip("the folder of truth files is not here")
    return folder
