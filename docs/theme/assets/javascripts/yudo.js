// Comforts only: every page reads in full without this file.
(() => {
  // The language switch leads to the section that is being read. Sections have the same IDs in both languages.
  const sectionInView = () => {
    const marks = document.querySelectorAll("article :is(h2, h3, h4, section, .yudo-code)[id]");
    let found = "";
    if (window.scrollY < 40) return found;
    const line = window.innerHeight / 3;
    for (const mark of marks) {
      if (mark.getBoundingClientRect().top <= line) found = "#" + mark.id;
    }
    return found;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".md-select__link[hreflang]");
    if (link) link.hash = sectionInView();
  });

  // Whatever says data-copy gets a button that copies its text; data-copy="code" copies its <code> parts as lines.
  const words = JSON.parse(document.getElementById("__config").textContent).translations;
  const textOf = (element) => {
    const parts = element.dataset.copy ? [...element.querySelectorAll(element.dataset.copy)] : [element];
    return parts.map((part) => part.textContent.trimEnd()).join("\n");
  };
  for (const element of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "yudo-copy";
    button.title = words["clipboard.copy"];
    button.setAttribute("aria-label", words["clipboard.copy"]);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(textOf(element));
      button.classList.add("yudo-copy--done");
      button.setAttribute("aria-label", words["clipboard.copied"]);
      setTimeout(() => {
        button.classList.remove("yudo-copy--done");
        button.setAttribute("aria-label", words["clipboard.copy"]);
      }, 1500);
    });
    element.before(button);
  }

  // The forms of a result become tabs; each is named by its first line.
  for (const statement of document.querySelectorAll(".yudo-statement")) {
    const forms = [...statement.querySelectorAll(":scope > .yudo-form")];
    const tabs = forms.map((form) => {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.role = "tab";
      form.role = "tabpanel";
      tab.textContent = form.firstElementChild.textContent;
      form.setAttribute("aria-label", tab.textContent);
      return tab;
    });
    const select = (chosen, focus) => {
      forms.forEach((form, place) => {
        form.hidden = place !== chosen;
        tabs[place].setAttribute("aria-selected", place === chosen);
        tabs[place].tabIndex = place === chosen ? 0 : -1;
      });
      if (focus) tabs[chosen].focus();
    };
    const list = document.createElement("div");
    list.className = "yudo-tabs";
    list.role = "tablist";
    list.setAttribute("aria-label", statement.closest("section").id);
    list.append(...tabs);
    list.addEventListener("click", ({ target }) => tabs.includes(target) && select(tabs.indexOf(target), true));
    list.addEventListener("keydown", ({ key, target }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (step) select((tabs.indexOf(target) + step + tabs.length) % tabs.length, true);
    });
    // A link to a formula shows the form that holds it.
    const follow = () => {
      const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const place = forms.findIndex((form) => form.contains(aimed));
      if (place < 0) return;
      select(place);
      aimed.scrollIntoView();
    };
    statement.classList.add("yudo-tabbed");
    statement.prepend(list);
    select(0);
    follow();
    window.addEventListener("hashchange", follow);
  }

  // An exercise with an answer is checked here: numbers as exact fractions, shapes letter by letter.
  const ASK = {
    ko: { answer: "답", check: "확인", right: "맞다.", wrong: "아니다. 힌트를 보고 다시 해 보자.", unread: "정수, 분수(3/8), 소수(0.375)로 적는다." },
    en: { answer: "Answer", check: "Check", right: "Right.", wrong: "No. Try again with the hint.", unread: "Write a whole number, a fraction (3/8) or a decimal (0.375)." },
  }[document.documentElement.lang];
  const fraction = (text) => {
    const [, sign, whole, decimals = "", below = "1"] =
      /^([-+\u2212]?)(\d+)(?:\.(\d+))?(?:\/(\d+))?$/.exec(text.replace(/\s/g, "")) ?? [];
    if (whole === undefined || BigInt(below) === 0n) return null;
    const above = BigInt(whole + decimals) * (sign && sign !== "+" ? -1n : 1n);
    return [above, BigInt(below) * 10n ** BigInt(decimals.length)];
  };
  const letters = (shape) => shape.replace(/[^A-Za-z0-9,+-]/g, "").replace(/,$/, "");
  const judged = (typed, answer) => {
    const right = fraction(answer);
    if (!right) return letters(typed) === letters(answer) ? "right" : "wrong";
    const given = fraction(typed);
    if (!given) return "unread";
    return given[0] * right[1] === right[0] * given[1] ? "right" : "wrong";
  };
  for (const exercise of document.querySelectorAll("[data-answer]")) {
    const form = document.createElement("form");
    const input = document.createElement("input");
    const button = document.createElement("button");
    const verdict = document.createElement("output");
    form.className = "yudo-ask";
    input.autocomplete = "off";
    input.setAttribute("aria-label", `${ASK.answer} ${exercise.id.split(".")[1]}`);
    input.placeholder = ASK.answer;
    button.textContent = ASK.check;
    form.append(input, button, verdict);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = judged(input.value, exercise.dataset.answer);
      verdict.textContent = ASK[found];
      verdict.className = `yudo-ask--${found}`;
    });
    exercise.querySelector("details").before(form);
  }

  // The numbers of "By hand" come to life when a reader gets near; the graph is gone through by whoever asks.
  const numbers = document.getElementById("yudo-numbers");
  if (numbers) {
    const { load, steps, ask } = numbers.dataset;
    const fetched = (urls) => urls.split(" ").reduce((before, url) => before.then(() => new Promise((done) => {
      const isStyle = url.endsWith(".css");
      const made = document.createElement(isStyle ? "link" : "script");
      Object.assign(made, isStyle ? { rel: "stylesheet", href: url } : { src: url }, { onload: done });
      document.head.append(made);
    })), Promise.resolve());
    let living;
    const live = () => { living ??= fetched(load); return living; };
    const near = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      live();
    }, { rootMargin: "0px 0px 1200px 0px" });
    near.observe(document.querySelector(".yudo-example"));
    if (steps) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "yudo-step-on";
      button.textContent = ask;
      button.addEventListener("click", () => live().then(() => fetched(steps)), { once: true });
      document.querySelector(".yudo-flow").after(button);
    }
  }

  // How wide the pieces of long formulas are, for phones and paper: the page has an estimate that is never too small.
  document.fonts.ready.then(() => {
    for (const box of document.querySelectorAll("[style^='--em']")) {
      const widths = [...box.querySelectorAll("math")].map(
        (piece) => piece.getBoundingClientRect().width / parseFloat(getComputedStyle(piece).fontSize),
      );
      const widest = Math.max(...widths);
      if (widest > 0) box.style.setProperty("--em", Math.ceil(widest + 1));
    }
  });

  // A tap on a name or a term of the code keeps lit what belongs to it; hovering needs no script.
  document.addEventListener("click", (event) => {
    for (const lit of document.querySelectorAll(".yudo-lit")) lit.classList.remove("yudo-lit");
    const code = event.target.closest?.(".yudo-code");
    const name = event.target.closest?.("[data-name]")?.dataset.name;
    const term = event.target.closest?.("[data-term]")?.dataset.term;
    const row = event.target.closest?.("[data-brings]")?.dataset.brings;
    if (!code) return;
    const light = (selector) => {
      for (const part of code.querySelectorAll(selector)) part.classList.add("yudo-lit");
    };
    if (name !== undefined) light(`[data-name="${name}"]`);
    if (term !== undefined) light(`[data-brings="${term}"], [data-term="${term}"]`);
    if (row !== undefined) light(`[data-term="${row}"]`);
  });

  // Whatever is wider than its box scrolls there: the keyboard should reach it, and the eye should see it.
  const SCROLLERS = ".yudo-math-block, .yudo-math--wide, .yudo-figure, .md-typeset__scrollwrap";
  const showMore = (box) => {
    box.toggleAttribute("data-more", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  };
  const sizes = new ResizeObserver((entries) => {
    for (const box of new Set(entries.map(({ target }) => target.closest(SCROLLERS)))) {
      if (!box) continue;  // taken off the page
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
      showMore(box);
    }
  });
  document.addEventListener("scroll", (event) => event.target.matches?.(SCROLLERS) && showMore(event.target), {
    capture: true,
    passive: true,
  });
  const tend = () => {
    for (const box of document.querySelectorAll(SCROLLERS)) {
      sizes.observe(box);
      sizes.observe(box.firstElementChild);
    }
    // The theme puts a copy button into every block of code, each in a <nav>: a page of twenty landmarks without
    // a name helps nobody to find the way.
    for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "none");
  };
  tend();
  // The theme wraps tables and adds buttons when it is ready.
  new MutationObserver(tend).observe(document.querySelector("article"), { childList: true, subtree: true });
})();
