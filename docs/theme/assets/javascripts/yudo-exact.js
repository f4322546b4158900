// Index expressions, as docs/site_builder/living.py writes them, worked out by exact arithmetic.
// A number is one of
//   { terms, s }  exact: e^s times the sum of c log p over primes p; the c of 1 stands for itself. Each c, and s, is
//                 a fraction [above, below].
//   { infinite }  1 or -1
//   { v, e, k }   v 2^k, where v is a double, and off by no more than e 2^k; so nothing is too large or too small
const exact = (() => {
  class Refused extends Error {}
  const refuse = (why) => { throw new Refused(why); };

  // -- exact ----------------------------------------------------------------------------------------------
  const size = (a) => (a < 0n ? -a : a);
  const divisor = (a, b) => {
    while (b) [a, b] = [b, a % b];
    return size(a);
  };
  const ratio = (a, b) => {
    const common = divisor(a, b) * (b < 0n ? -1n : 1n);
    return [a / common, b / common];
  };
  const sum = ([a, b], [c, d]) => ratio(a * d + c * b, b * d);
  const NONE = [0n, 1n];
  const exactly = (terms, s = NONE) => ({ terms, s: terms.size ? s : NONE });
  const rational = (a, b = 1n, s = NONE) => exactly(new Map(a ? [[1, ratio(a, b)]] : []), s);
  const ZERO = rational(0n);
  const ONE = rational(1n);
  const TWO = rational(2n);
  const isZero = ({ terms }) => terms?.size === 0;
  // The fraction that an exact number is a multiple of a power of e by; and the one that it is.
  const coefficient = ({ terms }) => (!terms?.size ? terms && NONE : terms.size === 1 ? terms.get(1) : undefined);
  const fractionOf = (x) => (x.s?.[0] ? undefined : coefficient(x));
  const scaled = ({ terms, s }, [a, b], more) =>
    exactly(new Map([...terms].map(([p, [c, d]]) => [p, ratio(a * c, b * d)])), sum(s, more));

  // The logarithm of a whole number by its prime factors; undefined for one with large factors.
  const factors = (n, sign, terms) => {
    for (let p = 2n; n > 1n; p += 1n) {
      if (p * p > n && n < 100000000n) p = n;
      else if (p > 10000n) return undefined;
      for (; n % p === 0n; n /= p) terms.set(Number(p), sum(terms.get(Number(p)) ?? NONE, [sign, 1n]));
    }
    return terms;
  };

  // -- doubles with a bound: U is the largest relative error of one operation --------------------------------
  const U = 2 ** -53;
  const TINY = 2 ** -1000;
  const rounded = (v, e, k = 0) => {
    if (!Number.isFinite(v) || !Number.isFinite(e) || Math.abs(k) > 2 ** 40) refuse("large");
    const by = v || e ? Math.floor(Math.log2(Math.max(Math.abs(v), e))) : 0;
    return { v: v * 2 ** -by, e: e * 2 ** -by, k: k + by };
  };
  const plus = (a, b) => {
    const isNothing = ({ v, e }) => !v && !e;
    if (isNothing(a) || isNothing(b)) return isNothing(a) ? b : a;
    if (a.k < b.k) [a, b] = [b, a];
    const scale = 2 ** Math.max(b.k - a.k, -1000);
    const v = a.v + b.v * scale;
    return rounded(v, a.e + b.e * scale + U * Math.abs(v) + TINY, a.k);
  };
  const times = (a, b) => {
    const v = a.v * b.v;
    return rounded(v, Math.abs(a.v) * b.e + Math.abs(b.v) * a.e + a.e * b.e + U * Math.abs(v), a.k + b.k);
  };
  const plain = ({ v, k }) => v * 2 ** k;
  const raised = (x) => {
    const whole = plain(x);
    const k = Math.round(whole / Math.LN2);
    const off = x.e * 2 ** x.k + 8 * U * (1 + Math.abs(whole));
    const v = Math.exp(whole - k * Math.LN2);
    return rounded(v, v * (Math.expm1(off) * (1 + 8 * U) + 8 * U), k);
  };
  const bits = (a) => size(a).toString(2).length;
  const quotient = ([a, b]) => {
    const shift = 66 + bits(b) - bits(a);
    const whole = Number(shift < 0 ? a / (b << BigInt(-shift)) : (a << BigInt(shift)) / b);
    return rounded(whole, 4 * U * Math.abs(whole), -shift);
  };
  const double = (x) => {
    if (!x.terms) return x;
    const terms = [...x.terms].map(([p, c]) => (p === 1 ? quotient(c) : times(quotient(c), rounded(Math.log(p), 4 * U * Math.log(p)))));
    const total = terms.reduce(plus, rounded(0, 0));
    return x.s[0] ? times(total, raised(quotient(x.s))) : total;
  };

  // -- operations -----------------------------------------------------------------------------------------
  const sign = (x) => {
    if (x.infinite) return x.infinite;
    const found = coefficient(x);
    if (found) return found[0] > 0n ? 1 : found[0] < 0n ? -1 : 0;
    const { v, e } = double(x);
    return Math.abs(v) <= e ? 0 : Math.sign(v);
  };
  const minus = (x) => multiply(rational(-1n), x);
  const add = (x, y) => {
    if (x.infinite || y.infinite) return x.infinite && y.infinite && x.infinite !== y.infinite ? refuse("undefined") : x.infinite ? x : y;
    if (isZero(x) || isZero(y)) return isZero(x) ? y : x;
    if (x.terms && y.terms && x.s[0] * y.s[1] === y.s[0] * x.s[1]) {
      const terms = new Map(x.terms);
      for (const [p, c] of y.terms) {
        const both = sum(terms.get(p) ?? NONE, c);
        if (both[0]) terms.set(p, both);
        else terms.delete(p);
      }
      return exactly(terms, x.s);
    }
    return plus(double(x), double(y));
  };
  const multiply = (x, y) => {
    if (x.infinite || y.infinite) return sign(x) * sign(y) ? { infinite: sign(x) * sign(y) } : refuse("undefined");
    if (isZero(x) || isZero(y)) return ZERO;
    if (x.terms && coefficient(y)) return scaled(x, coefficient(y), y.s);
    if (y.terms && coefficient(x)) return scaled(y, coefficient(x), x.s);
    return times(double(x), double(y));
  };
  const inverse = (x) => {
    if (x.infinite) return ZERO;
    const found = coefficient(x);
    if (found) return found[0] ? rational(found[1], found[0], [-x.s[0], x.s[1]]) : refuse("undefined");
    const { v, e, k } = double(x);
    if (Math.abs(v) <= e) refuse("undefined");
    return rounded(1 / v, e / (Math.abs(v) * (Math.abs(v) - e)) + U / Math.abs(v), -k);
  };
  const whole = (a) => {
    let root = BigInt(Math.round(Math.sqrt(Number(a))));
    while (root * root > a) root -= 1n;
    while ((root + 1n) * (root + 1n) <= a) root += 1n;
    return root * root === a ? root : undefined;
  };
  const squareRoot = (x) => {
    const found = fractionOf(x);
    if (x.infinite === 1) return x;
    if (sign(x) < 0) refuse("undefined");
    const roots = found && found.map((a) => (a < 10n ** 30n ? whole(a) : undefined));
    if (roots && roots[0] !== undefined && roots[1] !== undefined) return rational(...roots);
    const { v, e, k } = double(x);
    const odd = Math.abs(k % 2);
    const [w, f] = [v * 2 ** odd, e * 2 ** odd];
    const root = Math.sqrt(Math.max(w, 0));
    return rounded(root, w > f ? f / (root + Math.sqrt(w - f)) + 2 * U * root : Math.sqrt(Math.abs(w) + f), (k - odd) / 2);
  };
  const power = (x, exponent) => {
    const [above, below] = fractionOf(exponent) ?? [1n, 0n];
    if ((below !== 1n && below !== 2n) || size(above) > 1000n) refuse("large");
    const base = below === 2n ? squareRoot(x) : x;
    let product = ONE;
    for (let k = size(above); k > 0n; k -= 1n) product = multiply(product, base);
    return above < 0n ? inverse(product) : product;
  };
  const exponential = (x) => {
    if (x.infinite) return x.infinite < 0 ? ZERO : refuse("large");
    // e to the power of 2 + log 3 is 3 e^2.
    if (x.terms && !x.s[0] && [...x.terms].every(([p, [a, b]]) => p === 1 || (b === 1n && size(a) < 1000n))) {
      let product = rational(1n, 1n, x.terms.get(1));
      for (const [p, [a]] of x.terms) if (p !== 1) product = multiply(product, power(rational(BigInt(p)), rational(a)));
      return product;
    }
    return raised(double(x));
  };
  const logarithm = (x) => {
    if (sign(x) <= 0) refuse("undefined");
    const found = coefficient(x);
    const above = found && factors(found[0], 1n, new Map());
    const terms = above && factors(found[1], -1n, above);
    if (terms) return exactly(x.s[0] ? terms.set(1, x.s) : terms);
    const { v, e, k } = double(x);
    if (v <= e) refuse("undefined");
    const log = Math.log(v) + k * Math.LN2;
    return rounded(log, -Math.log1p(-e / v) + 8 * U * (Math.abs(Math.log(v)) + Math.abs(k)) + TINY);
  };
  const compare = (x, y) => (x.infinite || y.infinite ? Math.sign((x.infinite ?? 0) - (y.infinite ?? 0)) : sign(add(x, minus(y))));
  const largest = (numbers) => numbers.reduce((x, y) => (compare(y, x) > 0 ? y : x));
  const logistic = (x) => {
    const small = exponential(sign(x) < 0 ? x : minus(x));
    return multiply(sign(x) < 0 ? small : ONE, inverse(add(ONE, small)));
  };
  const tanh = (x) => add(multiply(TWO, logistic(multiply(TWO, x))), minus(ONE));
  // A series without cancellation: x e^(-x²) (1 + 2x²/3 + (2x²)²/(3·5) + …) 2/√π, of no more than 200 terms.
  const ROOT = rounded(2 / Math.sqrt(Math.PI), 4 * U);
  const erf = (x) => {
    if (x.infinite || isZero(x)) return x.infinite ? rational(BigInt(x.infinite)) : ZERO;
    const at = double(x);
    const [z, off] = [plain(at), 1.2 * at.e * 2 ** at.k];
    if (Math.abs(z) > 6) return rounded(Math.sign(z), Math.min(off, 1) + U);
    let [term, total] = [z, z];
    for (let n = 1; Math.abs(term) > U * Math.abs(total) || n < 2 * z * z; n += 1) total += term *= (2 * z * z) / (2 * n + 1);
    const v = (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * total;
    return rounded(v, off + 1000 * U * Math.abs(v) + TINY);
  };
  const bell = (x) => multiply(ROOT, exponential(minus(power(x, TWO))));
  const positive = (x) => (sign(x) > 0 ? ONE : ZERO);

  // The functions of the records: values, derivatives, and MathML made of the argument's.
  const text = (name) => (a) => ({ m: `<mi>${name}</mi><mo>\u2061</mo>${bracketed(a)}`, level: 1 });
  const FUNCTIONS = {
    exp: { of: exponential, slope: exponential, show: (a) => ({ m: unbroken(`<msup><mi>e</mi><mrow>${signed(a)}</mrow></msup>`), level: 2 }) },
    log: { of: logarithm, slope: inverse, show: text("log") },
    tanh: { of: tanh, slope: (x) => add(ONE, minus(power(tanh(x), TWO))), show: text("tanh") },
    erf: { of: erf, slope: bell, show: text("erf") },
    sigmoid: { of: logistic, slope: (x) => multiply(logistic(x), logistic(minus(x))), show: text("σ") },
    relu: { of: (x) => (sign(x) > 0 ? x : ZERO), slope: positive, show: text("ReLU") },
    step: { of: positive, slope: () => ZERO, show: (a) => ({ m: unbroken(`<mrow><mo>[</mo>${signed(a)}<mo>&gt;</mo><mn>0</mn><mo>]</mo></mrow>`), level: 2 }) },
  };

  // -- in writing -------------------------------------------------------------------------------------------
  const DIGITS = 4;
  const isWhole = (x) => fractionOf(x)?.[1] === 1n;
  // Logarithms that are written as one: 2 log 3 as log 9.
  const joins = ([p, [a, b]]) => p !== 1 && b === 1n && size(a) < 40n;
  const isSimple = ({ terms, s }) => terms && !s[0] && [...terms].every(joins);
  const one = ([p, c]) => exactly(new Map([[p, c]]));
  const scientific = (v, k) => {
    const log = Math.log10(Math.abs(v)) + k * Math.log10(2);
    const [digits, more] = (Math.sign(v) * 10 ** (log - Math.floor(log))).toExponential(DIGITS - 1).split("e");
    return [digits, Math.floor(log) + Number(more)];
  };
  // A number in letters: 3/8, -log 2, 0.5986.
  const write = (x) => {
    if (x.infinite) return x.infinite < 0 ? "-∞" : "∞";
    const found = fractionOf(x);
    if (found) return found[0] + (found[1] === 1n ? "" : `/${found[1]}`);
    if (isSimple(x)) {
      const [a, b] = fractionOf(exponential(x));
      return a === 1n ? `-log ${b}` : b === 1n ? `log ${a}` : `log(${a}/${b})`;
    }
    const { v, e, k } = double(x);
    if (Math.abs(v) <= e) return "0";
    const [digits, tens] = Math.abs(k) < 1000 ? plain({ v, k }).toPrecision(DIGITS).split("e") : scientific(v, k);
    return tens ? `${digits}·10^${Number(tens)}` : digits;
  };
  // The terms of an exact number: a fraction, one logarithm, and what is not the logarithm of a fraction.
  const split = (x) => {
    if (!x.terms?.size || x.s[0]) return [x];
    const simple = [...x.terms].filter(joins);
    const others = [...x.terms].filter((term) => !joins(term)).map(one);
    return simple.length ? [...others, exactly(new Map(simple))] : others;
  };
  // The same with nothing left out, so that it can be read again.
  const writeWhole = (x) => {
    const terms = split(x).map((term) => {
      const [first] = term.terms ?? [];
      return !first || first[0] === 1 || isSimple(term) ? write(term) : `${write(rational(...first[1]))} log ${first[0]}`;
    });
    return terms.join(" + ").replaceAll("+ -", "- ");
  };
  // Whether this leaves out digits.
  const isRounded = (x) => "v" in x || /\./.test(write(x));
  // The reverse; null for what is no number.
  const TERM = /([-+]?)(?:(∞|inf|oo)|(\d+(?:\.\d+)?(?:\/\d+)?)?\*?(?:(?:log|ln)\(?(\d+(?:\.\d+)?(?:\/\d+)?)\)?)?)/y;
  const fraction = (written) => {
    const [, a, decimals = "", b = "1"] = /^(\d+)(?:\.(\d+))?(?:\/(\d+))?$/.exec(written);
    return Number(b) ? rational(BigInt(a + decimals), BigInt(b) * 10n ** BigInt(decimals.length)) : null;
  };
  const read = (typed) => {
    const letters = typed.toLowerCase().replace(/\s/g, "").replace(/\u2212/g, "-");
    let total = letters.length && letters.length < 100 && !/[\d.]\s+[\d.]/.test(typed) ? ZERO : null;
    for (TERM.lastIndex = 0; total && TERM.lastIndex < letters.length;) {
      const first = TERM.lastIndex === 0;
      const [all, mark, infinite, number, argument] = TERM.exec(letters) ?? [""];
      if (!all || all === mark || (!first && !mark) || (infinite && !isZero(total))) return null;
      const factor = number ? fraction(number) : ONE;
      const inside = argument ? fraction(argument) : null;
      if (!factor || (argument && (!inside || isZero(inside)))) return null;
      const term = infinite ? { infinite: 1 } : argument ? multiply(factor, logarithm(inside)) : factor;
      total = add(total, mark === "-" ? minus(term) : term);
    }
    return total;
  };

  // Where a line may break, outside of fractions, roots and exponents.
  const BREAK = "\u0001";
  const unbroken = (m) => m.replaceAll(BREAK, "");
  const bracketed = (a) => {
    const inside = signed(a);
    if (!inside.includes(BREAK)) return `<mrow><mo>(</mo>${inside}<mo>)</mo></mrow>`;
    return `<mo stretchy="false">(</mo>${inside}<mo stretchy="false">)</mo>`;
  };
  const signed = (a) => (a.minus ? `<mo form="prefix">−</mo>${a.m}` : a.m);
  const tight = (a) => (a.level < 1 || a.minus ? bracketed(a) : a.m);
  const over = (above, below) => unbroken(`<mfrac><mrow>${above}</mrow><mrow>${below}</mrow></mfrac>`);
  const isLong = (node) => /"(sum|max)"/.test(JSON.stringify(node));
  // A number as MathML without its sign; level 0 needs brackets in a product, level 1 as a base.
  const number = (x) => joined(split(x).map((term) => numeral(write(term))));
  const numeral = (written) => {
    const minus = written.startsWith("-");
    const bare = written.replace("-", "");
    const [, log, a, b] = /^(log)? ?\(?(\d+|∞)(?:\/(\d+))?\)?$/.exec(bare) ?? [];
    const [digits, tens] = bare.split("·10^");
    let m = tens ? `<mn>${digits}</mn><mo>⋅</mo><msup><mn>10</mn><mn>${tens}</mn></msup>` : `<mn>${bare}</mn>`;
    if (a) m = b ? over(`<mn>${a}</mn>`, `<mn>${b}</mn>`) : `<mn>${a}</mn>`;
    return { m: log ? `<mi>log</mi><mspace width="0.17em"/>${m}` : m, level: log || tens ? 1 : 2, minus };
  };
  const joined = (parts) => {
    if (parts.length === 1) return parts[0];
    const terms = parts.map((part, place) => {
      const bare = part.level < 1 && part.minus ? bracketed({ ...part, minus: false }) : part.m;
      const form = `form="${place ? "infix" : "prefix"}"`;
      return (part.minus ? `<mo ${form}>−</mo>` : place ? `<mo ${form}>+</mo>` : "") + bare;
    });
    return { m: terms.join(BREAK), level: 0 };
  };

  // -- an example: sizes, given arrays, definitions -----------------------------------------------------------
  // All places of an array of these lengths, the last axis fastest.
  const placesOf = (lengths) => lengths.reduce((found, length) =>
    found.flatMap((place) => Array.from({ length }, (_, k) => [...place, k])), [[]]);
  // What an entry is called: "x[0,1]", of a family "W[1,0,1]", and a scalar by its name.
  const keyOf = ({ name, at }, place) => (at.length + place.length ? `${name}[${[...at, ...place]}]` : name);

  class Example {
    // `given` are the entries by name and place: "x[0,1]".
    constructor({ sizes, definitions }, given) {
      Object.assign(this, { sizes, definitions, given, known: new Map() });
    }

    // The number that a node stands for, with numbers for bound names.
    value(node, at) {
      if (typeof node === "number") return rational(BigInt(node));
      if (typeof node === "string") {
        if (node.endsWith("oo")) return { infinite: node === "oo" ? 1 : -1 };
        return node === "pi" ? rounded(Math.PI, 4 * U) : rational(...node.split("/").map(BigInt));
      }
      const [kind, ...parts] = node;
      const value = (part) => this.value(part, at);
      if (kind === "$") return this.named(parts[0], at);
      if (kind === "@") return this.entry(...this.place(node, at));
      if (kind === "+") return parts.map(value).reduce(add);
      if (kind === "*") return parts.some((part) => this.isNothing(part, at)) ? ZERO : parts.map(value).reduce(multiply);
      if (kind === "^") return power(...parts.map(value));
      if (kind === "delta") return this.count(parts[0], at) === this.count(parts[1], at) ? ONE : ZERO;
      const over = () => this.places(node, at).map((inner) => this.value(parts[0], inner));
      if (kind === "sum") return over().reduce(add);
      if (kind === "max") return largest(over());
      return FUNCTIONS[kind].of(value(parts[0]));
    }

    named(name, at) {
      return name in at ? rational(BigInt(at[name])) : name in this.sizes ? rational(BigInt(this.sizes[name])) : this.given.get(name) ?? refuse("undefined");
    }

    // A whole number that a node stands for: a size, an index or a label.
    count(node, at) {
      return Number(fractionOf(this.value(node, at))[0]);
    }

    lengths(axes) {
      return axes.map((axis) => this.count(axis, {}));
    }

    // What an entry of a shown array is, as a node and the numbers of its indices: its definition, if it has one.
    making({ name, axes, value }, place) {
      const at = Object.fromEntries(axes.map(([index], k) => [index, place[k]]));
      return value[0] === "@" && value[1] === name ? this.defined(...this.place(value, at)) : [value, at];
    }

    place([, name, ...indices], at) {
      return [name, indices.map((index) => this.count(index, at))];
    }

    entry(name, place) {
      const key = `${name}[${place}]`;
      if (key in this.sizes) return rational(BigInt(this.sizes[key]));
      if (this.given.has(key)) return this.given.get(key);
      if (!this.known.has(key)) this.known.set(key, this.value(...this.defined(name, place)));
      return this.known.get(key);
    }

    // What defines an entry, and the numbers of its indices; a pattern has names for those that it leaves open.
    defined(name, place) {
      for (const { at, value } of this.definitions[name] ?? []) {
        const names = {};
        if (at.every((one, k) => (typeof one === "string" ? (names[one] = place[k], true) : this.count(one, {}) === place[k]))) return [value, names];
      }
      return refuse("undefined");
    }

    // The numbers that bound names run through, the last one fastest.
    places([, , ...limits], at) {
      return limits.reduce((found, [name, size]) => found.flatMap((one) =>
        Array.from({ length: this.count(size, one) }, (_, k) => ({ ...one, [name]: k }))), [at]);
    }

    // Whether a factor is a delta that takes a product away.
    isNothing(node, at) {
      return Array.isArray(node) && node[0] === "delta" && isZero(this.value(node, at));
    }

    // The entries that meet in a node, by name and place: those that are shown, and of others what they are made of.
    met(node, at, isShown, found = new Map()) {
      if (!Array.isArray(node)) return found;
      const [kind, ...parts] = node;
      if (kind === "$") {
        if (!(parts[0] in at) && this.given.has(parts[0])) found.set(parts[0], true);
      } else if (kind === "@") {
        for (const index of parts.slice(1)) this.met(index, at, isShown, found);
        const [name, place] = this.place(node, at);
        const key = `${name}[${place}]`;
        if (found.has(key) || key in this.sizes) return found;
        found.set(key, this.given.has(key) || isShown(key));
        if (!found.get(key)) this.met(...this.defined(name, place), isShown, found);
      } else if (kind === "sum" || kind === "max") {
        for (const inner of this.places(node, at)) this.met(parts[0], inner, isShown, found);
      } else if (kind !== "*" || !parts.some((part) => this.isNothing(part, at))) {
        for (const part of parts) this.met(part, at, isShown, found);
      }
      return found;
    }

    // The derivative of a node with respect to an entry, while the entries that are given or held stay.
    slope(node, at, key, isHeld) {
      if (!Array.isArray(node)) return ZERO;
      const [kind, ...parts] = node;
      const slope = (part, inner = at) => this.slope(part, inner, key, isHeld);
      const value = (part) => this.value(part, at);
      if (kind === "$" || kind === "delta") return parts[0] === key && !(key in at) ? ONE : ZERO;
      if (kind === "@") {
        const [name, place] = this.place(node, at);
        const here = `${name}[${place}]`;
        if (here === key) return ONE;
        return here in this.sizes || this.given.has(here) || isHeld(here) ? ZERO : this.slope(...this.defined(name, place), key, isHeld);
      }
      if (kind === "+") return parts.map((part) => slope(part)).reduce(add);
      if (kind === "*") {
        return parts.map((part, k) => {
          const own = slope(part);
          return isZero(own) ? ZERO : parts.map((other, place) => (place === k ? own : value(other))).reduce(multiply);
        }).reduce(add);
      }
      if (kind === "^") {
        const [own, exponent] = [slope(parts[0]), value(parts[1])];
        return isZero(own) ? ZERO : [own, exponent, power(value(parts[0]), add(exponent, minus(ONE)))].reduce(multiply);
      }
      if (kind === "sum") return this.places(node, at).map((inner) => slope(parts[0], inner)).reduce(add);
      if (kind === "max") {
        const most = value(node);
        const reached = this.places(node, at).filter((inner) => !compare(this.value(parts[0], inner), most));
        return reached.map((inner) => slope(parts[0], inner)).reduce(add);
      }
      const own = slope(parts[0]);
      return isZero(own) ? ZERO : multiply(own, FUNCTIONS[kind].slope(value(parts[0])));
    }

    // A node with numbers for its entries, as MathML; nothing is worked out but deltas.
    spelled(node, at) {
      if (!Array.isArray(node) || node[0] === "$" || node[0] === "@" || node[0] === "delta") return number(this.value(node, at));
      const [kind, ...parts] = node;
      const show = (part) => this.spelled(part, at);
      if (kind === "+") return joined(parts.map(show));
      if (kind === "*") return this.product(parts, at);
      if (kind === "^") return this.product([node], at);
      if (kind === "sum" || kind === "max") {
        const places = this.places(node, at).filter((inner) => kind === "max" || parts[0][0] !== "*" || !parts[0].slice(1).some((part) => this.isNothing(part, inner)));
        const terms = places.map((inner) => this.spelled(parts[0], inner));
        if (kind === "max") return { m: `<mi>max</mi><mo>(</mo>${terms.map(signed).join(`<mo>,</mo>${BREAK}`)}<mo>)</mo>`, level: 2 };
        return terms.length ? joined(terms) : number(ZERO);
      }
      return FUNCTIONS[kind].show(show(parts[0]));
    }

    product(factors, at) {
      if (factors.some((factor) => this.isNothing(factor, at))) return number(ZERO);
      const [above, below, behind] = [[], [], []];
      let minus = false;
      for (const factor of factors) {
        const found = typeof factor === "object" ? null : fractionOf(this.value(factor, at));
        if (found) {
          if (found[0] < 0n) minus = !minus;
          if (size(found[0]) !== 1n) above.push(number(rational(size(found[0]))));
          if (found[1] !== 1n) below.push(number(rational(found[1])));
        } else if (factor[0] === "^") {
          const exponent = this.value(factor[2], at);
          (sign(exponent) < 0 ? below : above).push(this.raised(factor[1], sign(exponent) < 0 ? multiply(rational(-1n), exponent) : exponent, at));
        } else if (factor[0] !== "delta") (isLong(factor) ? behind : above).push(this.spelled(factor, at));
      }
      const row = (parts) => (parts.length === 1 ? signed(parts[0]) : parts.map(tight).join("<mo>⋅</mo>") || "<mn>1</mn>");
      // A long sum reads better behind its fraction.
      if (below.length && behind.length) {
        return { m: [over(row(above), row(below)), ...behind.map(tight)].join("<mo>⋅</mo>"), level: 1, minus };
      }
      above.push(...behind);
      if (below.length) return { m: over(row(above), row(below)), level: 1, minus };
      if (above.length === 1) return { ...above[0], minus: minus !== Boolean(above[0].minus) };
      return above.length ? { m: row(above), level: 1, minus } : { ...number(ONE), minus };
    }

    raised(node, exponent, at) {
      const base = this.spelled(node, at);
      const [a, b] = fractionOf(exponent);
      if (a === 1n && b === 1n) return base;
      const root = b === 2n ? { m: `<msqrt>${unbroken(signed(base))}</msqrt>`, level: a === 1n ? 2 : 1 } : base;
      const bare = root.level < 2 || root.minus || root.m.startsWith("<mfrac") ? bracketed(root) : root.m;
      return { m: a === 1n ? bare : unbroken(`<msup><mrow>${bare}</mrow><mn>${a}</mn></msup>`), level: 2 };
    }
  }

  // -- a graph: what its arrows carry ------------------------------------------------------------------------
  class Graph {
    constructor({ given, shown, wires, steps }, example) {
      Object.assign(this, { arrays: { given, shown, wires }, steps, example });
      this.forward = steps.filter(({ way }) => way === "forward");
      this.start = steps.find(({ way }) => way === "backward");
      this.known = new Map();
    }

    // The array of the record that a step comes to, if it has a name there.
    array(step) {
      return this.arrays[step.in]?.[step.at];
    }

    // What goes forward along a wire: what a box gives, or something given.
    carried(wire) {
      return this.forward.find((step) => step.wire === wire)
        ?? { in: "given", at: this.arrays.given.findIndex(({ name }) => name === wire) };
    }

    lengths(step) {
      const known = this.array(step) ? step : this.carried(step.wire);
      const { axes } = this.array(known);
      return this.example.lengths(known.in === "given" ? axes : axes.map(([, size]) => size));
    }

    value(step, place) {
      const one = this.array(step);
      if (step.in === "given") return this.example.given.get(keyOf(one, place));
      return one ? this.example.value(...this.example.making(one, place)) : this.gradient(step.wire, place);
    }

    // The gradient with respect to an entry, by the chain rule: along every wire out of every box that takes it.
    gradient(wire, place) {
      if (wire === this.start.wire) return this.array(this.start) ? this.value(this.start, place) : ONE;
      const key = keyOf(this.array(this.carried(wire)), place);
      if (!this.known.has(key)) this.known.set(key, this.chained(wire, key));
      return this.known.get(key);
    }

    chained(wire, key) {
      const isHeld = (other) => this.forward.some((step) => other.startsWith(`${step.wire}[`));
      const paths = this.forward.filter(({ takes }) => takes.includes(wire)).flatMap((step) =>
        placesOf(this.lengths(step)).map((to) => {
          const own = this.example.slope(...this.example.making(this.array(step), to), key, isHeld);
          return isZero(own) ? ZERO : multiply(own, this.gradient(step.wire, to));
        }));
      return paths.reduce(add, ZERO);
    }
  }

  return { Example, Graph, Refused, BREAK, keyOf, placesOf, read, write, writeWhole, isRounded, isWhole, compare, signed, numeral };
})();
