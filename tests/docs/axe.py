"""axe on a page of the site: what is wrong for those who see little, hear a page or use no mouse.

Pages repeat themselves: thousands of parts of formulas, thousands of words in a dozen colours. What does not
depend on the page that it stands on is judged once, and the rest without it.
"""

from axe_playwright_python.sync_playwright import Axe, AxeResults

CONTRAST = "color-contrast"
# What is inside a formula has neither roles nor colours of its own; axe places it on the page all the same.
_OUTSIDE_FORMULAS = {"exclude": [["math > *"]]}
_FEW = {"resultTypes": ["violations"], "preload": False}

# One letter stands for each formula, in a box as large as the formula, so that all that scrolls still does.
SHORTEN = """() => {
  const scrolling = () => [...document.querySelectorAll('body :not(math, math *)')].filter(box =>
    box.scrollWidth > box.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(box).overflowX))
  const before = scrolling()
  const formulas = [...document.querySelectorAll('math')]
  const boxes = formulas.map(math => math.getBoundingClientRect())
  const displays = formulas.map(math => getComputedStyle(math).display)
  formulas.forEach((math, place) => {
    math.innerHTML = '<mi>x</mi>'
    if (!boxes[place].width) return
    math.style.display = displays[place].startsWith('block') ? 'block' : 'inline-block'
    math.style.width = `${boxes[place].width}px`
    math.style.height = `${boxes[place].height}px`
  })
  const after = new Set(scrolling())
  return before.filter(box => !after.has(box)).map(box => box.outerHTML.slice(0, 200))
}"""
# The words of code differ in their colours alone.
UNCOLOUR = """() => document.querySelectorAll('pre code span[class]:not([id])').forEach(word => {
  if (word.attributes.length === 1) word.replaceWith(...word.childNodes)
})"""
# The look of a text: its colours and its size, every surface and veil that it lies on, and whether it belongs
# to the frame around all pages. Texts are marked that look as none did that passed. Nobody sees what is
# transparent, and axe cannot decide what lies on a picture.
MARK = """passed => {
  const known = new Set(passed), layers = new Map([[null, '']])
  const pictures = part => ['::before', '::after'].map(name => {
    const style = getComputedStyle(part, name)
    const {content, backgroundColor: colour, backgroundImage: image, width, height} = style
    if (content === 'none' || (colour === 'rgba(0, 0, 0, 0)' && image === 'none')) return ''
    const box = part.getBoundingClientRect()
    return `picture ${colour} ${image} ${width} ${height} of ${box.width} ${box.height}`
  }).join('')
  const below = part => {
    if (!layers.has(part)) {
      const style = getComputedStyle(part)
      const own = [
        style.backgroundColor === 'rgba(0, 0, 0, 0)' ? '' : style.backgroundColor,
        style.backgroundImage === 'none' ? '' : style.backgroundImage,
        style.opacity === '1' ? '' : style.opacity,
        style.filter === 'none' ? '' : style.filter,
        style.mixBlendMode === 'normal' ? '' : style.mixBlendMode,
        part.ariaDisabled === 'true' || part.disabled || part.localName === 'label' ? part.outerHTML : '',
        pictures(part),
      ].join('')
      layers.set(part, own ? `${below(part.parentElement)} / ${own}` : below(part.parentElement))
    }
    return layers.get(part)
  }
  let marked = 0
  for (const part of document.body.querySelectorAll(':not(math *, svg *)')) {
    part.removeAttribute('data-look')
    const field = part.matches('input, select, textarea')
    if (!field && ![...part.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue
    if (!part.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue
    const style = getComputedStyle(part)
    const look = [
      part.closest('article') ? '' : 'frame', field ? part.localName : '',
      style.color, style.webkitTextFillColor, style.webkitTextStroke, style.textShadow,
      style.fontSize, style.fontWeight, below(part),
    ].join(' ')
    if (known.has(look)) continue
    part.setAttribute('data-look', look)
    marked += 1
  }
  return marked
}"""
# What is undecided of the frame, as a menu that is out of sight, is so on every page; so is what lies on a
# picture that the style sheet draws, of the same size.
_JUDGE = """async context => {
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]})
  const results = await axe.run(context, {
    runOnly: ['color-contrast'], resultTypes: ['violations', 'passes', 'incomplete'], elementRef: true,
    preload: false,
  })
  const looks = kind => results[kind].flatMap(rule => rule.nodes).filter(
    node => kind !== 'incomplete' || node.any.some(check => check.data?.messageKey === 'pseudoContent')
  ).map(node => node.element.dataset.look)
  const drawn = looks('incomplete').filter(look => look.includes('picture'))
  const frame = [...document.querySelectorAll('[data-look^=frame]')].map(part => part.dataset.look)
  const wrong = new Set(looks('violations'))
  results.violations.forEach(rule => rule.nodes.forEach(node => { delete node.element }))
  const settled = new Set([...looks('passes'), ...drawn, ...frame])
  return {violations: results.violations, looks: [...settled].filter(look => !wrong.has(look))}
}"""


def _report(response):
    results = AxeResults(response)
    return results.generate_report() if results.violations_count else ""


def _inject(page):
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)


def violations(page, **options):
    """What axe finds on a page, as text."""
    _inject(page)
    return _report(page.evaluate("options => axe.run(...options)", [_OUTSIDE_FORMULAS, _FEW | options]))


def lacks_of_contrast(page, passed):
    """What axe finds of the contrast of texts that look as none in `passed`, which grows."""
    if not page.evaluate(MARK, [*passed]):
        return ""
    _inject(page)
    results = page.evaluate(_JUDGE, _OUTSIDE_FORMULAS)
    passed.update(results.pop("looks"))
    return _report(results)


def shorten(page):
    """Let one letter stand for each formula; all that scrolls must still do so."""
    assert page.evaluate(SHORTEN) == []


def judged(page, passed):
    """What axe finds on a page in light, and of contrast in dark, by the scheme; nothing of the page is left.

    `passed` has the looks that passed, by the scheme.
    """
    shorten(page)
    found = {}
    for scheme, name in (("dark", "slate"), ("light", "default")):
        page.emulate_media(color_scheme=scheme)
        page.locator(f"body[data-md-color-scheme={name}]").wait_for()
        found[scheme] = lacks_of_contrast(page, passed.setdefault(scheme, set()))
    page.evaluate(UNCOLOUR)
    found["light"] += violations(page, rules={CONTRAST: {"enabled": False}})
    return {scheme: report for scheme, report in found.items() if report}
