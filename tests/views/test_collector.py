"""Circular garbage with widgets in it waits for the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from desktop.views.collector import Collector


class Knot:
    """A widget that nobody needs any more, in a circle."""

    def __init__(self) -> None:
        self.widget, self.itself = QLabel("Hạnh"), self


def allocate() -> None:
    """As much as makes Python collect in passing."""
    kept = [[place] for place in range(200_000)]
    assert kept


@pytest.fixture
def knot() -> weakref.ref[Knot]:
    return weakref.ref(Knot())


@pytest.fixture
def collector() -> Collector:
    return Collector(QObject())


def on_another_thread() -> None:
    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()


def test_another_thread_leaves_widgets_alone(collector: Collector, knot: weakref.ref[Knot]) -> None:
    on_another_thread()
    assert knot() is not None
    gc.collect()
    assert knot() is None


def test_without_it_another_thread_would_destroy_them(knot: weakref.ref[Knot]) -> None:
    gc.enable()
    on_another_thread()
    assert knot() is None


def test_garbage_is_taken_out_every_few_seconds(qtbot) -> None:
    owner = QObject()
    Collector(owner)
    late = weakref.ref(Knot())
    qtbot.waitUntil(lambda: late() is None, timeout=20_000)
