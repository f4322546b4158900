"""What plain NumPy says of a pair: its backward beside central differences of its forward, at small inputs.

This decides nothing for all shapes. It finds what is wrong where symbols cannot read the code, and it is held
against every proof: what is proven and does not show in numbers is not proven.
"""

from __future__ import annotations

import linecache
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from yudo.derivations.calculus.text import Text
from yudo.verification.symbolic.arrays.errors import NumPyRefuses, Unreadable
from yudo.verification.symbolic.holding import Held
from yudo.verification.symbolic.inputs import Shape, is_probability, length, upstream_name
from yudo.verification.verdicts import Counterexample, raised

Function = Callable[..., Any]

SEED = 20_261
LARGE = 300
"""Beyond the range of an 8-bit integer: what counts in one shows."""
_MOST_ENTRIES = 24
"""Entries of one input that are looked at by themselves at one case."""
_FEW_ENTRIES = 3
_MOST_NUMBERS = 20_000
"""Numbers in the inputs of one case."""
_FEWEST_CASES = 6
"""Where fewer sizes are tried, because shapes are numbers, other entries are: one draw may hide much."""
_FACTORS = (2, 3, 4)
"""What code may want a size to be divisible by: into halves, gates, groups."""
_MOST_LINES, _LINES_PER_INPUT = 20_000, 500_000
"""Lines of Python that a run of the forward may take, and those for all entries of one input."""
_NEARBY = 96
"""How many points around a special one are looked at before a difference there is called an error.

Where windows overlap and share their maximum, it takes a rare order of the entries to tell them apart.
"""
_STEP = 2.0**-10
_NOTICED = 1e-5
"""A gradient is called wrong from this relative distance on: far beyond what the differences leave open."""


AT_SECOND_CALL = Text(
    "같은 인자로 두 번째 부르면 이렇게 된다", "the second call with the same arguments returns this"
)


@dataclass
class Values:
    """What was seen.

    Attributes
    ----------
    agreed
        The sizes at which every gradient agreed with the differences.
    wrong
        By input: where its gradient does not.
    crash
        Inputs that the forward takes and on which the backward raises.
    hole
        By input: where its gradient is no number though the forward is smooth there.
    refusals
        Sizes that the code, of its own accord, does not take, and why.
    condition
        What the sizes must be for the code to run, in words, if it runs for those alone.
    multiple
        The size that must be a multiple of a number, and that number, if that is the condition.
    reason
        Why nothing could be compared, if so.
    failed
        The first inputs on which the forward raises, not of its own accord.
    failing
        All sizes at which it raises.
    broken
        Whether it raises because of something that is not there, which no other inputs would mend.
    unfit
        Sizes at which the backward raises or returns gradients of other shapes, and of which input.
    """

    agreed: list[Mapping[str, int]] = field(default_factory=list)
    wrong: dict[str, Counterexample] = field(default_factory=dict)
    crash: Counterexample | None = None
    hole: dict[str, Counterexample] = field(default_factory=dict)
    refusals: list[tuple[Mapping[str, int], Text]] = field(default_factory=list)
    condition: Text | None = None
    multiple: tuple[str, int] | None = None
    reason: Text | None = None
    failed: Counterexample | None = None
    failing: list[Mapping[str, int]] = field(default_factory=list)
    broken: bool = False
    unfit: list[tuple[Mapping[str, int], Counterexample, str | None]] = field(default_factory=list)

    @property
    def refutes(self) -> bool:
        """Whether plain NumPy shows that something is wrong."""
        return bool(self.wrong or self.hole or self.crash is not None)


def compare_values(
    forward: Function,
    backward: Function,
    shapes: Mapping[str, Shape],
    sizes: Sequence[dict[str, int]] | None = None,
) -> Values:
    """Run both in plain NumPy at sizes that are 1, equal, different, even and large, and at exact zeros.

    At ``sizes`` that are given, few entries are looked at by themselves, and no zeros.
    """
    try:
        if sizes is not None:
            return _compared(forward, backward, shapes, sizes, _FEW_ENTRIES)
        return _compared(forward, backward, shapes, _assignments(shapes), _MOST_ENTRIES, zeros=True)
    except (Unreadable, NumPyRefuses):  # loaded from source text without NumPy: there is nothing to run
        return Values()


