"""Cliff walking: the greedy paths of Q-learning and SARSA after training with epsilon-greedy exploration."""

import numpy as np
from matplotlib.patches import Rectangle
from plate import BLUE, INK, ORANGE, PLATE, RED, SOFT, figure, save

ROWS, COLUMNS, START, GOAL = 4, 12, (3, 0), (3, 11)
MOVES = [(-1, 0), (0, 1), (1, 0), (0, -1)]


def step(place: tuple[int, int], action: int) -> tuple[float, tuple[int, int], bool]:
    row = min(max(place[0] + MOVES[action][0], 0), ROWS - 1)
    column = min(max(place[1] + MOVES[action][1], 0), COLUMNS - 1)
    if row == 3 and 0 < column < 11:
        return -100.0, START, False
    return -1.0, (row, column), (row, column) == GOAL


def learn(on_policy: bool, episodes: int = 20_000, eps: float = 0.1) -> np.ndarray:
    rng = np.random.default_rng(0)
    q = np.zeros((ROWS, COLUMNS, 4))

    def act(place: tuple[int, int]) -> int:
        return int(rng.integers(4)) if rng.random() < eps else int(q[place].argmax())

    for episode in range(episodes):
        rate = 0.5 / (1 + episode / 200)
        place, done = START, False
        action = act(place)
        while not done:
            reward, after, done = step(place, action)
            following = act(after)
            best = q[after][following] if on_policy else q[after].max()
            q[place][action] += rate * (reward + (0.0 if done else best) - q[place][action])
            place, action = after, following
    return q


def path(q: np.ndarray) -> list[tuple[int, int]]:
    places, done = [START], False
    while not done and len(places) < 60:
        _, place, done = step(places[-1], int(q[places[-1]].argmax()))
        places.append(place)
    return places


if __name__ == "__main__":
    drawing, (axis,) = figure(height=2.1)
    middle, plate = {"ha": "center", "va": "center"}, {"facecolor": PLATE, "edgecolor": "none", "pad": 2}
    for row in range(ROWS):
        for column in range(COLUMNS):
            axis.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=SOFT, linewidth=0.4))
    axis.add_patch(Rectangle((0.5, 2.5), 10, 1, facecolor=RED, alpha=0.3))
    axis.text(5.5, 3, "cliff: −100, back to the start", fontsize=10.5, color=INK, **middle)
    for on_policy, colour, name in ((False, ORANGE, "Q-learning"), (True, BLUE, "SARSA")):
        places = path(learn(on_policy))
        rows, columns = np.array(places).T
        columns = columns + (0.1 if on_policy else -0.1)  # so that shared cells show both
        axis.plot(columns, rows, color=colour, linewidth=2.6)
        axis.text(5.5, rows[6], f"{name}: {len(places) - 1} steps", color=colour, **middle, bbox=plate)
    axis.text(0, 3.05, "S", ha="center", va="top", weight="bold")
    axis.text(11, 3.05, "G", ha="center", va="top", weight="bold")
    axis.set(xlim=(-0.6, 11.6), ylim=(3.6, -0.6), xticks=[], yticks=[], aspect="equal")
    axis.spines[:].set_visible(False)
    save(drawing, __file__)
