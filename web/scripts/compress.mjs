/** After a build: `.br` and `.gz` beside every file that gains by it, and a table of the pages. */
import { readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { firstPaints } from "../node_modules/.first-paint/first-paint.js";
import { pagesOf } from "./pages.mjs";

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const COMPRESSIBLE = /\.(js|css|svg|json|webmanifest|txt|map)$/;
const WORTH_IT = 0.95;

const folder = path.resolve("../src/alwrity/web_dist");

/** What the server asks: which files a page begins with, and what it shows before these are there. */
async function writePages() {
  const manifestFile = path.join(folder, ".vite", "manifest.json");
  const manifest = JSON.parse(await readFile(manifestFile, "utf8"));
  const html = await readFile(path.join(folder, "index.html"), "utf8");
  const table = { ...pagesOf(manifest, html), first: await firstPaints() };
  await writeFile(path.join(folder, "pages.json"), JSON.stringify(table, null, 1));
  await rm(path.join(folder, ".vite"), { recursive: true });
}

async function compress(file) {
  const content = await readFile(file);
  const params = {
    [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  for (const [suffix, smaller] of [
    [".br", await brotli(content, { params })],
    [".gz", await gzip(content, { level: 9 })],
  ]) {
    if (smaller.length < content.length * WORTH_IT) await writeFile(file + suffix, smaller);
  }
}

await writePages();
for (const name of await readdir(folder, { recursive: true })) {
  const file = path.join(folder, name);
  if (COMPRESSIBLE.test(name) && name !== "pages.json" && (await stat(file)).isFile()) {
    await compress(file);
  }
}
