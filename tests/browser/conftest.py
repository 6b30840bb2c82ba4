"""One browser for each file of tests."""

from __future__ import annotations

import pytest
from browser.chromium import MISSING, started


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    made = started(tmp_path_factory.mktemp("profile"))
    if made is None:
        pytest.skip(MISSING)
    yield made
    made.quit()
