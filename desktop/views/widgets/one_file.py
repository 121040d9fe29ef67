"""Room for one file, such as a signed slip: a photo or a PDF, shown small; another one takes its place."""

from __future__ import annotations

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.media import media_type
from desktop.services.stored_files import NewFile
from desktop.views.error_dialogs import errors_shown, show_sentence
from desktop.views.widgets.evidence import EvidenceBox, Thumbnail, thumbnail


class OneFile(EvidenceBox):
    """``file`` is the one that was brought; what is no photo and no PDF is refused in words, and the one before stays."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.file: NewFile | None = None
        self.brought.connect(self._take)
        self.refused.connect(self._refuse)

    def start(self) -> None:
        """No file yet."""
        self.file = None
        self.show_thumbnails([])

    def _take(self, files: tuple[NewFile, ...]) -> None:
        file = files[0]
        with errors_shown(self):
            picture = thumbnail(file.content, media_type(file.content))
            self.file = file
            self.show_thumbnails([Thumbnail(0, file.name, picture)])
            if len(files) > 1:
                raise UserError(_("Only one file goes here: “{name}” was taken.").format(name=file.name))

    def _refuse(self, sentence: str) -> None:
        show_sentence(self, sentence)
