"""Shops to measure on: a real encrypted folder with as many made-up customers as wanted."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from desktop.models import names
from desktop.models.customer import Customer
from desktop.models.policy import PolicyVersion
from desktop.services.office import Office
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from tests import builders

_FAMILY = (
    "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng",
    "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý",
)  # fmt: skip
_MIDDLE = (
    "Thị", "Thị", "Thị", "Văn", "Văn", "Minh", "Thu", "Ngọc", "Quốc", "Hoàng", "Thanh", "Đức", "Hữu", "Công", "Gia", "Bảo",
    "Khánh", "Phương", "Xuân", "Kim",
)  # fmt: skip
_GIVEN = (
    "Hạnh", "Bảo", "Tâm", "Khôi", "Trang", "Định", "Lê", "Nam", "Anh", "Ánh", "Hương", "Hoa", "Lan", "Mai", "Dũng", "Đạt",
    "Hiếu", "Huy", "Linh", "Long", "Nga", "Nhung", "Phúc", "Quân", "Sơn",
)  # fmt: skip
_STREETS = (
    "Hoa Mai", "Suối Mơ", "Thông Reo", "Phù Đổng", "Đồi Chè", "Đồi Thông", "Nguyễn Du", "Lê Lợi", "Trần Phú", "Hai Bà Trưng",
)  # fmt: skip
_WARDS = (
    "Lâm Viên - Đà Lạt", "Cam Ly - Đà Lạt", "Xuân Hương - Đà Lạt", "Bảo Lộc", "Đức Trọng", "Di Linh",
)  # fmt: skip
_AT_ONCE = 10_000


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def make(path: Path, customers: int) -> None:
    """A shop with one person at the counter and so many customers."""
    folder = ShopFolder(path, now)
    folder.take()
    office, _code = folder.create(
        builders.PASSPHRASE, NewShop(builders.IDENTITY, preset_rules("delivery", date(2026, 1, 1)), "Lan")
    )
    _fill(office, customers)
    office.database.close()
    folder.release()


def opened(path: Path) -> Office:
    """The shop, open for reading; its folder is not locked."""
    return ShopFolder(path, now).unlock(builders.PASSPHRASE)


def _fill(office: Office, customers: int) -> None:
    """By plain SQL: no log entries, the search index fed by its triggers."""
    with office.database.connection() as connection, connection.begin():
        policy_id = connection.scalar(select(PolicyVersion.id))
        for rows in _batches(customers, policy_id):
            connection.execute(insert(Customer.__table__), rows)


def _batches(customers: int, policy_id: int | None) -> Iterator[list[dict[str, Any]]]:
    chance = random.Random(customers)
    for start in range(0, customers, _AT_ONCE):
        yield [_customer(chance, policy_id) for _row in range(min(_AT_ONCE, customers - start))]


def _customer(chance: random.Random, policy_id: int | None) -> dict[str, Any]:
    name = " ".join((chance.choice(_FAMILY), chance.choice(_MIDDLE), chance.choice(_MIDDLE), chance.choice(_GIVEN)))
    phone = f"0{chance.choice('35789')}{chance.randrange(10**8):08}"
    address = f"{chance.randrange(1, 300)} {chance.choice(_STREETS)}, {chance.choice(_WARDS)}"
    folded, order = _folded(name)
    email = f"{folded.replace(' ', '.')}{chance.randrange(1000)}@example.com" if chance.random() < 0.5 else ""
    return {
        "public_id": secrets.token_hex(16), "name": name, "phone": phone, "email": email, "address": address, "group_name": "",
        "benefit_note": "", "entered_on": date(2026, 1, 1), "changed_at": now(), "policy_version_id": policy_id,
        "name_folded": folded, "sort_key": order, "phone_reversed": phone[::-1], "email_folded": email,
        "address_folded": names.fold(address),
    }  # fmt: skip


@cache
def _folded(name: str) -> tuple[str, str]:
    return names.fold(name), names.sort_key(name)
