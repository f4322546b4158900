// The LaTeX of our formulas as MathML; of anything else it knows nothing and throws.
// `make(tag, content, attributes)` makes a node of a text or of other nodes.
function mathml(latex, make) {
  const greek = "alpha beta gamma delta zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega";
  const letters = "αβγδζηθκλμνξπρστφχψω";
  const names = Object.fromEntries(greek.split(" ").map((name, place) => [`\\${name}`, letters[place]]));
  Object.assign(names, { "\\varepsilon": "ε", "\\ell": "ℓ", "\\Gamma": "Γ", "\\Delta": "Δ", "\\Theta": "Θ", "\\Lambda": "Λ", "\\Sigma": "Σ", "\\Phi": "Φ", "\\Psi": "Ψ", "\\Omega": "Ω", "\\partial": "∂", "\\infty": "∞", "\\top": "⊤", "\\dots": "…", "\\cdots": "⋯" });
  const signs = { "-": "−", "*": "∗", "\\cdot": "⋅", "\\circ": "∘", "\\neq": "≠", "\\leq": "≤", "\\geq": "≥", "\\lfloor": "⌊", "\\rfloor": "⌋", "\\lceil": "⌈", "\\rceil": "⌉", "\\bmod": "mod", "\\wedge": "∧", "\\vee": "∨" };
  const words = new Set(["\\log", "\\exp", "\\max", "\\min", "\\tanh", "\\sinh", "\\cosh", "\\sin", "\\cos", "\\operatorname", "\\mathrm", "\\text"]);
  const tokens = latex.match(/\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\S/g) ?? [];
  let at = 0;
  const unknown = () => { throw new Error(`no MathML for ${tokens[at] ?? "the end"}`); };
  const take = (wanted) => (tokens[at] === wanted ? tokens[at++] : unknown());
  const row = (nodes) => (nodes.length === 1 ? nodes[0] : make("mrow", nodes));

  const until = (...ends) => {
    const nodes = [];
    while (at < tokens.length && !ends.includes(tokens[at])) nodes.push(...scripted());
    return nodes;
  };
  const group = () => {
    if (tokens[at] !== "{") return row(atom());
    at += 1;
    const nodes = until("}");
    take("}");
    return row(nodes);
  };
  const raw = () => {
    let text = "";
    for (take("{"); tokens[at] !== "}"; at += 1) text += tokens[at]?.replace(/^\\/, "") ?? unknown();
    take("}");
    return text;
  };
  const word = (text) => make("mi", text, [...text].length === 1 ? { mathvariant: "normal" } : {});
  const delimiter = () => {
    const sign = tokens[at++];
    return make("mo", { ".": "", "\\{": "{", "\\}": "}", "\\lvert": "|", "\\rvert": "|" }[sign] ?? signs[sign] ?? sign);
  };

  const atom = () => {
    const token = tokens[at++];
    if (/^\d/.test(token)) return [make("mn", token)];
    if (/^[a-zA-Z]$/.test(token)) return [make("mi", token)];
    if (token in names) return [make("mi", names[token])];
    if (token in signs) return [make("mo", signs[token])];
    if (words.has(token)) return [word(tokens[at] === "{" && !/^\\(log|exp|max|min|tanh|sinh|cosh|sin|cos)$/.test(token) ? raw() : token.slice(1))];
    if (/^[+=<>()[\],:|!/]$/.test(token)) return [make("mo", token)];
    switch (token) {
      case "{": {
        const nodes = until("}");
        take("}");
        return nodes.length ? [row(nodes)] : [];
      }
      case "\\,": case "\\;": case "\\ ": case "\\quad":
        return [make("mspace", "", { width: token === "\\quad" ? "1em" : "0.17em" })];
      case "\\frac": return [make("mfrac", [group(), group()])];
      case "\\sqrt": {
        if (tokens[at] !== "[") return [make("msqrt", [group()])];
        at += 1;
        const degree = row(until("]"));
        take("]");
        return [make("mroot", [group(), degree])];
      }
      case "\\hat": return [make("mover", [group(), make("mo", "ˆ")], { accent: "true" })];
      case "\\left": {
        const nodes = [delimiter(), ...until("\\right")];
        take("\\right");
        return [make("mrow", [...nodes, delimiter()])];
      }
      case "\\sum": return [make("mo", "∑", { movablelimits: "false" })];
      default:
        at -= 1;
        return unknown();
    }
  };
  const scripted = () => {
    const first = tokens[at];
    const nodes = atom();
    let below = null;
    let above = null;
    while (tokens[at] === "_" || tokens[at] === "^") {
      const sign = tokens[at++];
      if (sign === "_") below = group(); else above = group();
    }
    if (!below && !above) return nodes;
    const [under, over, both] = ["\\sum", "\\max", "\\min"].includes(first) ? ["munder", "mover", "munderover"] : ["msub", "msup", "msubsup"];
    const base = row(nodes);
    if (below && above) return [make(both, [base, below, above])];
    return [below ? make(under, [base, below]) : make(over, [base, above])];
  };

  const nodes = until();
  if (!nodes.length) unknown();
  return make("math", nodes, { display: "block" });
}
