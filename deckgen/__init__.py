"""Keep an Anki deck as source: Markdown questions in, versioned .apkg decks with stable GUIDs out."""

__version__ = "0.1.0"
