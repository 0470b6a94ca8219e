const PAGE = /^src\/features\/([^/]+)\/page\.tsx$/;

/**
 * What each page loads first: `{ shell: [files], pages: { library: [files] } }`, without what the
 * shell has loaded already. A page is the file `src/features/<name>/page.tsx`.
 */
export function pagesOf(manifest) {
  const shell = filesOf(manifest, "index.html");
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
