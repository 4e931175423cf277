"""Brings what people have into a project: one file a format, each from text or bytes to pieces, never to the disk.

source     reads a file or a folder, bounded
FORMATS    what reads which kind of source: pieces (questions in the project's Markdown), media, templates, problems
settle     renders each piece and mends what the project would refuse
writing    pieces become question files: new ones, or more at the end of old ones
"""
