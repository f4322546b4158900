// The theme's search worker, given queries in the words that the index has.
//
// Korean words carry particles (그래디언트는) and are written together or apart (교차엔트로피, 교차 엔트로피); the index
// holds the words of the pages as they stand there, and the theme finds what begins like a query's words. So a word
// of the query that no page has is stripped of its particle, or split into words that pages do have.
// What readers may call by another name than the pages do is looked up under theirs (SYNONYMS). Several words are asked
// for together where some place has them all: "chain rule" means more than all that has "chain" or "rule".
// The name of the theme's own worker comes in the hash of this one's address.

// Longest first. What is left when one is taken off has at least two letters.
const PARTICLES = [
  "에서부터", "으로부터", "으로써", "으로서", "이라는", "에서는", "에서의", "으로는", "으로의", "까지의", "에게서",
  "로부터", "로써", "로서", "라는", "이란", "에는", "에도", "에서", "에게", "으로", "로는", "로의", "와의", "과의",
  "보다", "부터", "까지", "처럼", "마다", "이나", "이며", "이고", "이다", "하다", "한다", "하는", "하고", "하여", "했다",
  "이라", "만큼", "대로", "조차", "마저", "은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "로", "도", "만", "나", "란",
];
// What readers may type, and what the pages say. Korean names are found within compounds, too (은닉계층).
const SYNONYMS = new Map([
  ["dense layer", "affine layer"],
  ["divide by n", "mean loss"],
  ["fully connected layer", "affine layer"],
  ["gradient checking", "gradient check"],
  ["linear layer", "affine layer"],
  ["log loss", "cross entropy"],
  ["negative log likelihood", "cross entropy"],
  ["numeric gradient", "gradient check"],
  ["numerical gradient", "gradient check"],
  ["weight regularization", "l2 regularisation"],
  ["weight regularisation", "l2 regularisation"],
  ["경사 소실", "그래디언트 소실"],
  ["계층", "층"],
  ["그라디언트", "그래디언트"],
  ["그레이디언트", "그래디언트"],
  ["기울기", "그래디언트"],
  ["라벨", "레이블"],
  ["레이어", "층"],
  ["로그 손실", "교차 엔트로피"],
  ["바이어스", "편향"],
  ["샘플", "표본"],
  ["수치 미분", "그래디언트 검사"],
  ["아핀", "완전연결층"],
  ["야코비안", "야코비"],
  ["어파인", "완전연결층"],
  ["언더플로우", "언더플로"],
  ["오버플로우", "오버플로"],
  ["자코비안", "야코비"],
  ["완전결합", "완전연결"],
  ["전결합", "완전연결"],
  ["체인 룰", "연쇄 법칙"],
  ["컨볼루션", "합성곱"],
  ["콘볼루션", "합성곱"],
  ["크로스 엔트로피", "교차 엔트로피"],
]);
const SHORTEST = 2;
const HANGUL = /[가-힣]/;

const ANOTHER_NAME = new RegExp(
  [...SYNONYMS.keys()]
    .sort((a, b) => b.length - a.length) // the longest first, because it may begin with a shorter one
    .map((name) => (HANGUL.test(name) ? name.replaceAll(" ", "\\s*") : `\\b${name.replaceAll(" ", "\\s+")}s?\\b`))
    .join("|"),
  "gi",
);
const SAID_TIGHT = new Map([...SYNONYMS].map(([name, said]) => [name.replaceAll(" ", ""), said]));

/** Every name that the pages do not use, replaced by the one that they do. */
function inTheWordsOfThePages(text) {
  return text.replace(ANOTHER_NAME, (found) => {
    const tight = found.toLowerCase().replace(/\s+/g, "");
    return SAID_TIGHT.get(tight) ?? SAID_TIGHT.get(tight.replace(/s$/, ""));
  });
}

/** The words of a place, sorted, so that words with the same beginning stand together. */
function wordsOf({ title, text }, separator) {
  return [...new Set(`${title} ${text}`.replace(/<[^>]*>/g, " ").toLowerCase().split(separator))].sort();
}

/** Whether one of the sorted words begins like this. */
function has(words, beginning) {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle] < beginning) low = middle + 1;
    else high = middle;
  }
  return low < words.length && words[low].startsWith(beginning);
}

class Vocabulary {
  constructor(docs, separator) {
    this.separator = separator;
    this.places = docs.map((doc) => wordsOf(doc, separator));
    this.words = [...new Set(this.places.flat())].sort();
    this.ids = new Set(docs.map(({ location }) => location.split("#")[1]).filter((id) => id?.includes(".")));
    this.lowered = new Map([...this.ids].map((id) => [id.toLowerCase(), id]));
  }

