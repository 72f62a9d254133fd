from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("gongkai", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("gongkai")

SHARED = Path(__file__).resolve().parents[2] / "shared"


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
