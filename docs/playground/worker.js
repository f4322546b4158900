// The worker: every file is checked before it is used; then the doors are shut and questions are answered.
const inflated = async (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const checked = async ({ url, sha256 }) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== sha256) throw new Error(`${url}: SHA-256 ${found}`);
  postMessage({ kind: "received", bytes: bytes.byteLength });
  return inflated(bytes);
};

const importing = (bytes) => {
  const address = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
  return import(address).finally(() => URL.revokeObjectURL(address));
};

// Python gets neither of these; what else there is obeys the page's policy, which knows this site alone.
const DOORS = [
  "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "indexedDB", "caches", "importScripts",
  "Worker", "BroadcastChannel", "RTCPeerConnection", "navigator",
];

let answer;

const boot = async ({ files, lock }) => {
  const names = Object.keys(files);
  const contents = await Promise.all(names.map((name) => checked(files[name])));
  const byName = new Map(names.map((name, place) => [name, contents[place]]));
  postMessage({ kind: "stage", stage: 2 });
  const { loadPyodide } = await importing(byName.get("pyodide.mjs"));
  const { default: createPyodideModule } = await importing(byName.get("pyodide.asm.mjs"));
  // The runtime asks for its files by name and gets what was checked: from here on, there is no other way out.
  const TYPES = { wasm: "application/wasm", zip: "application/zip" };
  const given = async (url) => {
    const name = String(url.url ?? url).split("/").pop();
    if (!byName.has(name)) throw new TypeError(`${name} is not one of the page's files`);
    return new Response(byName.get(name), { headers: { "Content-Type": TYPES[name.split(".").pop()] } });
  };
  Object.defineProperty(self, "fetch", { value: given, configurable: false, writable: false });
  const python = await loadPyodide({
    indexURL: "https://files.invalid/",
    stdLibURL: "https://files.invalid/python.zip",
    packageBaseUrl: "https://files.invalid/",
    lockFileContents: lock,
    createPyodideModule,
    jsglobals: { Object, Error },
  });
  postMessage({ kind: "stage", stage: 3 });
  const archives = ["sympy.zip", "yudo.zip"];
  for (const name of archives) python.FS.writeFile(`/lib/${name}`, byName.get(name));
  python.runPython(`import sys; sys.path += ${JSON.stringify(archives.map((name) => `/lib/${name}`))}`);
  answer = python.pyimport("browser.answering").answer;
  byName.clear();
  for (const name of DOORS) {
    Object.defineProperty(self, name, { value: undefined, configurable: false, writable: false });
  }
  postMessage({ kind: "ready" });
};

self.onmessage = async ({ data }) => {
  try {
    if (data.kind === "boot") await boot(data);
    else postMessage({ kind: "answer", answer: JSON.parse(answer(JSON.stringify(data.question))) });
  } catch (error) {
    const lines = String((error && error.message) || error).trim().split("\n");
    postMessage({ kind: "error", message: lines[lines.length - 1] });
  }
};
