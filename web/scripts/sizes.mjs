/** `make bench-web`, first step: what each page costs over the wire, by brotli, against its budget. */
import { readFile, stat } from "node:fs/promises";
import path from "node:path";

const folder = path.resolve(process.argv[2] ?? "../src/alwrity/web_dist");
/** kB of 1000 bytes, of scripts and styles, the shell included; fonts are counted apart. */
const BUDGETS = { shell: 75, library: 85, analytics: 95, write: 165 };

async function weigh(files) {
  const sizes = files.map(async (file) => {
    const whole = path.join(folder, file);
    const smaller = await stat(`${whole}.br`).catch(() => stat(whole));
    return smaller.size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
}

const table = JSON.parse(await readFile(path.join(folder, "pages.json"), "utf8"));
const shell = await weigh(table.shell);
const rows = [["shell", shell]];
for (const [name, files] of Object.entries(table.pages)) rows.push([name, shell + (await weigh(files))]);

let over = 0;
console.log("over the wire (brotli), the shell included: kB of 1000 bytes, KiB of 1024\n");
for (const [name, size] of rows) {
  const budget = BUDGETS[name];
  const tooMuch = budget !== undefined && size > budget;
  if (tooMuch) over += 1;
  const verdict = budget === undefined ? "" : `of ${budget}${tooMuch ? "  TOO MUCH" : ""}`;
  const binary = ((size * 1000) / 1024).toFixed(1);
  console.log(`  ${name.padEnd(12)}${size.toFixed(1).padStart(8)}${binary.padStart(8)}  ${verdict}`);
}
process.exitCode = over > 0 ? 1 : 0;
