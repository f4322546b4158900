"""What tests measure of the layout of a page, as JavaScript that the page runs."""

# Every table, or rather the box that it scrolls in, that is wider than the screen leaves room for.
TABLES = """() => [...document.querySelectorAll('.md-typeset__scrollwrap')].filter(
  box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1
).map(box => [...box.textContent.trim()].slice(0, 80).join(""))"""
# Every box that is wider inside than outside: where it stands, and whether it says that it goes on.
SCROLLING = """() => [...document.querySelectorAll('.yudo-math-block, .yudo-math--wide')].filter(
  box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1
).map(box => ({
  code: box.closest('.yudo-code') !== null,
  where: `${box.closest('[id]')?.id}: ${[...box.textContent].slice(0, 60).join("")}`,
  says: box.hasAttribute('data-more') && box.tabIndex === 0
    && getComputedStyle(box, '::after').content === '"›"',
  widest: Math.max(...[...box.querySelectorAll('math')].map(piece => piece.getBoundingClientRect().width)),
  indent: parseFloat(getComputedStyle(box.firstElementChild).paddingLeft),
  inside: box.scrollWidth,
}))"""
# Every step of a derivation whose number lies on its name, and every word of a graph that leaves the picture.
OVERLAPPING = """() => [...document.querySelectorAll('.yudo-steps > li')].filter(step => {
  const number = step.querySelector('.yudo-math-tag')?.getBoundingClientRect();
  const name = document.createRange();
  name.selectNodeContents(step.querySelector(':scope > p:first-child, :scope > details > summary') ?? step);
  return number && name.startContainer !== step && [...name.getClientRects()].some(line =>
    line.right > number.left && line.left < number.right
    && line.bottom > number.top && line.top < number.bottom);
}).map(step => step.textContent.slice(0, 40))"""
OUTSIDE_GRAPHS = """() => [...document.querySelectorAll('.yudo-flow svg')].flatMap(graph => {
  const frame = graph.getBoundingClientRect();
  return [...graph.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1;
  }).map(text => text.textContent);
})"""
# Every word in a figure with its size in pixels, and every one that leaves its figure.
SIZES = """() => [...document.querySelectorAll('.yudo-figure svg')].flatMap(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
  return [...svg.querySelectorAll('text')].map(text => [
    text.textContent, scale * parseFloat(getComputedStyle(text).fontSize)
  ])
})"""
OUTSIDE_FIGURES = """() => [...document.querySelectorAll('.yudo-figure svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect()
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect()
    return box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1
  }).map(text => text.textContent)
})"""
# What is cut off, formulas that paper shows in less than 5 pt or not at all, and what goes beyond a width.
CUT = """() => [...document.querySelectorAll('article *')].filter(box => {
  if (!box.checkVisibility() || box.closest('svg') || box.closest('math')) return false
  const style = getComputedStyle(box)
  return style.overflowX !== 'visible' && style.display !== 'inline' && style.clipPath === 'none'
    && box.scrollWidth > box.clientWidth + 1
}).map(box => `${box.className || box.tagName}: ${[...box.textContent.trim()].slice(0, 60).join("")}`)"""
TINY = """() => [...document.querySelectorAll('article math')].filter(
  math => math.checkVisibility() && parseFloat(getComputedStyle(math).fontSize) < 6.5
).map(math => `${getComputedStyle(math).fontSize}: ${[...math.textContent.trim()].slice(0, 60).join("")}`)"""
WIDE = """width => [...document.querySelectorAll('article math, article table, article pre')].filter(
  part => part.checkVisibility() && part.getBoundingClientRect().right > width + 1
).map(part => `${part.tagName}: ${[...part.textContent.trim()].slice(0, 60).join("")}`)"""
# Whether code that scrolls takes the focus, which the theme sees to after a page has loaded.
# What is folded can wait.
CODE_TAKES_THE_FOCUS = """() => [...document.querySelectorAll("pre > code")].every(
  code => code.scrollWidth <= code.clientWidth || code.tabIndex >= 0 || !code.checkVisibility()
)"""
# Show all that is folded or hidden behind another form; and back again.
UNFOLD = """() => {
  const folded = document.querySelectorAll('article details:not([open]), .yudo-form[hidden]')
  for (const part of folded) {
    part.dataset.unfolded = ''
    if (part.localName === 'details') part.open = true
    else part.hidden = false
  }
}"""
FOLD = """() => {
  for (const part of document.querySelectorAll('[data-unfolded]')) {
    delete part.dataset.unfolded
    if (part.localName === 'details') part.open = false
    else part.hidden = true
  }
}"""
