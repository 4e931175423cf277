"""Brings what people have into a project: one file a format, values in and values out, the disk behind two doors.

gather      the whole import, read top to bottom: read, settle, plan
doors       source (files and folders, bounded), archive (packages: zip, zstd, media map)
Markdown    markdown with outline, asking, shapes, words (where questions are), answers, fit, lists, texforms (text)
tables      tablefile (rows), table (rows → pieces)
Anki        apkg, crowdanki, collection (SQLite), protobuf → notes (→ pieces), adopt (foreign notetypes → templates)
HTML back   fieldhtml (made ready), htmlback and codeback (markdownify with our converters), back (rendered, compared)
pieces      piece (what all formats hand on), pictures (media, links), settle (mended until it builds)
writing     places (titles → folders and files), shares, writing (pieces → files, new or longer ones)
"""
