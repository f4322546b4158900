// node compile.mjs RUNTIME TASK: compile the archives of a task with the Python that will run them.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [runtime, task] = process.argv.slice(2).map((one) => path.resolve(one));
try {
  const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")));
  const python = await loadPyodide({ indexURL: runtime });
  python.FS.mkdir("/host");
  python.FS.mount(python.FS.filesystems.NODEFS, { root: "/" }, "/host");
  python.globals.set("given", fs.readFileSync(task, "utf8"));
  python.runPython(`
import json, sys
given = json.loads(given)
for key in ("cache", "out"):
    given[key] = "/host" + given[key]
for name, folders in given["packages"].items():
    given["packages"][name] = ["/host" + folder for folder in folders]
sys.path.append("/host" + given["code"])
from reaching import pack
pack(given)
`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
