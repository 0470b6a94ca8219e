import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

const SOURCES = path.resolve(import.meta.dirname, "src");
const SHEET = /\.module\.css$/;
const IMPORT = /import styles from ("\.{1,2}\/[^"]+\.module\.css")/g;
const LETTERS = 36;

/** The name of a class in the built pages: two characters for its sheet, then its number in there. */
export function shortNames(): (name: string, file: string) => string {
  const sheets = new Map<string, { prefix: string; names: string[] }>();
  const prefixes = new Set<string>();
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) => SHEET.test(name)).sort()) {
    // By the sheet's own name, so that a new sheet leaves the others' names, and their files, alone.
    let number = createHash("sha256").update(file.replaceAll(path.sep, "/")).digest().readUInt32BE();
    while (prefixes.has(prefixOf(number))) number += 1;
    prefixes.add(prefixOf(number));
    sheets.set(path.join(SOURCES, file), { prefix: prefixOf(number), names: [] });
  }
  return (name, file) => {
    const sheet = sheets.get(file.split("?")[0] ?? file);
    if (sheet === undefined) throw new Error(`${file} is no sheet below ${SOURCES}.`);
    if (!sheet.names.includes(name)) sheet.names.push(name);
    return sheet.prefix + sheet.names.indexOf(name).toString(LETTERS);
  };
}

/** A letter, and a letter or a digit. */
function prefixOf(number: number): string {
  return (10 + (number % 26)).toString(LETTERS) + (Math.floor(number / 26) % LETTERS).toString(LETTERS);
}

/** Has a component know the names of its classes one by one, so that the build puts them in their places. */
export function namesInPlace(): Plugin[] {
  return [
    {
      name: "names-in-place",
      apply: "build",
      enforce: "pre",
      transform(code, id) {
        if (!id.startsWith(SOURCES)) return null;
        return { code: code.replace(IMPORT, "import * as styles from $1"), map: null };
      },
    },
    {
      name: "sheets-stay",
      apply: "build",
      enforce: "post",
      // A sheet whose names are all in their places would be left out; nobody asks for them together.
      transform: (code, id) =>
        SHEET.test(id)
          ? { code: code.replace(/export default \{[^}]*\};?/, ""), map: null, moduleSideEffects: "no-treeshake" }
          : null,
    },
  ];
}
