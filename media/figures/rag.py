"""The two paths of retrieval-augmented generation and the index that joins them."""

from plate import BLUE, GREEN, INK, ORANGE, SOFT, figure, save

BOXES = {
    "docs": ((0.1, 0.82), "documents", SOFT),
    "chunks": ((0.36, 0.82), "chunks", SOFT),
    "embed": ((0.62, 0.82), "embed", BLUE),
    "index": ((0.88, 0.82), "index", ORANGE),
    "question": ((0.1, 0.4), "question", SOFT),
    "query": ((0.62, 0.4), "embed", BLUE),
    "search": ((0.88, 0.4), "top k", ORANGE),
    "prompt": ((0.62, 0.1), "prompt:\nquestion + passages", GREEN),
    "answer": ((0.16, 0.1), "answer", GREEN),
}
drawing, (axis,) = figure(height=2.9)
axis.set(xlim=(0, 0.98), ylim=(-0.02, 1.08))
axis.axis("off")
patches = {}
for name, (place, words, colour) in BOXES.items():
    box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": colour, "linewidth": 1.4}
    patches[name] = axis.text(*place, words, ha="center", va="center", bbox=box, fontsize=9.5).get_bbox_patch()
PAIRS = ["docs-chunks", "chunks-embed", "embed-index", "question-query", "query-search", "index-search"]
for start, end in [pair.split("-") for pair in [*PAIRS, "search-prompt", "question-prompt", "prompt-answer"]]:
    look = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.1, "mutation_scale": 10}
    look |= {"patchA": patches[start], "patchB": patches[end], "shrinkA": 2, "shrinkB": 2}
    axis.annotate("", BOXES[end][0], BOXES[start][0], arrowprops=look)
axis.text(0.02, 0.98, "once, and when documents change", fontsize=9.5, color=SOFT)
axis.text(0.02, 0.55, "for every question", fontsize=9.5, color=SOFT)
save(drawing, __file__)
