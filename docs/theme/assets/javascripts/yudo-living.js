// "By hand" with numbers that can be changed: what follows from them is worked out again by yudo-exact.js. The
// example that the page was built with stays for paper.
const living = (() => {
  const still = document.querySelector(".yudo-example");
  const data = JSON.parse(document.getElementById("yudo-numbers").textContent);
  const LARGEST = 4;
  const MOST_ENTRIES = 64;
  const WORDS = {
    ko: {
      intro: "수를 바꾸면 아래의 값을 모두 다시 계산한다. 결과의 원소를 가리키면 그 원소에 들어가는 수가, 주어진 수를 가리키면 그 수가 들어가는 원소가 함께 표시된다.",
      given: "주어진 값",
      size: "크기 {0}",
      reset: "처음 값으로 되돌리기",
      unread: "{0}: 정수, 분수(3/8), 소수(0.375), 로그(log 3)로 적는다.",
      range: "{0}: {1}인 수를 적는다.",
      whole: "{0}: {1}인 정수를 적는다.",
      finite: "{0}: 유한한 수를 적는다.",
      many: "원소가 {0}개를 넘는 배열이 생긴다. 더 작은 크기를 고른다.",
      again: "다시 계산했다.",
      entry: "{0} = {1}. 들어가는 수: {2}.",
      alone: "{0} = {1}.",
      large: "수가 너무 커서 여기서는 계산하지 못한다",
      undefined: "값이 정해지지 않는다",
    },
    en: {
      intro: "Change a number, and all that follows is worked out again. Point at an entry of a result to see which numbers meet in it, or at a given number to see where it goes.",
      given: "Given",
      size: "size {0}",
      reset: "Back to the first numbers",
      unread: "{0}: write a whole number, a fraction (3/8), a decimal (0.375) or a logarithm (log 3).",
      range: "{0}: write a number with {1}.",
      whole: "{0}: write a whole number with {1}.",
      finite: "{0}: write a finite number.",
      many: "An array would have more than {0} entries. Choose a smaller size.",
      again: "Worked out again.",
      entry: "{0} = {1}. In it meet {2}.",
      alone: "{0} = {1}.",
      large: "too large a number to be worked out here",
      undefined: "not defined",
    },
  }[document.documentElement.lang];
  const say = (key, ...parts) => parts.reduce((text, part, place) => text.replace(`{${place}}`, part), WORDS[key]);
  const make = (tag, attributes = {}, ...content) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...content);
    return made;
  };
  const math = (markup) => {
    const made = make("span");
    made.innerHTML = markup;
    return made.firstElementChild;
  };
  const piece = (markup) => math(`<math displaystyle="true">${markup}</math>`);
  const { keyOf, placesOf } = exact;
  // "x[0, 1]", as NumPy has it; of a family "W[1][0, 1]".
  const spoken = ({ name, at }, place) =>
    `${name}${at.map((k) => `[${k}]`).join("")}${place.length ? `[${place.join(", ")}]` : ""}`.replaceAll("-", "−");
  const shown = (x) => exact.write(x).replaceAll("-", "−");

  // -- what is given ----------------------------------------------------------------------------------------
  let sizes, values, example;
  // The first numbers are repeated where an array has grown.
  const first = ({ values, range }, place) => {
    const node = place.reduce((part, k) => part[k % part.length], values);
    const value = example.value(node, {});
    return range.below && range.whole ? exact.read(`${Number(exact.write(value)) % example.count(range.below, {})}`) : value;
  };
  const begin = (chosen, kept = new Map()) => {
    sizes = chosen;
    values = new Map();
    example = new exact.Example({ ...data, sizes }, values);
    for (const one of data.given) {
      for (const place of placesOf(example.lengths(one.axes))) {
        const key = keyOf(one, place);
        const before = kept.get(key);
        values.set(key, before && !complaint(one, place, before) ? before : first(one, place));
      }
    }
  };
  // What is wrong with a number in a place, in words; nothing if it fits.
  const complaint = ({ range, ...one }, place, x) => {
    const name = spoken(one, place);
    if (!x) return say("unread", name);
    const bound = (kind) => (kind in range ? example.value(range[kind], {}) : null);
    const [least, above, below, most] = ["least", "above", "below", "most"].map(bound);
    const low = least ?? above;
    const high = below ?? most;
    const fits = (!low || exact.compare(x, low) >= (least ? 0 : 1)) && (!high || exact.compare(high, x) >= (most ? 0 : 1));
    const bounds = (low ? `${shown(low)} ${least ? "≤" : "<"} ` : "") + name + (high ? ` ${most ? "≤" : "<"} ${shown(high)}` : "");
    if (range.whole && !(fits && exact.isWhole(x))) return say("whole", name, bounds);
    if (!fits) return say("range", name, bounds);
    return x.infinite && !(range.masked && x.infinite < 0) ? say("finite", name) : "";
  };

  // -- arrays as tables -------------------------------------------------------------------------------------
  const cells = new Map();
  // The last two axes are rows and columns; for each place on the others there is a table.
  const tables = (one, lengths, role, cell) => placesOf(lengths.slice(0, -2)).map((outer) => {
    const [rows, columns] = [1, 1, ...lengths.slice(-2)].slice(-2);
    const label = spoken(one, lengths.length > 2 ? [...outer, ":", ":"] : []);
    const table = make("table", { class: `yudo-array${lengths.length ? "" : " yudo-array--scalar"}`, role, "aria-label": label });
    if (lengths.length > 2) table.append(make("caption", {}, label));
    for (let row = 0; row < rows; row += 1) {
      const line = table.insertRow();
      for (let column = 0; column < columns; column += 1) {
        line.append(cell(lengths.length ? [...outer, row, column].slice(-lengths.length) : []));
      }
    }
    return table;
  });
  const register = (one, place, made) => {
    made.dataset.key = keyOf(one, place);
    cells.set(made.dataset.key, [...(cells.get(made.dataset.key) ?? []), made]);
    return made;
  };
  const named = (one, ...content) => make("div", { class: "yudo-living__array" }, math(one.tex), piece("<mo>=</mo>"), ...content);

  const root = make("div", { class: "yudo-living" });
  const status = make("p", { role: "status" });
  const wrong = new Map();
  const tell = (text) => { status.textContent = [...wrong.values()][0] ?? text; };

  const entryOf = (one, place) => {
    const input = make("input", { "aria-label": spoken(one, place), autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
    const fit = () => { input.style.width = `${Math.max(1.6, input.value.length + 0.6)}ch`; };
    input.value = exact.writeWhole(values.get(keyOf(one, place))).replaceAll("-", "−");
    fit();
    input.addEventListener("input", () => {
      const x = exact.read(input.value);
      const problem = complaint(one, place, x);
      input.toggleAttribute("aria-invalid", Boolean(problem));
      fit();
      wrong.delete(input);
      if (problem) wrong.set(input, problem);
      else {
        values.set(keyOf(one, place), x);
        work();
      }
      tell(WORDS.again);
    });
    return register(one, place, make("td", {}, input));
  };

  // -- results ----------------------------------------------------------------------------------------------
  let results = [];
  const listeners = [];
  const result = (one) => {
    const found = { ...one, line: make("div"), cells: [] };
    const cell = (place) => {
      const made = make("td", { tabindex: found.cells.length ? -1 : 0 });
      found.cells.push({ made, place, of: found });
      return register(one, place, made);
    };
    const grid = tables(one, example.lengths(one.axes.map(([, size]) => size)), "grid", cell);
    found.chosen = found.cells.find(({ place }) => `${place}` === `${one.first}`) ?? found.cells[0];
    const heading = one.id ? [make("p", {}, make("strong", {}, one.title), " ", make("a", { href: `#${one.id}` }, make("code", {}, one.id)))] : [];
    root.append(...heading, named(one, ...grid), make("div", { class: "yudo-math-block" }, found.line));
    return found;
  };
  const attempt = (compute, otherwise) => {
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof exact.Refused)) throw error;
      return otherwise(error.message);
    }
  };
  const work = () => {
    example = new exact.Example({ ...data, sizes }, values);
    for (const one of results) {
      for (const cell of one.cells) {
        const { made, place } = cell;
        cell.why = "";
        cell.value = attempt(() => example.value(...example.making(one, place)), (why) => { cell.why = WORDS[why]; });
        made.textContent = cell.value ? shown(cell.value) : "?";
        const met = attempt(() => [...example.met(...example.making(one, place), (key) => cells.has(key))], () => []);
        cell.met = met.filter(([, isShown]) => isShown).map(([key]) => key);
        const label = [spoken(one, place), cell.why || made.textContent, cell.met.map((key) => key.replaceAll(",", ", ")).join("; ")];
        made.setAttribute("aria-label", say(cell.met.length ? "entry" : "alone", ...label));
      }
      explain(one.chosen);
    }
    for (const { line } of results) fit(line);
    for (const tell of listeners) tell();
  };
  // How wide the widest piece of a line is, in em: one that is too wide is set smaller.
  const fit = (line) => {
    const widths = [...line.querySelectorAll("math")].map(
      (part) => part.getBoundingClientRect().width / parseFloat(getComputedStyle(part).fontSize),
    );
    line.parentElement.style.setProperty("--em", Math.ceil(Math.max(1, ...widths) + 1));
  };
  // One entry written out in numbers.
  const explain = (cell) => {
    const { of: one, place, value, why } = cell;
    one.chosen = cell;
    const parts = [make("code", {}, spoken(one, place))];
    if (value) {
      const spelled = attempt(() => example.spelled(...example.making(one, place)), () => exact.numeral(exact.write(value)));
      const [begins, ...terms] = exact.signed(spelled).split(exact.BREAK);
      const sign = exact.isRounded(value) ? "≈" : "=";
      const end = exact.signed(exact.numeral(exact.write(value)));
      parts.push(piece(`<mo>=</mo>${begins}`), ...terms.map(piece));
      if (terms.length || begins !== end) parts.push(piece(`<mo>${sign}</mo>${end}`));
    } else parts.push(` ${why}`);
    one.line.replaceChildren(...parts);
  };

  const cellOf = (target) => results.flatMap((one) => one.cells).find(({ made }) => made === target);
  // Of an entry of a result, the entries that meet in it; of a given one, those that it meets in.
  const light = (target) => {
    for (const lit of root.querySelectorAll(".yudo-met, .yudo-meeting")) lit.classList.remove("yudo-met", "yudo-meeting");
    const pointed = target?.closest?.("td");
    if (!pointed) return;
    const cell = cellOf(pointed);
    if (cell) {
      explain(cell);
      fit(cell.of.line);
    }
    const met = cell ? cell.met.flatMap((key) => cells.get(key) ?? [])
      : results.flatMap((one) => one.cells).filter((one) => one.met.includes(pointed.dataset.key)).map(({ made }) => made);
    pointed.classList.add("yudo-meeting");
    for (const one of met) one.classList.add("yudo-met");
  };
  root.addEventListener("pointerover", ({ target }) => light(target));
  root.addEventListener("pointerleave", () => light(root.contains(document.activeElement) && document.activeElement));
  root.addEventListener("focusin", ({ target }) => light(target));
  root.addEventListener("focusout", () => light());
  root.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [];
    if (!cell || down === undefined) return;
    const table = cell.made.closest("table");
    const next = table.rows[cell.made.parentElement.rowIndex + down]?.cells[cell.made.cellIndex + right];
    event.preventDefault();
    if (!next) return;
    for (const { made } of cell.of.cells) made.tabIndex = made === next ? 0 : -1;
    next.focus();
  });

  // -- all of it --------------------------------------------------------------------------------------------
  const build = () => {
    cells.clear();
    wrong.clear();
    const choose = (name) => {
      const options = Array.from({ length: LARGEST }, (_, k) => new Option(k + 1, k + 1, false, sizes[name] === k + 1));
      const select = make("select", { "aria-label": say("size", name) }, ...options);
      select.addEventListener("change", () => {
        const before = [sizes, values];
        begin({ ...sizes, [name]: Number(select.value) }, values);
        const all = [...data.given.map(({ axes }) => axes), ...data.shown.map(({ axes }) => axes.map(([, size]) => size))];
        const most = Math.max(...all.map((axes) => placesOf(example.lengths(axes)).length));
        if (most > MOST_ENTRIES) begin(...before);
        build();
        root.querySelector(`select[aria-label="${say("size", name)}"]`).focus();
        tell(most > MOST_ENTRIES ? say("many", MOST_ENTRIES) : WORDS.again);
      });
      return make("label", {}, piece(`<mi>${name}</mi><mo>=</mo>`), select);
    };
    const reset = make("button", { type: "button" }, WORDS.reset);
    reset.addEventListener("click", () => {
      begin(data.sizes);
      build();
      root.querySelector("button").focus();
      tell(WORDS.again);
    });
    root.replaceChildren(
      make("p", { class: "yudo-living__intro" }, WORDS.intro),
      make("div", { class: "yudo-living__sizes" }, ...data.adjustable.map(choose), reset),
      make("p", {}, make("strong", {}, WORDS.given)),
      make("div", { class: "yudo-living__given" }, ...data.given.map((one) =>
        named(one, ...tables(one, example.lengths(one.axes), "group", (place) => entryOf(one, place))))),
      status,
    );
    results = data.shown.map(result);
    work();
  };
  still.classList.add("yudo-still");
  still.after(root);
  begin(data.sizes);
  build();

  // For those who show these numbers elsewhere.
  return { data, listeners, make, tables, spoken, shown, attempt, example: () => example };
})();
