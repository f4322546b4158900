// The graph of a layer, gone through one arrow at a time with the numbers of "By hand": forward, then the gradients.
(() => {
  const figure = document.querySelector(".yudo-flow");
  const { data, listeners, make, tables, spoken, shown, attempt } = living;
  const { steps } = data;
  const WORDS = {
    ko: {
      intro: "‘연필로 해 보기’의 수가 그래프를 지나가는 차례를 단추나 화살표 키로 하나씩 따라가 보자.",
      before: "이전 단계",
      after: "다음 단계",
      step: "{0} / {1}단계",
      forward: "순전파: {0} → {1}.",
      backward: "역전파: {0} → {1}.",
      above: "역전파는 위에서 받은 {0}에서 시작한다.",
      one: "역전파는 ∂L/∂L = 1에서 시작한다.",
      unnamed: "도중의 그래디언트이며, 그래프를 따라 계산했다.",
      fork: "{0}의 값은 상자 {1}개에 들어간다. 경로마다 돌아온 그래디언트를 모두 더한다.",
      gate: "게이트다. 순전파의 값이 양수인 자리에서만 그래디언트가 지나간다.",
      line: "{0}행",
    },
    en: {
      intro: "Follow the numbers of “By hand” through the graph, one arrow at a time, with the buttons or the arrow keys.",
      before: "Previous step",
      after: "Next step",
      step: "Step {0} of {1}",
      forward: "Forward: {0} → {1}.",
      backward: "Backward: {0} → {1}.",
      above: "The backward pass starts with {0}, received from above.",
      one: "The backward pass starts with ∂L/∂L = 1.",
      unnamed: "A gradient on the way, worked out along the graph.",
      fork: "{0} goes into {1} boxes: what comes back along each path is added.",
      gate: "A gate: the gradient passes only where the forward value was positive.",
      line: "line {0}",
    },
  }[document.documentElement.lang];
  const say = (key, ...parts) => parts.reduce((text, part, place) => text.replace(`{${place}}`, part), WORDS[key]);

  const graph = () => new exact.Graph(data, living.example());
  const { start } = graph();
  const arrayOf = (step) => data[step.in]?.[step.at];
  const nameOf = (step) => (step === start && !arrayOf(step) ? "∂L/∂L" : step.text ?? spoken(arrayOf(step), []));

  // -- what belongs to a step elsewhere on the page -----------------------------------------------------------
  const lineOf = (step) => {
    const one = arrayOf(step);
    const found = one && ((one.id && document.querySelector(`.yudo-lines__result[href="#${one.id}"]`)?.parentElement)
      ?? document.querySelector(`.yudo-lines__equation[data-holds="${one.name}"]`));
    return step.in === "given" ? null : found;
  };
  const plan = document.querySelector("#plan ~ .md-typeset__scrollwrap table, #plan ~ table");
  const rowOf = (step, line) => {
    const names = [arrayOf(step)?.name, line?.dataset.as];
    const says = (code) => names.some((name) => name && (code.textContent === name || code.textContent.startsWith(`${name} =`)));
    return [...plan?.rows ?? []].find((row) => [...row.querySelectorAll("td:nth-child(n + 3) code")].some(says));
  };

  // -- the steps --------------------------------------------------------------------------------------------
  const panel = make("div", { class: "yudo-steps-panel", role: "group", "aria-label": WORDS.intro });
  const button = (name, by) => {
    const made = make("button", { type: "button", "aria-label": WORDS[name] }, by < 0 ? "←" : "→");
    made.addEventListener("click", () => go(by));
    return made;
  };
  const [back, on] = [button("before", -1), button("after", 1)];
  const count = make("span");
  const told = make("p", { role: "status" });
  const array = make("div", { class: "yudo-living__array" });
  const code = make("p", { class: "yudo-steps-panel__code" });
  panel.append(make("div", { class: "yudo-steps-panel__buttons" }, back, count, on), told, array, code);
  const passed = make("div", { class: "yudo-passed" });

  let now = -1;
  let lit = [];
  const mark = (element, name) => {
    if (!element) return;
    element.classList.add(name);
    lit.push([element, name]);
  };
  const wires = (way, wire) => figure.querySelectorAll(`[data-${way}~="${wire}"]`);
  const sentences = (step) => {
    const name = nameOf(step);
    if (step === start) return [arrayOf(step) ? say("above", name) : WORDS.one];
    const above = (wire) => nameOf(steps.find((one) => one.way === "backward" && one.wire === wire));
    const from = step.way === "forward" ? step.takes : step.takes.map(above);
    const one = arrayOf(step);
    const first = graph().lengths(step).map(() => 0);
    const made = step.way === "backward" && one ? living.example().making(one, first)[0] : [];
    const isGate = made[0] === "*" && made.some((factor) => factor[0] === "step");
    return [
      say(step.way, from.join(", "), name),
      ...(one ? [] : [WORDS.unnamed]),
      ...(step.way === "backward" && step.takes.length > 1 ? [say("fork", step.wire, step.takes.length)] : []),
      ...(isGate ? [WORDS.gate] : []),
    ];
  };
  // The values of this step, and below those of the steps before.
  const show = () => {
    const numbers = graph();
    const valued = (step) => {
      const one = arrayOf(step) ?? { name: nameOf(step), at: [] };
      const cell = (place) => make("td", {}, attempt(() => shown(numbers.value(step, place)), () => "?"));
      return [make("code", {}, nameOf(step)), " = ", ...tables(one, numbers.lengths(step), "table", cell)];
    };
    const step = steps[now];
    array.replaceChildren(...(step ? valued(step) : []));
    passed.replaceChildren(...steps.slice(0, Math.max(now, 0)).map((before) =>
      make("div", { class: `yudo-living__array yudo-passed__${before.way}` }, ...valued(before))));
  };
  const go = (by) => {
    now = Math.min(Math.max(now + by, -1), steps.length - 1);
    for (const [element, name] of lit) element.classList.remove(name);
    lit = [];
    const step = steps[now];
    figure.toggleAttribute("data-stepping", Boolean(step));
    back.setAttribute("aria-disabled", now < 0);
    on.setAttribute("aria-disabled", now === steps.length - 1);
    count.textContent = say("step", now + 1, steps.length);
    show();
    const values = [...array.querySelectorAll("td")].map((cell) => cell.textContent).join(", ");
    told.replaceChildren(step ? sentences(step).join(" ") : WORDS.intro, make("span", { class: "yudo-unseen" }, ` ${values}`));
    code.replaceChildren();
    if (!step) return;
    for (const { way, wire, takes } of steps.slice(0, now + 1)) {
      for (const part of wires(way, wire)) mark(part, "yudo-reached");
      if (way === "forward") for (const taken of takes) for (const part of wires(way, taken)) mark(part, "yudo-reached");
    }
    for (const part of wires(step.way, step.wire)) mark(part, "yudo-now");
    mark(figure.querySelector(`[data-gives="${step.box}"]`), "yudo-now");
    const line = lineOf(step);
    const row = line?.closest("li");
    mark(row, "yudo-stepped");
    mark(rowOf(step, line), "yudo-stepped");
    if (row) {
      const link = make("a", { href: `#${row.id}` }, say("line", row.id.split(".").at(-1)));
      code.append(make("code", {}, row.querySelector("code").textContent.trim()), " ", link);
    }
  };
  panel.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(by);
  });
  listeners.push(show);
  const both = make("div", { class: "yudo-stepping" });
  figure.before(both);
  both.append(figure, make("div", { class: "yudo-stepping__side" }, panel, passed));
  go(0);
  document.querySelector(".yudo-step-on").remove();
  on.focus();
})();
