"""The counter of a shop whose customers come due, on screens that are read in English here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from desktop import i18n
from desktop.views.deletions.page import DeletionsPage
from tests.views.conftest import Desk
from tests.views.erasures import fill, open_list


@pytest.fixture(autouse=True)
def in_english(dressed: None) -> None:
    i18n.use_language("en")


@pytest.fixture
def desk(make_desk) -> Desk:
    return make_desk("in_store", fill=fill)


@pytest.fixture
def open_page(qtbot) -> Callable[[Desk], DeletionsPage]:
    return partial(open_list, qtbot)