  /** Whether some page has a word that begins like this. */
  knows(beginning) {
    return has(this.words, beginning);
  }

  /** A query as the theme's worker should see it; quoted parts and operators stay as they are. */
  read(query) {
    return query
      .split(/("[^"]*"?)/)
      .map((part, place) => (place % 2 ? part : this.together(this.plain(part))))
      .join("");
  }

  plain(part) {
    return inTheWordsOfThePages(part).split(/(\s+)/).map((word) => this.word(word)).join("");
  }

  /** Asks for all known words together, if some place has them all. */
  together(part) {
    const words = part.split(/\s+/).filter(Boolean);
    const beginning = (word) => word.split("*")[0];
    const known = words.filter((word) => this.knows(beginning(word)));
    if (known.length < 2 || /[+\-~^:]|\*(?![a-z])/.test(part)) return part;
    if (!this.places.some((place) => known.every((word) => has(place, beginning(word))))) return part;
    return words.map((word) => (known.includes(word) ? `+${word}*` : word)).join(" ");
  }

  word(word) {
    const plain = word.toLowerCase();
    if (this.lowered.has(plain)) return this.id(plain);
    if (/^[+\-]|[~^*:]/.test(word)) return word;
    return plain.split(this.separator).map((part) => this.part(part)).join(" ");
  }

  /** An ID asks for the result that has all of its parts in the title, not for pages that mention another with them. */
  id(plain) {
    return plain.split(this.separator).filter(Boolean).map((part) => `+title:${part}`).join(" ");
  }

  part(part) {
    if (!HANGUL.test(part)) return this.spelt(part);
    const stem = this.stem(part);
    if (this.knows(stem)) return stem;
    const split = this.split(stem);
    if (split) return split.map((one) => `+${one}*`).join(" ");
    return this.longestKnown(part) ?? part;
  }

  /** Without its particle, if what is left is known. */
  stem(part) {
    for (const particle of PARTICLES) {
      const rest = part.slice(0, -particle.length);
      if (part.endsWith(particle) && rest.length >= SHORTEST && (this.knows(rest) || this.split(rest))) return rest;
    }
    return part;
  }

  /** As few known words as possible that make up this one; nothing if there are none. */
  split(compound) {
    const best = [[]];
    for (let end = SHORTEST; end <= compound.length; end++) {
      for (let start = 0; start <= end - SHORTEST; start++) {
        const part = compound.slice(start, end);
        if (!best[start] || !this.knows(part)) continue;
        if (!best[end] || best[start].length + 1 < best[end].length) best[end] = [...best[start], part];
      }
    }
    return best[compound.length]?.length > 1 ? best[compound.length] : undefined;
  }

  /** As pages have it, British or American; either, if some have this and some that: regulari*ation. */
  spelt(part) {
    const other = part.replace(/i([sz])(?=e|ing|ation)/, (_, letter) => (letter === "s" ? "iz" : "is"));
    if (other === part || !this.knows(other)) return this.latin(part);
    return this.knows(part) ? part.replace(/i[sz](?=e|ing|ation)/, "i*") : other;
  }

  latin(part) {
    if (this.knows(part)) return this.singular(part);
    const cut = part.match(/^([a-z]{3,}?)(?:ing|ed|es|s)$/);
    return cut && this.knows(cut[1]) ? cut[1] : part;
  }

  /** A plural finds the singular, too. */
  singular(part) {
    const cut = part.match(/^([a-z]{3,})s$/);
    return cut && !part.endsWith("ss") && this.words.includes(cut[1]) ? cut[1] : part;
  }

  longestKnown(part) {
    for (let length = part.length - 1; length >= SHORTEST; length--) {
      if (this.knows(part.slice(0, length))) return part.slice(0, length);
    }
    return undefined;
  }
}

const SETUP = 0;
const QUERY = 2;
let vocabulary;
let passingOn = false;

// Registered before the theme's own listener, so called before it.
addEventListener("message", (event) => {
  const message = event.data;
  if (message.type === SETUP) {
    vocabulary = new Vocabulary(message.data.docs, new RegExp(message.data.config.separator));
  } else if (message.type === QUERY && vocabulary && !passingOn) {
    event.stopImmediatePropagation();
    passingOn = true;
    dispatchEvent(new MessageEvent("message", { data: { type: QUERY, data: vocabulary.read(message.data) } }));
    passingOn = false;
  }
});

importScripts(self.location.hash.slice(1));
