"""Giữ Lời: keeps every promise of a household shop's own privacy policy."""

__version__ = "0.1.0"
