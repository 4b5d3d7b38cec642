"""A plot of lines on two logarithmic axes, as SVG."""
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 480, 70, 20, 40, 130
COLOURS = ("#1b6ca8", "#c0392b", "#1e8449", "#9b59b6", "#b9770e", "#34495e")


def _short(value):
    for size, name in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:g}{name}"
    return f"{value:g}"


class Plot:
    def __init__(self, title, across, up):
        self._title = title
        self._across = across
        self._up = up
        self._lines = []

    def add(self, name, points):
        self._lines.append((name, [(x, y) for x, y in points if x > 0 and y > 0]))

    def _range(self, axis):
        values = [point[axis] for _, points in self._lines for point in points]
        return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def svg(self):
        (x0, x1), (y0, y1) = self._range(0), self._range(1)

        def at_x(value):
            return LEFT + (math.log10(value) - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT)

        def at_y(value):
            return HEIGHT - BOTTOM - (math.log10(value) - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM)

        out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
               f"<title>{self._title}</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
               f'<text x="{WIDTH / 2}" y="22" text-anchor="middle" font-size="15">{self._title}</text>']
        for power in range(x0, x1 + 1):
            x = at_x(10 ** power)
            out.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
            out.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{_short(10 ** power)}</text>')
        for power in range(y0, y1 + 1):
            y = at_y(10 ** power)
            out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dddddd"/>')
            out.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_short(10 ** power)}</text>')
        out.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - BOTTOM + 34}" text-anchor="middle">{self._across}</text>')
        out.append(f'<text transform="translate(16 {(HEIGHT - BOTTOM + TOP) / 2}) rotate(-90)" text-anchor="middle">{self._up}</text>')
        for number, (name, points) in enumerate(self._lines):
            colour = COLOURS[number % len(COLOURS)]
            path = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in points)
            out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            out += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3" fill="{colour}"/>' for x, y in points]
            left, top = LEFT + number % 2 * 350, HEIGHT - BOTTOM + 56 + number // 2 * 22
            out.append(f'<rect x="{left}" y="{top - 10}" width="12" height="12" fill="{colour}"/><text x="{left + 18}" y="{top}">{name}</text>')
        return "\n".join([*out, "</svg>", ""])
