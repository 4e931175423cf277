"""The add-on's windows. They show and ask; what is done about it is ui.py's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aqt.qt import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    Qt,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
    qconnect,
)

from .plan import KEEP_MINE, TAKE_NEW, Conflict
from .texts import plain, readable

Button = QDialogButtonBox.StandardButton


def _dialog(parent: QWidget, title: str, width: int, height: int) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.resize(width, height)
    return dialog, QVBoxLayout(dialog)


def subscribe(parent: QWidget, browse: Callable[[], str], done: Callable[[str], None]) -> QDialog:
    """Ask for the address or folder of a feed."""
    dialog, layout = _dialog(parent, "Subscribe to a deck", 560, 150)
    layout.addWidget(QLabel("Address or folder of the deck's feed (the page of the deck names it):"))
    line, row = QLineEdit(), QHBoxLayout()
    line.setPlaceholderText("https://…/feed.json")
    row.addWidget(line)
    pick = QPushButton("Folder…")
    qconnect(pick.clicked, lambda: line.setText(browse() or line.text()))
    row.addWidget(pick)
    layout.addLayout(row)
    box = QDialogButtonBox(Button.Ok | Button.Cancel)
    ok = box.button(Button.Ok)
    ok.setText("Look")
    ok.setEnabled(False)
    qconnect(line.textChanged, lambda text: ok.setEnabled(bool(text.strip())))

    def accept() -> None:
        dialog.accept()
        done(line.text().strip())

    qconnect(box.accepted, accept)
    qconnect(box.rejected, dialog.reject)
    layout.addWidget(box)
    dialog.show()
    return dialog


def page(
    parent: QWidget,
    title: str,
    html: str,
    yes: str = "",
    no: str = "Close",
    done: Callable[[bool], None] = lambda _: None,
) -> QDialog:
    """Show a page; with `yes`, ask. `done` hears whether that button was pressed."""
    dialog, layout = _dialog(parent, title, 560, 200 if len(html) < 400 else 480)
    text = QTextBrowser()
    text.setOpenExternalLinks(True)
    text.setHtml(html)
    layout.addWidget(text)
    box = QDialogButtonBox(Button.Ok | Button.Cancel if yes else Button.Close)
    if yes:
        box.button(Button.Ok).setText(yes)
        box.button(Button.Cancel).setText(no)
    qconnect(box.accepted, dialog.accept)
    qconnect(box.rejected, dialog.reject)
    qconnect(dialog.finished, lambda result: done(bool(result)))
    layout.addWidget(box)
    dialog.show()
    return dialog


def conflicts(
    parent: QWidget, media: str, found: list[tuple[str, Conflict]], done: Callable[[dict[str, str]], None]
) -> QDialog:
    """List conflicts, each with its question, both texts side by side below; `done` hears the choice per guid.

    `media` is the folder that pictures are shown from.
    """
    dialog, layout = _dialog(parent, "Conflicts: your text and the deck's", 820, 560)
    layout.addWidget(QLabel("You edited these, and the deck changed them too. Yours stay unless you tick a row."))
    table = QTableWidget(len(found), 4)
    table.setHorizontalHeaderLabels(["Take new", "Question", "Field", "Yours"])
    table.verticalHeader().hide()
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
    boxes: list[tuple[str, QCheckBox]] = []

    def tick(guid: str, on: bool) -> None:
        for other, check in boxes:  # a note is taken whole
            if other == guid:
                check.setChecked(on)

    for row, (name, conflict) in enumerate(found):
        check = QCheckBox()
        check.setAccessibleName(f"Take the deck's text: {name}, {conflict.field}")
        qconnect(check.toggled, lambda on, guid=conflict.guid: tick(guid, on))
        boxes.append((conflict.guid, check))
        table.setCellWidget(row, 0, _centred(check))
        for column, text in enumerate((name, conflict.field, plain(conflict.mine)), 1):
            table.setItem(row, column, QTableWidgetItem(text))
    layout.addWidget(table)
    sides, row_ = (QTextBrowser(), QTextBrowser()), QHBoxLayout()
    for title, side in zip(("Yours", "The deck's"), sides):
        side.setSearchPaths([media])
        column_ = QVBoxLayout()
        column_.addWidget(QLabel(f"<b>{title}</b>"))
        column_.addWidget(side)
        row_.addLayout(column_)
    layout.addLayout(row_)

    def show(current: int) -> None:
        if 0 <= current < len(found):
            sides[0].setHtml(readable(found[current][1].mine))
            sides[1].setHtml(readable(found[current][1].new))

    qconnect(table.currentCellChanged, lambda current, *_: show(current))
    if found:
        table.selectRow(0)
        show(0)
    box = QDialogButtonBox(Button.Apply | Button.Cancel)
    for text, on in (("Keep all mine", False), ("Take all new", True)):
        button = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        qconnect(button.clicked, lambda _=False, on=on: [check.setChecked(on) for _, check in boxes])

    def apply() -> None:
        dialog.accept()
        done({guid: TAKE_NEW if check.isChecked() else KEEP_MINE for guid, check in boxes})

    qconnect(box.button(Button.Apply).clicked, apply)
    qconnect(box.rejected, dialog.reject)
    layout.addWidget(box)
    dialog.show()
    return dialog


def _centred(widget: Any) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignCenter)
    return holder
