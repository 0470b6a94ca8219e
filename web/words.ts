import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Plugin, Rollup } from "vite";

const SOURCES = path.resolve(import.meta.dirname, "src");
const WORDS = "virtual:words-de";
const CATALOGUE = /messages\.ts$/;

interface Place {
  start: number;
  end: number;
}

/**
 * Takes the German words out of the catalogues and into a file of their own, which only those load
 * who read German. A catalogue is `export const messages = catalogue({ en: {...}, de: {...} })`.
 */
export function wordsApart(): Plugin {
  return {
    name: "words-apart",
    apply: "build",
    resolveId: (id) => (id === WORDS ? `\0${WORDS}` : null),
    load(id) {
      if (id !== `\0${WORDS}`) return null;
      const parts = catalogues().map((file) => {
        const code = readFileSync(file, "utf8");
        const { start, end } = german(this, code, file);
        return `${JSON.stringify(nameOf(file))}: ${code.slice(start, end)}`;
      });
      return `export default { ${parts.join(", ")} };`;
    },
    transform(code, id) {
      if (!CATALOGUE.test(id) || !id.startsWith(SOURCES)) return null;
      const { start, end } = german(this, code, id);
      return { code: `${code.slice(0, start)}${JSON.stringify(nameOf(id))}${code.slice(end)}`, map: null };
    },
  };
}

function catalogues(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((name) => CATALOGUE.test(name))
    .sort()
    .map((name) => path.join(SOURCES, name));
}

function nameOf(file: string): string {
  return path.relative(SOURCES, file).replaceAll(path.sep, "/").replace(CATALOGUE, "");
}

/** Where the value of `de` stands. */
function german(context: Rollup.PluginContext, code: string, file: string): Place {
  const { body } = context.parse(code, { lang: "ts" });
  for (const node of body) {
    if (node.type !== "ExportNamedDeclaration" || node.declaration?.type !== "VariableDeclaration") continue;
    const call = node.declaration.declarations[0]?.init;
    const words = call?.type === "CallExpression" ? call.arguments[0] : undefined;
    if (words?.type !== "ObjectExpression") continue;
    for (const property of words.properties) {
      if (property.type !== "Property" || property.key.type !== "Identifier") continue;
      if (property.key.name === "de") return property.value;
    }
  }
  throw new Error(`${file} exports no catalogue with \`de\`; see docs/recipes/new-page.md.`);
}
