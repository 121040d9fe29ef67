"""The one kind of failure that the owner can mend herself."""

from __future__ import annotations


class UserError(Exception):
    """Something the owner can do something about.

    ``message`` is a sentence in her language; ``field`` names the input it belongs to, so that a form can show the sentence
    beside it. The text never holds personal data beyond what she is just typing.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class FieldErrors(UserError):
    """Several fields are wrong at once; ``errors`` maps a field's name to its sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        field, message = next(iter(errors.items()))
        super().__init__(message, field)
        self.errors = errors


def errors_of(problem: UserError) -> dict[str, str]:
    """By field what is wrong, whether one field is or several are."""
    return problem.errors if isinstance(problem, FieldErrors) else {problem.field: problem.message}