def _compared(
    forward: Function,
    backward: Function,
    shapes: Mapping[str, Shape],
    tried: Iterable[dict[str, int]],
    most: int,
    zeros: bool = False,
) -> Values:
    import numpy as np

    seen = Values()
    with _callers_draws_kept(), np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        affordable = _affordable(forward, shapes, tried)
        domain = _domain(forward, shapes, [sizes for sizes, _ in affordable])

        def runs(sizes: dict[str, int]) -> bool:
            return _Case(forward, backward, shapes, sizes, domain).is_defined()

        draws = -(-_FEWEST_CASES // len(affordable)) if zeros and affordable else 1
        styles = [(domain, draw) for draw in range(draws)]
        styles += [("zeros", 0)] if zeros and domain == "real" else []
        for sizes, lines in affordable:
            for style, draw in styles:
                case = _Case(forward, backward, shapes, sizes, style, draw)
                case.examine(seen, max(_FEW_ENTRIES, min(most, _LINES_PER_INPUT // (5 * lines))))
                if seen.wrong:
                    _settle(seen, runs)
                    return seen
    _settle(seen, runs)
    if not (seen.agreed or seen.unfit or seen.reason):
        told = Text("수를 돌려주지 않는다", "it returns no numbers")
        if seen.failed is not None:
            told = seen.failed.error or told
        seen.reason = Text(
            f"순전파가 받는 입력을 찾지 못했다: {told.ko}",
            f"no inputs were found that the forward takes: {told.en}",
        )
    return seen


_GENERIC = {"real": (-2.0, 2.0), "positive": (0.5, 2.0), "unit": (0.1, 0.9)}
"""Between what generic numbers are drawn, by the values that the forward takes."""
_SAMPLES, _DIRECTIONS = 2, 2


class Sample:
    """Generic inputs, and what the gradients are there: slopes of the forward along random directions."""

    def __init__(self, case: _Case, output: Any, upstream: Any):
        self._case, self.output, self.upstream = case, output, upstream
        self.slopes = case.slopes(upstream)

    @property
    def sizes(self) -> Mapping[str, int]:
        """The sizes by name."""
        return self._case.sizes

    @property
    def inputs(self) -> Mapping[str, Any]:
        """The arrays by name."""
        return self._case.drawn

    def gradients(self, scale: float = 1.0) -> dict[str, Any]:
        """What the backward returns now for a multiple of the upstream gradient; nothing if it fails.

        Nothing either where the forward returns another output than it did.
        """
        import numpy as np

        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                output, cache = self._case.forward(self._case.inputs())
                if not np.array_equal(np.asarray(output), self.output):
                    return {}
                found = self._case.backward(np.array(self.upstream * scale)[()], cache)
                made = {} if isinstance(found, Text) else found
                return {name: np.asarray(value, dtype=np.float64) for name, value in made.items()}
            except Exception:
                return {}

    def _slopes_with(self, held: Held, of: str) -> list[tuple[Any, float, float]]:
        try:
            with held.recording():
                self._case.forward(self._case.inputs())
            with held.holding():
                return self._case.slopes_of(of, self.upstream)
        except Exception:  # it is somebody's code, changed
            return []

    def own_slopes(self, of: str) -> tuple[Any, tuple[int, ...]] | None:
        """The slope of each entry of the output in the same entry of an input, and the axes beyond it.

        Those are the axes along which the first entry of the output depends on other entries of the input.
        None where output and input have other shapes, or the output has no slope.
        """
        import numpy as np

        drawn = np.asarray(self._case.drawn[of])
        if drawn.shape != self.output.shape or not drawn.ndim:
            return None
        entries = list(np.ndindex(drawn.shape))
        own = {entry: self._case.slope_of_entry(of, entry, entry, drawn.shape) for entry in entries}
        others = {entry: self._case.slope_of_entry(of, entry, entries[0], drawn.shape) for entry in entries}
        if None in own.values() or None in others.values():
            return None
        beyond = {
            axis
            for entry, slope in others.items()
            for axis, place in enumerate(entry)
            if place and slope is not None and abs(slope) > _NOTICED
        }
        return np.reshape(list(own.values()), drawn.shape), tuple(sorted(beyond))

    def ratio(self, of: str, gradient: Any, held: Held | None = None) -> float | None:
        """What the right gradient of an input is to be multiplied with to give what was found, if so.

        Right is the gradient of the forward, with some of its intermediate values ``held``.
        """
        import numpy as np

        slopes = self.slopes[of] if held is None else self._slopes_with(held, of)
        if not slopes or np.shape(gradient) != np.shape(slopes[0][0]) or not np.all(np.isfinite(gradient)):
            return None
        found = [float(np.sum(gradient * direction)) for direction, _, _ in slopes]
        first, uncertain = slopes[0][1], max(one[2] for one in slopes)
        ratio = found[0] / first if first else 0.0
        ratio = 1.0 if abs(ratio - 1) < _NOTICED else ratio
        if all(
            abs(one - ratio * right) <= 10 * uncertain * max(1.0, abs(ratio)) + _NOTICED * abs(right)
            for one, (_, right, _) in zip(found, slopes, strict=True)
        ):
            return ratio
        return None


def samples(forward: Function, backward: Function, shapes: Mapping[str, Shape]) -> list[Sample]:
    """Inputs at sizes that differ, none of them special: what is right there is right by no chance.

    Each size has another value in each, as far as the forward takes these: then factors can be told.
    """
    import numpy as np

    made: list[Sample] = []
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        affordable = [sizes for sizes, _ in _affordable(forward, shapes, _assignments(shapes))]
        domain = _domain(forward, shapes, affordable)
        names = dict.fromkeys(name for shape in shapes.values() for name in shape.names())
        apart = [{name: first + place for place, name in enumerate(names)} for first in (2, 4)]
        cheap = [one for one in apart if _lines(forward, shapes, one) <= _MOST_LINES]
        for sizes in [*cheap, *(one for one in affordable if one not in cheap)]:
            case = _Case(forward, backward, shapes, sizes, f"generic {domain}")
            try:
                output = np.asarray(case.forward(case.inputs())[0])
            except Exception:
                continue
            if case.is_finite(output):
                made.append(Sample(case, output, case.normal(output.shape)))
            if len(made) == _SAMPLES:
                break
    return made


def _settle(seen: Values, runs: Callable[[dict[str, int]], bool]) -> None:
    """Tell code that is wrong from code that wants multiples for a size, one that it ``runs`` at."""
    refusing = [*seen.failing, *(sizes for sizes, _, _ in seen.unfit)]
    fitting = [
        (name, factor)
        for name, factor in (product(seen.agreed[0], _FACTORS) if seen.agreed and refusing else ())
        if all(sizes[name] % factor == 0 for sizes in seen.agreed)
        and all(sizes[name] % factor for sizes in refusing)
    ]
    if fitting:
        suffices = (
            one for one in fitting if runs(dict.fromkeys(seen.agreed[0], one[1] + 1) | {one[0]: 2 * one[1]})
        )
        name, factor = seen.multiple = next(suffices, fitting[0])
        seen.condition = Text(f"{name}: {factor}의 배수", f"{name} divisible by {factor}")
        return
    if not seen.unfit:
        return
    _, found, of_input = seen.unfit[0]
    if of_input is None:
        seen.crash, seen.wrong = found, {}
    else:
        seen.wrong = {of_input: found}


def _affordable(
    forward: Function, shapes: Mapping[str, Shape], tried: Iterable[dict[str, int]]
) -> list[tuple[dict[str, int], int]]:
    """The sizes at which a run of the forward is short enough to be repeated, and how many lines it takes."""
    fitting = (s for s in tried if sum(_count(shape, s) for shape in shapes.values()) <= _MOST_NUMBERS)
    counted = [(sizes, _lines(forward, shapes, sizes)) for sizes in fitting]
    return [(sizes, lines) for sizes, lines in counted if lines <= _MOST_LINES] or counted[:1]


def _lines(forward: Function, shapes: Mapping[str, Shape], sizes: dict[str, int]) -> int:
    """How many lines of Python a run of the forward takes: the same on every machine."""
    lines = 1

    def count(frame: Any, event: str, argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        _Case(forward, forward, shapes, sizes, "real").is_defined()
    finally:
        sys.settrace(before)
    return lines


def _domain(forward: Function, shapes: Mapping[str, Shape], tried: Sequence[dict[str, int]]) -> str:
    """The values for which the forward returns numbers most often: any, between 0 and 1, or positive."""

    def defined(style: str) -> int:
        return sum(_Case(forward, forward, shapes, sizes, style).is_defined() for sizes in tried)

    return max(("real", "unit", "positive"), key=defined)


def _assignments(shapes: Mapping[str, Shape]) -> Iterator[dict[str, int]]:
    names = list(dict.fromkeys(name for shape in shapes.values() for name in shape.names()))
    count = range(len(names))
    patterns = [
        [2 + i for i in count],
        [len(names) + 2 - i for i in count],
        [2 * i + 2 for i in count],
        *([1 if i == one else 3 + i for i in count] for one in count),
        [1 for _ in count],
        [3 for _ in count],
        [4 for _ in count],
        [6 for _ in count],
        *([LARGE if i == one else 2 for i in count] for one in count),
    ]
    chosen = []
    for pattern in patterns:
        sizes = dict(zip(names, pattern, strict=True))
        if sizes not in chosen:
            chosen.append(sizes)
    yield from chosen


def _count(shape: Shape, sizes: Mapping[str, int]) -> int:
    count = 1
    for size in shape.sizes:
        count *= length(size, sizes)
    return count


class _Case:
    """Both functions at one choice of sizes, one style of values and one draw of them."""

    def __init__(
        self,
        forward: Function,
        backward: Function,
        shapes: Mapping[str, Shape],
        sizes: dict[str, int],
        style: str,
        draw: int = 0,
    ):
        import numpy as np

        self._forward, self._backward, self._shapes, self.sizes = forward, backward, shapes, sizes
        self._random = np.random.default_rng(SEED + draw)
        self._style = style
        self._moved: float | None = None
        self._most = _MOST_ENTRIES
        self.drawn = {name: self._draw(name, shape) for name, shape in shapes.items()}

    def _draw(self, name: str, shape: Shape) -> Any:
        import numpy as np

        lengths = tuple(length(size, self.sizes) for size in shape.sizes)
        if shape.kind == "size":
            return lengths[0]
        if shape.kind == "labels":
            return self._random.integers(0, length(shape.below or 1, self.sizes), lengths)
        kind, _, domain = self._style.rpartition(" ")
        if is_probability(name) or shape.kind == "unit":
            domain = "unit"
        elif shape.is_constant and domain == "real":
            domain = "positive"
        if kind == "generic":
            return self._random.uniform(*_GENERIC[domain], lengths)
        if domain == "unit":
            return self._random.integers(1, 4, lengths) / 4
        if domain == "zeros":
            return self._random.choice([0.0 if shape.is_constant else -1.0, 0.0, 0.0, 1.0], lengths)
        # Sums over many terms stay of the size of sums over few.
        many = any(one >= LARGE for one in lengths)
        magnitudes = self._random.integers(1, 7, lengths) / (16 if many else 2)
        signs = 1 if domain == "positive" else self._random.choice([-1.0, 1.0], lengths)
        return np.asarray(magnitudes * signs)[()]

    def inputs(self, moved: str | None = None, by: Any = 0.0) -> list[Any]:
        """Fresh copies of the inputs, one of them moved."""
        import numpy as np

        values = [
            np.array(value + by if name == moved else value, dtype=np.asarray(value).dtype)[()]
            for name, value in self.drawn.items()
        ]
        return values

    def forward(self, inputs: list[Any]) -> tuple[Any, Any]:
        """Output and cache."""
        with same_draws():
            returned = self._forward(*inputs)
        if isinstance(returned, tuple) and len(returned) == 2:
            return returned
        return returned, tuple(inputs)

    def backward(self, upstream: Any, cache: Any) -> dict[str, Any] | Text:
        """The gradients by input, or why they cannot be told apart."""
        with same_draws():
            return by_input(self._backward(upstream, cache), self._shapes)

    def normal(self, shape: tuple[int, ...]) -> Any:
        """Random numbers that nothing is special about."""
        return self._random.normal(size=shape)

    def slopes(self, upstream: Any) -> dict[str, list[tuple[Any, float, float]]]:
        """Random directions for each input, the slope along each, and how uncertain that is."""
        wanted = [name for name, shape in self._shapes.items() if shape.differentiated]
        return {name: self.slopes_of(name, upstream) for name in wanted}

    def slopes_of(self, name: str, upstream: Any) -> list[tuple[Any, float, float]]:
        """The same for one input."""
        made = []
        for _ in range(_DIRECTIONS):
            direction = self.normal(self._shape_of(self.drawn[name]))
            slope = self._slope(name, None, upstream, direction)
            if slope is not None:
                made.append((direction, *slope))
        return made

    def slope_of_entry(
        self, name: str, place: tuple[int, ...], of: tuple[int, ...], shape: tuple[int, ...]
    ) -> float | None:
        """The derivative of one entry of the output in one entry of an input."""
        import numpy as np

        upstream = np.zeros(shape)
        upstream[of] = 1.0
        slope = self._slope(name, place, upstream)
        return None if slope is None else slope[0]

    def is_defined(self) -> bool:
        """Whether the forward returns numbers."""
        try:
            return self.is_finite(self.forward(self.inputs())[0])
        except Exception:
            return False

    def _is_inside(self) -> bool:
        """Whether the forward has values all around: at the border of its domain there is no derivative."""
        for _ in range(4):
            moved = [
                value + _STEP * self._random.choice([-1.0, 1.0], self._shape_of(value))
                if shape.differentiated
                else value
                for value, shape in zip(self.inputs(), self._shapes.values(), strict=True)
            ]
            if not self.is_finite(self.forward(moved)[0]):
                return False
        return True

    @staticmethod
    def _shape_of(value: Any) -> tuple[int, ...]:
        return getattr(value, "shape", ())

    @staticmethod
    def is_finite(output: Any) -> bool:
        """Whether all of it are numbers."""
        import numpy as np

        return bool(np.all(np.isfinite(np.asarray(output, dtype=np.float64))))

    def examine(self, seen: Values, most: int = _MOST_ENTRIES) -> None:
        """Compare, at so many entries of each input at most, and note what comes of it."""
        import numpy as np

        self._most = most
        try:
            output, cache = self.forward(self.inputs())
            if not np.size(output) or not self.is_finite(output) or not self._is_inside():
                return  # No window fits into such an image, say: there is nothing to take a gradient of.
            again, _ = self.forward(self.inputs())
            if not np.array_equal(np.asarray(output), np.asarray(again)):
                seen.reason = Text(
                    "같은 입력으로 다시 부르면 순전파가 다른 출력을 돌려준다",
                    "the forward returns another output when it is called again with the same inputs",
                )
                return
        except Exception as error:
            if raised_deliberately(error):
                seen.refusals.append((self.sizes, self._refusal(Text("순전파", "the forward"), error)))
                return
            seen.failing.append(self.sizes)
            if seen.failed is None:
                seen.failed = self._counterexample(error=raised(error))
                seen.broken = isinstance(error, (NameError, AttributeError, IndexError))
            return
        output = np.asarray(output)
        upstream = (
            self._random.integers(1, 4, output.shape) * 1.0 * self._random.choice([-1, 1], output.shape)
        )
        gradients = []
        for _ in range(2):  # what remembers the first call shows in the second
            try:
                _, cache = self.forward(self.inputs())
                returned = self._backward(np.array(upstream)[()], cache)
            except Exception as error:
                self._note_crash(seen, error, upstream)
                return
            gradients.append(by_input(returned, self._shapes))
        if isinstance(gradients[0], Text) or isinstance(gradients[1], Text):
            seen.reason = next(one for one in gradients if isinstance(one, Text))
            return
        agreed = True
        for name in gradients[0]:
            slopes: dict[tuple[int, ...], tuple[float, float] | None] = {}
            agreed &= self._compare(name, gradients[0][name], upstream, seen, slopes)
            if agreed:
                agreed &= self._compare(name, gradients[1][name], upstream, seen, slopes, AT_SECOND_CALL)
        if agreed and self._style != "zeros" and self.sizes not in seen.agreed:
            seen.agreed.append(self.sizes)

    def _refusal(self, function: Text, error: Exception) -> Text:
        sizes, kind = _told(self.sizes), type(error).__name__
        return Text(
            f"{sizes or '주어진 모양'}일 때 {function.ko}가 {kind}을 낸다: {error}",
            f"{function.en} raises {kind} at {sizes or 'the given shapes'}: {error}",
        )

    def _note_crash(self, seen: Values, error: Exception, upstream: Any) -> None:
        if raised_deliberately(error):
            seen.refusals.append((self.sizes, self._refusal(Text("역전파", "the backward"), error)))
            return
        found = self._counterexample(upstream, error=raised(error))
        seen.unfit.append((self.sizes, found, None))

    def _compare(
        self,
        name: str,
        gradient: Any,
        upstream: Any,
        seen: Values,
        slopes: dict[tuple[int, ...], tuple[float, float] | None],
        about: Text | None = None,
    ) -> bool:
        """Whether a gradient agrees with the differences as far as they say something.

        ``slopes`` are those that are known of this input, and gains the others.
        """
        import numpy as np

        drawn = np.asarray(self.drawn[name])
        try:
            found = np.asarray(gradient, dtype=np.float64)
        except (TypeError, ValueError):
            seen.reason = Text(
                f"{name}의 그래디언트가 수의 배열이 아니다", f"the gradient of {name} is no array of numbers"
            )
            return False
        if found.shape != drawn.shape:
            told = of_shapes(found.shape, drawn.shape)
            seen.unfit.append((self.sizes, self._counterexample(upstream, error=told), name))
            return False
        for place in self._places(drawn.shape, found, name, upstream):
            if place not in slopes:
                slopes[place] = self._slope(name, place, upstream)
            slope = slopes[place]
            if slope is None:
                continue
            expected, uncertain = slope
            if uncertain > 0.01 * max(1.0, abs(expected)):  # a vertical tangent, say
                continue
            value = float(found[place])
            if not np.isfinite(value):
                if not self._is_smooth(name, place, upstream):
                    continue
                made = self._counterexample(upstream, place, expected, value, about)
                seen.hole.setdefault(name, made)
                return False
            gap = abs(value - expected)
            if gap > max(10 * uncertain, _NOTICED * max(1.0, abs(expected))):
                if not self._continues(name, place, upstream, expected, gap):
                    continue
                made = self._counterexample(upstream, place, expected, value, about)
                seen.wrong.setdefault(name, made)
                return False
            if gap > 10 * uncertain + 1e-7 * max(1.0, abs(expected)):
                seen.reason = Text(
                    f"{name}의 그래디언트가 차분과 충분히 가깝지도, 충분히 멀지도 않다",
                    f"the gradient of {name} is neither near enough to the differences nor far enough",
                )
                return False
        return True

    def _places(
        self, shape: tuple[int, ...], found: Any, name: str, upstream: Any
    ) -> Sequence[tuple[int, ...]]:
        """The entries to look at: all of a few; of many a sample, or all if their sum betrays one."""
        import numpy as np

        everywhere = list(product(*map(range, shape)))
        if len(everywhere) <= self._most:
            return everywhere
        sample = self._random.choice(len(everywhere), self._most // 2, replace=False)
        chosen = [everywhere[i] for i in sorted(sample)] + [everywhere[0], everywhere[-1]]
        direction = self._random.choice([-1.0, 1.0], shape)
        slope = self._slope(name, None, upstream, direction)
        if slope is not None and np.all(np.isfinite(found)):
            expected, uncertain = slope
            gap = abs(float(np.sum(found * direction)) - expected)
            if gap > 10 * uncertain + _NOTICED * max(1.0, abs(expected)) / 10:
                return [*chosen, *everywhere][:2000]
        return chosen

    def _slope(
        self, name: str, place: tuple[int, ...] | None, upstream: Any, direction: Any = None
    ) -> tuple[float, float] | None:
        """The derivative of the contraction with the upstream gradient, and how uncertain it is.

        None where the forward has no value nearby, or a kink or a jump: there the difference of the two
        one-sided slopes does not halve with the step.
        """
        import numpy as np

        if direction is None:
            direction = np.zeros(np.shape(self.drawn[name]))
            direction[place] = 1.0
        values, size = [], 0.0
        for step in (_STEP, -_STEP, _STEP / 2, -_STEP / 2, 0.0):
            try:
                output, _ = self.forward(self.inputs(name, step * direction))
            except Exception:
                return None
            output = np.asarray(output)
            if output.shape != upstream.shape or not self.is_finite(output):
                return None
            precision = np.finfo(output.dtype).eps if output.dtype.kind == "f" else 0.0
            values.append(float(np.sum(output.astype(np.float64) * upstream)))
            size = max(size, float(precision) * float(np.sum(np.abs(output.astype(np.float64) * upstream))))
        above, below, above_half, below_half, here = values
        wide, narrow = (above - below) / (2 * _STEP), (above_half - below_half) / _STEP
        noise = (64 * size + 16 * self._unrest(upstream)) / _STEP
        bend = abs(above - 2 * here + below) / _STEP
        bend_half = abs(above_half - 2 * here + below_half) / (_STEP / 2)
        if bend_half > 0.75 * bend + noise:
            return None
        jump = abs(2 * bend_half - bend)  # of the slope: what is left of the bend as the step shrinks
        return (4 * narrow - wide) / 3, abs(narrow - wide) + jump + noise

    def _continues(
        self, name: str, place: tuple[int, ...], upstream: Any, expected: float, gap: float
    ) -> bool:
        """Whether the derivative is nearly the same at points nearby.

        Two kinks that meet in one point may cancel along an axis. Then the differences look smooth there, and
        still the gradient is a convention.
        """
        import numpy as np

        if not self._is_smooth(name, place, upstream):
            return False
        drawn = self.drawn
        try:
            for _ in range(_NEARBY):
                directions = {
                    key: self._random.uniform(-1.0, 1.0, np.shape(value))
                    if self._shapes[key].differentiated
                    else 0
                    for key, value in drawn.items()
                }
                changes = []
                for distance in (8 * _STEP, 16 * _STEP):
                    self.drawn = {key: value + distance * directions[key] for key, value in drawn.items()}
                    slope = self._slope(name, place, upstream)
                    changes.append(0.0 if slope is None else abs(slope[0] - expected))
                # A jump does not shrink with the distance, a bend does.
                if changes[0] > max(gap / 2, 0.75 * changes[1]):
                    return False
            return True
        finally:
            self.drawn = drawn

    def _is_smooth(self, name: str, place: tuple[int, ...], upstream: Any) -> bool:
        """Whether the entries of the output have slopes here, and not only their sum with this upstream.

        Kinks of several entries may cancel in one contraction, in all of a neighbourhood: not in others.
        """
        others = [self.normal(upstream.shape) for _ in range(_DIRECTIONS)]
        return all(self._slope(name, place, other) is not None for other in others)

    def _unrest(self, upstream: Any) -> float:
        """How far the contraction moves when the inputs do by their last digits: what cancels, moves far."""
        import numpy as np

        if self._moved is None:
            values = []
            for _ in range(4):
                inputs = [
                    value
                    * (1 + 4 * np.finfo(np.float64).eps * self._random.choice([-1.0, 1.0], np.shape(value)))
                    if shape.differentiated
                    else value
                    for value, shape in zip(self.inputs(), self._shapes.values(), strict=True)
                ]
                try:
                    output = np.asarray(self.forward(inputs)[0], dtype=np.float64)
                    values.append(float(np.sum(output * upstream)))
                except Exception:
                    values.append(float("inf"))
            self._moved = max(values) - min(values) if np.all(np.isfinite(values)) else float("inf")
        return self._moved

    def _counterexample(
        self,
        upstream: Any = None,
        place: tuple[int, ...] = (),
        expected: float | None = None,
        found: float | None = None,
        error: Text | None = None,
    ) -> Counterexample:
        import numpy as np

        inputs = {key: _plain(np.asarray(value).tolist()) for key, value in self.drawn.items()}
        if upstream is not None:
            inputs[upstream_name(self._shapes)] = _plain(np.asarray(upstream).tolist())
        place = tuple(int(i) for i in place)
        return Counterexample(self.sizes, inputs, place, expected, found, error, reproduced=True)


@contextmanager
def same_draws() -> Iterator[None]:
    """While this lasts, NumPy draws the random numbers that it drew the last time: a mask is an input."""
    import numpy as np

    random: Any = np.random  # its types leave out the functions that exchange the generator
    before = random.get_bit_generator()
    own = _GENERATORS.pop() if _GENERATORS else random.MT19937(0)
    random.set_bit_generator(own)
    random.seed(0)
    try:
        yield
    finally:
        random.set_bit_generator(before)
        _GENERATORS.append(own)


_GENERATORS: list[Any] = []
"""Those that `same_draws` has made: to reseed one takes a thirtieth of the time that saving a state does."""


@contextmanager
def _callers_draws_kept() -> Iterator[None]:
    """Leave NumPy's random state as it was, with the second half of a pair of normal numbers."""
    import numpy as np

    before = np.random.get_state(legacy=False)
    try:
        yield
    finally:
        np.random.set_state(before)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return int(value) if value == int(value) else value


def of_shapes(found: object, right: object) -> Text:
    """That a gradient is not of the shape of its input."""
    return Text(
        f"그래디언트의 모양은 {found}인데 입력의 모양은 {right}이다",
        f"the gradient has shape {found}, the input {right}",
    )


def _told(sizes: Mapping[str, int]) -> str:
    return ", ".join(f"{name}={size}" for name, size in sizes.items())


def by_input(returned: Any, shapes: Mapping[str, Shape]) -> dict[str, Any] | Text:
    """The gradients by the input that they belong to, or why they cannot be told apart."""
    wanted = [name for name, shape in shapes.items() if shape.differentiated]
    if isinstance(returned, dict):
        by_name = {name: returned.get(f"d{name}", returned.get(name)) for name in wanted}
    else:
        values = list(returned) if isinstance(returned, (tuple, list)) else [returned]
        names = list(shapes) if len(values) == len(shapes) else wanted
        if len(values) != len(names):
            listed = ", ".join(wanted)
            return Text(
                f"역전파가 그래디언트 {len(values)}개를 돌려준다. {len(wanted)}개여야 한다: {listed}",
                f"the backward returns {len(values)} gradients; expected {len(wanted)}: {listed}",
            )
        by_name = {name: value for name, value in zip(names, values, strict=True) if name in wanted}
    missing = [name for name, value in by_name.items() if value is None]
    if missing:
        listed = ", ".join(missing)
        return Text(
            f"역전파가 그래디언트를 돌려주지 않는 입력: {listed}",
            f"the backward returns no gradient for {listed}",
        )
    return by_name


def raised_deliberately(error: Exception) -> bool:
    """Whether the code says ``raise`` or ``assert``: it may well want other inputs than ours.

    What was raised in another process says so itself.
    """
    deliberate: bool | None = getattr(error, "deliberate", None)
    if deliberate is not None:
        return deliberate
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return False
    frame = trace.tb_frame
    text = linecache.getline(frame.f_code.co_filename, trace.tb_lineno).strip()
    home = str(frame.f_globals.get("__name__", "")).partition(".")[0]
    return text.startswith(("raise", "assert")) and home != "numpy"
