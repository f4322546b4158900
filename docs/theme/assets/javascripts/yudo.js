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

  // Whatever is wider than its box scrolls there; the keyboard should reach it.
  const SCROLLERS = ".yudo-math-block, .yudo-math--wide, .yudo-figure, .md-typeset__scrollwrap";
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const box = target.closest(SCROLLERS);
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
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
