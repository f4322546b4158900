// Turns the page of the cheat sheet into the book: its title, contents, chapters, list of results and index.
// Runs in the browser that prints it; `book` is what `docs/book/printing.py` passes.
async book => {
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    element.append(...children)
    return element
  }
  const chapters = new Map(book.chapters.map(({stem, path}) => [new URL(path, location.href).pathname, stem]))
  const named = (stem, id) => id.startsWith(`${stem}.`) ? id : `${stem}--${id}`
  const printed = Object.keys(book.pages).length > 0
  const pageOf = id => make("a", {href: `#${id}`, class: "yudo-page"}, book.pages[id] ?? "000")
  const line = (id, ...words) => make("li", {}, make("a", {href: `#${id}`}, ...words), pageOf(id))

  // IDs become those of the whole book, also where an attribute, such as that of an arrowhead, refers to one.
  const rename = (article, stem) => {
    const ids = new Set([...article.querySelectorAll("[id]")].map(element => element.id))
    for (const element of article.querySelectorAll("*")) {
      for (const {name, value} of [...element.attributes]) {
        if (name === "id") element.id = named(stem, value)
        else if (name === "for" || name.startsWith("aria-")) {
          if (ids.has(value)) element.setAttribute(name, named(stem, value))
        } else if (value.includes("url(#"))
          element.setAttribute(name, value.replace(/url\(#([^)]+)\)/g, (_, id) => `url(#${named(stem, id)})`))
      }
    }
  }

  // Links within the book stay links, others lead to the published site or, if that is unknown, nowhere.
  const relink = (article, address, published) => {
    for (const link of article.querySelectorAll("a[href]")) {
      const target = new URL(link.getAttribute("href"), address)
      const stem = chapters.get(target.pathname)
      if (target.host !== location.host) continue
      if (stem) {
        const id = decodeURIComponent(target.hash.slice(1))
        link.setAttribute("href", `#${id ? named(stem, id) : stem}`)
      } else if (published) {
        link.setAttribute("href", new URL(new URL(link.getAttribute("href"), published)))
      } else link.replaceWith(...link.childNodes)
    }
  }

  const load = async ({stem, path}, chapter) => {
    const address = new URL(path, location.href)
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html")
    const article = page.querySelector("article")
    article.querySelectorAll(".yudo-path, .yudo-closing, .headerlink, script, button").forEach(part => part.remove())
    rename(article, stem)
    relink(article, address, page.querySelector("link[rel=canonical]")?.href)
    const title = article.querySelector("h1")
    const name = title.textContent.trim()
    title.prepend(make("span", {class: "yudo-number"}, `${chapter} `))
    article.querySelectorAll(".yudo-result[id]").forEach((result, place) => {
      result.prepend(make("p", {class: "yudo-number"}, `${book.words.result} ${chapter}.${place + 1} `))
    })
    return {stem, name, article: make("section", {id: stem, class: "yudo-chapter"}, ...article.childNodes)}
  }

  // The first mention of a term in a chapter, outside of formulas and code, becomes a target of the index.
  const mentions = (article, term, id) => {
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT)
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "iu")
    while (walker.nextNode()) {
      const text = walker.currentNode
      const found = whole.exec(text.data)
      if (!found || text.parentElement.closest("math, svg, code, pre, h1, h2, h3, summary")) continue
      text.splitText(found.index).parentNode.insertBefore(make("span", {id}), text.nextSibling)
      return true
    }
    return false
  }

  const loaded = []
  for (const [place, chapter] of book.chapters.entries()) loaded.push(await load(chapter, place + 1))
  const results = loaded.flatMap(({article}) => [...article.querySelectorAll(".yudo-result[id]")].map(r => r.id))
  const index = book.terms.flatMap((term, number) => {
    const ids = loaded.map(({stem}) => `index--${number}--${stem}`)
    const found = ids.filter((id, place) => mentions(loaded[place].article, term, id))
    const shown = found.filter(id => !printed || id in book.pages).slice(0, book.most) // others are folded away
    return shown.length ? [make("li", {}, make("span", {}, term), ...shown.map(pageOf))] : []
  })

  const part = (id, title, ...content) => make("section", {id, class: "yudo-chapter"}, make("h1", {}, title), ...content)
  const list = (kind, lines) => make("ul", {class: `yudo-list yudo-list--${kind}`}, ...lines)
  const cover = make("section", {class: "yudo-cover"}, make("h1", {}, book.words.title),
    ...book.words.cover.map(text => make("p", {}, text)))
  const contents = part("contents", book.words.contents, list("contents", [
    ...loaded.map(({stem, name}, place) => line(stem, `${place + 1}  ${name}`)),
    line("results", book.words.results), line("index", book.words.index),
  ]))
  document.body.replaceChildren(make("main", {class: "md-typeset md-content__inner yudo-book"},
    cover, contents, ...loaded.map(({article}) => article),
    part("results", book.words.results, list("results", results.sort().map(id => line(id, id)))),
    part("index", book.words.index, list("index", index))))
  document.querySelectorAll(".yudo-exercise details, .yudo-about").forEach(details => { details.open = true })
  return results
}
