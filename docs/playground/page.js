// The page of the prover. Nothing is loaded before the button is pressed; what it loads, it checks.
(() => {
  const room = document.getElementById("playground-room");
  const { words, files, lock, worker: workerFile, examples, layers, seconds } = JSON.parse(
    document.getElementById("playground-data").textContent,
  );
  const field = (name) => room.querySelector(`[name=${name}]`);
  const part = (name) => room.querySelector(`[data-part=${name}]`);
  const form = room.querySelector("form");
  const [run, stop, bar, status, result, output] = ["run", "stop", "bar", "status", "result", "output"].map(part);
  const tabs = [...room.querySelectorAll("[role=tab]")];
  const asked = ["source", "forward", "backward", "shapes", "given"];
  const total = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  const say = (text) => { status.textContent = text; };
  const filled = (text, ...values) => values.reduce((all, value, place) => all.replace(`{${place}}`, value), text);

  // -- tabs and examples --------------------------------------------------------------------------------
  let act = "check";
  const kept = {};
  const fill = (values) => asked.forEach((name) => { field(name).value = values[name] ?? ""; });
  const pick = async () => {
    const { value } = field("example");
    const chosen = examples.find((one) => one.key === value);
    if (chosen) fill(chosen);
    else if (Object.hasOwn(layers, value)) {
      const response = await fetch(layers[value].url);
      if (!response.ok || field("example").value !== value) return;
      fill({ source: await response.text() });
    }
    field("source").setSelectionRange(0, 0);
  };
  const choose = (tab, focus) => {
    if (room.dataset.act) kept[act] = [field("example").value, Object.fromEntries(asked.map((name) => [name, field(name).value]))];
    act = room.dataset.act = tab.dataset.act;
    for (const one of tabs) {
      one.setAttribute("aria-selected", one === tab);
      one.tabIndex = one === tab ? 0 : -1;
    }
    form.parentElement.setAttribute("aria-labelledby", tab.id);
    for (const only of room.querySelectorAll("[data-only]")) only.hidden = !only.dataset.only.split(" ").includes(act);
    field("example").replaceChildren(
      ...examples.filter((one) => one.act === act).map((one) => new Option(one.title, one.key)),
      ...(act === "check" ? Object.entries(layers).map(([stem, { title }]) => new Option(title, stem)) : []),
    );
    if (kept[act]) {
      field("example").value = kept[act][0];
      fill(kept[act][1]);
    } else pick();
    label();
    if (focus) tab.focus();
  };
  tabs.forEach((tab, place) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (steps) choose(tabs[(place + steps + tabs.length) % tabs.length], true);
    });
  });
  field("example").addEventListener("change", pick);

  // -- the worker ---------------------------------------------------------------------------------------
  let worker = null;
  let ready = null;
  let settle = null;
  let watchdog = null;
  let clock = null;
  const label = () => {
    const mega = (total / 1e6).toFixed(1);
    run.textContent = worker ? words[act] : filled(words[`load and ${act}`], mega);
  };
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const start = () => new Promise((done, fail) => {
    let received = 0;
    const booting = async () => {
      if (!window.crypto?.subtle || !window.DecompressionStream || !window.WebAssembly) throw new Error(words.old);
      const address = new URL(workerFile.url, document.baseURI);
      const source = await (await fetch(address)).arrayBuffer();
      if (hex(await crypto.subtle.digest("SHA-256", source)) !== workerFile.sha256) throw new Error(words.changed);
      // A worker made of a blob obeys the policy of this page: no eval, and no other host.
      const blob = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const made = worker = new Worker(blob, { type: "module", name: "yudo" });
      made.onerror = (event) => fail(new Error(event.message || words.failed));
      made.onmessage = ({ data }) => {
        if (made !== worker) return;
        if (data.kind === "received") {
          received += data.bytes;
          bar.value = received / total;
          say(filled(words["stage 1"], (received / 1e6).toFixed(1), (total / 1e6).toFixed(1)));
        } else if (data.kind === "stage") {
          bar.value = data.stage - 1;
          say(words[`stage ${data.stage}`]);
        } else if (data.kind === "ready") done();
        else if (settle) settle(data);
        else fail(new Error(data.message));
      };
      const absolute = Object.entries(files).map(([name, { url, sha256 }]) =>
        [name, { url: new URL(url, document.baseURI).href, sha256 }]);
      made.postMessage({ kind: "boot", files: Object.fromEntries(absolute), lock });
    };
    bar.hidden = false;
    bar.value = 0;
    say(filled(words["stage 1"], "0", (total / 1e6).toFixed(1)));
    booting().catch(fail);
  });
  const rest = () => {
    clearTimeout(watchdog);
    clearInterval(clock);
    run.disabled = false;
    stop.disabled = true;
    bar.hidden = true;
    settle = null;
    label();
  };
  const end = (text) => {
    worker?.terminate();
    worker = ready = null;
    rest();
    say(text);
  };
  stop.addEventListener("click", () => {
    end(words.stopped);
    run.focus();
  });

  // -- questions ----------------------------------------------------------------------------------------
  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const code = (text, copied) => {
    const box = element("div", undefined, "yudo-playground__code");
    const shown = element("pre");
    const scrolled = element("code", text);  // in the theme, it is this that scrolls
    scrolled.tabIndex = 0;
    shown.append(scrolled);
    box.append(shown);
    if (copied) {
      const button = element("button", words.copy, "yudo-playground__copy");
      button.type = "button";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(text);
        button.textContent = words.copied;
      });
      box.append(button);
    }
    return box;
  };
  const shown = {
    title: ({ text }) => element("h3", text),
    text: ({ text }) => {
      const paragraph = element("p");
      const named = (part, place) => (place % 2 ? element("code", part) : part);
      paragraph.append(...text.split("`").map(named));
      return paragraph;
    },
    code: ({ text }) => code(text, true),
    formula: ({ text, latex }) => {
      try {
        const box = element("div", undefined, "yudo-playground__formula");
        box.append(mathml(latex, (tag, content, attributes = {}) => {
          const made = document.createElementNS("http://www.w3.org/1998/Math/MathML", tag);
          for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
          if (typeof content === "string") made.textContent = content;
          else made.append(...content);
          return made;
        }));
        box.firstChild.setAttribute("alttext", text);
        box.tabIndex = 0;  // a long one scrolls
        return box;
      } catch {  // too long to be read, or with something that has no MathML
        return code(text, false);
      }
    },
    lecture: ({ text, result: meant }) => {
      const box = element("p");
      const link = element("a", filled(words.lecture, meant));
      link.href = `../layers/${text}/#${meant}`;
      box.append(link);
      return box;
    },
  };
  const show = (found) => {
    result.dataset.verdict = found.verdict;
    const headline = element("p", found.headline, "yudo-playground__verdict");
    output.replaceChildren(headline, ...found.blocks.map((block) => shown[block.kind](block)));
    if (found.line) {
      const button = element("button", filled(words.line, found.line));
      button.type = "button";
      button.addEventListener("click", () => {
        const lines = field("source").value.split("\n");
        const from = lines.slice(0, found.line - 1).join("\n").length + (found.line > 1 ? 1 : 0);
        field("source").focus();
        field("source").setSelectionRange(from, from + (lines[found.line - 1] ?? "").length);
      });
      headline.append(" ", button);
    }
    result.hidden = false;
    result.focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    run.disabled = true;
    stop.disabled = false;
    let mine = null;
    try {
      ready ??= start();
      mine = ready;
      await ready;
      bar.hidden = true;
      const began = performance.now();
      const passed = () => (performance.now() - began) / 1000;
      say(filled(words[`${act} working`], 0));
      const doing = act;
      clock = setInterval(() => say(filled(words[`${doing} working`], Math.round(passed()))), 1000);
      watchdog = setTimeout(() => end(filled(words.late, seconds)), seconds * 1000);
      const question = { act, language: document.documentElement.lang };
      for (const name of asked) question[name] = field(name).value;
      const data = await new Promise((done) => {
        settle = done;
        worker.postMessage({ kind: "question", question });
      });
      rest();
      if (data.kind === "error") end(filled(words.broke, data.message));
      else {
        say(filled(words.done, passed().toFixed(1)));
        show(data.answer);
      }
    } catch (error) {
      if (mine === null || mine === ready) end(filled(words.broke, error.message || error));
    }
  });

  room.hidden = false;
  choose(tabs[0]);
  // A lecture names its layer; that is all an address can ask for.
  const wanted = new URLSearchParams(location.search).get("layer");
  if (wanted !== null && Object.hasOwn(layers, wanted)) {
    field("example").value = wanted;
    pick();
  }
})();
