const PAGE = /^src\/features\/([^/]+)\/page\.tsx$/;

const FILE = /"\/(assets\/[^"]+\.(?:js|css))"/g;

/**
 * What each page loads first: `{ shell: [files], pages: { library: [files] } }`, without what the
 * shell has loaded already, which `index.html` lists. A page is the file `src/features/<name>/page.tsx`.
 */
export function pagesOf(manifest, html) {
  const shell = [...new Set(Array.from(html.matchAll(FILE), ([, file]) => file))];
  const pages = {};
  for (const key of Object.keys(manifest)) {
    const name = PAGE.exec(key)?.[1];
    if (name !== undefined) {
      pages[name] = filesOf(manifest, key).filter((file) => !shell.includes(file));
    }
  }
  return { shell, pages };
}

function filesOf(manifest, key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const chunk = manifest[key];
  const below = (chunk.imports ?? []).flatMap((name) => filesOf(manifest, name, seen));
  return [...new Set([chunk.file, ...(chunk.css ?? []), ...below])];
}
