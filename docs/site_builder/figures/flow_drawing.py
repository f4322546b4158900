"""The graph of a layer as a picture: forward upwards to the loss, gradients downwards, shapes on the edges.

One narrow column, so that a phone and a printed page show the same picture as a wide screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docs.site_builder.figures.flow import Edge, Flow, Operation, is_loss, target
from docs.site_builder.figures.svg import Element, drawing, element, figure, formula, markup
from docs.site_builder.languages import label
from yudo.derivations.calculus import Layer, Result

_WIDTH = 360
_LEFT, _RIGHT = 136, 336
_MIDDLE = (_LEFT + _RIGHT) / 2
_GAP, _ROW, _LINE, _FRAME = 58, 54, 15, 14
_APART = 7
_BESIDE = _APART + 9
"""From the middle to what stands beside the arrows."""
_LETTER = 9


def flow_figure(flow: Flow, layers: Mapping[str, Layer], language: str) -> str:
    """Return the graph of a layer as a figure for a page, with its text alternative, in `language`."""
    return figure(
        markup(_Drawing(flow, layers, language).draw()), label("flow caption", language), "yudo-flow"
    )


class _Drawing:
    def __init__(self, flow: Flow, layers: Mapping[str, Layer], language: str) -> None:
        self.flow = flow
        self.layers = layers
        self.language = language
        self.shown: set[str] = set()
        self.total = 0.0

    def draw(self) -> Element:
        operations = self.flow.operations
        heights = [self._height(operation) for operation in operations]
        framed = 2 * _FRAME * any(operation.repeated for operation in operations)
        self.total = sum(heights) + _GAP * (len(heights) + 1) + framed + 4
        title = label("flow title", self.language).format(
            layer=self.layers[self.flow.stem].title[self.language]
        )
        words = " ".join(self._sentences())
        chain = [operations[0].inputs[0], *(operation.output for operation in operations)]
        longest = max(len(edge.plain_gradient or "") for edge in chain)
        width = max(_WIDTH, _MIDDLE + _BESIDE + _LETTER * longest)
        svg = drawing(f"graph-{self.flow.stem}", width, self.total, title, words)
        # A picture has no parts for a screen reader; a group has, as the boxes are links.
        svg.set("role", "group")
        _markers(svg, self.flow.stem)
        first = operations[0]
        z = self._vertical(svg, first.inputs[0], 2.0, after=_FRAME * first.repeated)
        self.shown.add(first.inputs[0].plain)
        bottom = z - _FRAME
        for operation, following, height in zip(operations, [*operations[1:], None], heights, strict=True):
            self._box(svg, operation, z, height)
            z += height
            ends = operation.repeated and not (following and following.repeated)
            if ends:
                self._frame(svg, bottom, z + _FRAME)
            z = self._vertical(svg, operation.output, z, before=_FRAME * ends)
        return svg

    def _y(self, z: float) -> float:
        """Return where a height above the bottom of the picture stands in it."""
        return self.total - z

    def _sides(self, operation: Operation) -> Iterator[list[Edge]]:
        """Yield the inputs that come from the side, one row each; those shown before share a row."""
        again = []
        for edge in operation.inputs:
            if edge.plain == operation.comes_from or edge is self.flow.operations[0].inputs[0]:
                continue
            if edge.plain in self.shown:
                again.append(edge)
            else:
                yield [edge]
        if again:
            yield again

    def _height(self, operation: Operation) -> float:
        # Heights are needed before anything is shown: what an earlier operation takes counts as shown.
        before: set[str] = set()
        for other in self.flow.operations:
            if other is operation:
                break
            before |= {edge.plain for edge in other.inputs}
        self.shown, shown = before, self.shown
        rows = len(list(self._sides(operation)))
        self.shown = shown
        return max(_ROW * rows + 4, 26 + _LINE * (1 + len(operation.results)))

    def _box(self, svg: Element, operation: Operation, z: float, height: float) -> None:
        y = self._y(z + height)
        box = element("rect", svg, x=_LEFT, y=y, width=_RIGHT - _LEFT, height=height, rx=4, class_="box")
        box.set("data-gives", operation.output.plain)
        top = y + height / 2 - _LINE * len(operation.results) / 2 + 4
        element("text", svg, self._name(operation), x=_MIDDLE, y=top, class_="op")
        for place, result in enumerate(operation.results, start=1):
            link = element("a", svg, href=self._place(result))
            element("text", link, result, x=_MIDDLE, y=top + _LINE * place + 1, class_="id")
        rows = list(self._sides(operation))
        for place, edges in enumerate(rows):
            middle = y + height / 2 + _ROW * (place - (len(rows) - 1) / 2)
            self._horizontal(svg, edges, middle)
            self.shown |= {edge.plain for edge in edges}

    def _name(self, operation: Operation) -> str:
        if operation.results:
            return " + ".join(self._title(self._result(name)) for name in operation.results)
        if operation.named is None:
            return operation.output.plain
        said = operation.named[self.language]
        return said[0].upper() + said[1:]

    def _title(self, result: Result) -> str:
        """Return the name of an operation: that of its layer, unless the layer takes part more than once."""
        here = {name for operation in self.flow.operations for name in operation.results}
        parts = [name for name in here if name.startswith(f"{result.layer}.")]
        whole = is_loss(result) or result is target(self.layers[result.layer])
        own = result.layer == self.flow.stem and len(self.flow.operations) > 1
        titled = self.layers[result.layer].title if whole and len(parts) == 1 and not own else result.title
        return titled[self.language]

    def _place(self, identifier: str) -> str:
        """Where a result is derived, as seen from the lecture that the drawing is in."""
        stem = identifier.partition(".")[0]
        return f"#{identifier}" if stem == self.flow.stem else f"../{stem}/#{identifier}"

    def _result(self, identifier: str) -> Result:
        stem, _, name = identifier.partition(".")
        return self.layers[stem].results[name]

    def _vertical(self, svg: Element, edge: Edge, z: float, before: float = 0, after: float = 0) -> float:
        """Draw an edge of the chain upwards from the height `z`, its gradient downwards; return its end.

        `before` and `after` lengthen it where it crosses the frame, outside of which its names stand.
        """
        end = z + before + _GAP + after
        up, down, middle = _MIDDLE - _APART, _MIDDLE + _APART, self._y(z + before + _GAP / 2)
        # The name of what has no shape stands in the middle.
        line = middle - 3 if edge.shape else middle + 5
        self._arrow(svg, "forward", [edge], up, self._y(z + 3), up, self._y(end - 3))
        formula(svg, edge.name, _MIDDLE - _BESIDE, line, class_="end", data_forward=edge.plain)
        formula(svg, edge.shape, _MIDDLE - _BESIDE, middle + 13, class_="shape end")
        if edge.gradient is not None:
            self._arrow(svg, "backward", [edge], down, self._y(end - 3), down, self._y(z + 3))
            formula(svg, edge.gradient, _MIDDLE + _BESIDE, line, data_backward=edge.plain)
            formula(svg, edge.shape, _MIDDLE + _BESIDE, middle + 13, class_="shape")
        return end

    def _horizontal(self, svg: Element, edges: list[Edge], y: float) -> None:
        """Draw what comes from the side, and the gradients that go back there.

        The shape stands where a tensor first comes from.
        """
        again = edges[0].plain in self.shown
        returned = [edge for edge in edges if edge.gradient is not None]
        shift = 4 if returned else 0
        self._arrow(svg, "forward", edges, 4, y - shift, _LEFT - 3, y - shift)
        formula(svg, ", ".join(edge.name for edge in edges), 6, y - shift - 6, data_forward=_names(edges))
        shape = "" if again else edges[0].shape
        formula(svg, shape, _LEFT - 12, y - shift - 6, class_="shape end")
        if returned:
            self._arrow(svg, "backward", returned, _LEFT - 3, y + shift, 4, y + shift)
            gradients = ", ".join(edge.gradient or "" for edge in returned)
            formula(svg, gradients, 6, y + shift + 15, data_backward=_names(returned))
            formula(svg, shape, _LEFT - 12, y + shift + 15, class_="shape end")

    def _arrow(
        self, svg: Element, kind: str, edges: Sequence[Edge], x1: float, y1: float, x2: float, y2: float
    ) -> None:
        arrow = element("line", svg, x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)
        arrow.set(f"data-{kind}", _names(edges))
        arrow.set("marker-end", f"url(#graph-{self.flow.stem}-{kind})")

    def _frame(self, svg: Element, bottom: float, top: float) -> None:
        y, width = self._y(top), _WIDTH - 2
        element("rect", svg, x=1, y=y, width=width, height=top - bottom, rx=8, class_="frame")
        formula(svg, self.flow.repeats, _WIDTH - 8, self._y(bottom) + 14, class_="shape end")

    def _sentences(self) -> Iterator[str]:
        """Yield the text alternative: what each operation takes and gives, then the gradients."""
        yield label("flow forward", self.language)
        for operation in self.flow.operations:
            takes = ", ".join(self._spoken(edge) for edge in operation.inputs)
            repeated = f" ({self.flow.repeats.replace(' ', '')})" if operation.repeated else ""
            yield label("flow operation", self.language).format(
                operation=(" + ".join(operation.results) or self._name(operation)) + repeated,
                takes=takes,
                gives=self._spoken(operation.output),
            )
        yield label("flow backward", self.language)
        edges = {edge.plain: edge for op in self.flow.operations for edge in (*op.inputs, op.output)}
        for edge in reversed(edges.values()):
            if edge.plain_gradient not in (None, "1"):
                yield label("flow gradient", self.language).format(
                    gradient=edge.plain_gradient, of=edge.plain, shape=edge.plain_shape
                )

    def _spoken(self, edge: Edge) -> str:
        return f"{edge.plain} {edge.plain_shape or label('flow scalar', self.language)}"


def _names(edges: Iterable[Edge]) -> str:
    """The names by which a page that goes through the graph step by step finds an arrow and its words."""
    return " ".join(edge.plain for edge in edges)


def _markers(svg: Element, stem: str) -> None:
    definitions = element("defs", svg)
    for kind in ("forward", "backward"):
        marker = element(
            "marker", definitions, id=f"graph-{stem}-{kind}", viewBox="0 0 8 8", refX=7, refY=4, orient="auto"
        )
        # In units of the picture: the head of an arrow stays what it is when the arrow is drawn thicker.
        marker.set("markerUnits", "userSpaceOnUse")
        marker.set("markerWidth", "11")
        marker.set("markerHeight", "11")
        element("path", marker, d="M0 0.5 8 4 0 7.5z", class_=f"{kind}-head")
