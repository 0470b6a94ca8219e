import { defineConfig } from "vite";
import react from "@vitejs/plugin-react";
import { namesInPlace, shortNames } from "./classes.ts";
import { wordsApart } from "./words.ts";

/** What is opened from everywhere, and loaded behind the first paint; notices, too. */
const BEHIND =
  /src\/(app\/(account-menu|command|found-pieces|shortcut-sheet|not-found|toast-card)|components\/dialog)/;

/**
 * One chunk per concern, so that a change of one page leaves the others' caches alone; and what most
 * pages share in one, for a browser asks for six files at a time.
 */
const CONCERNS = [
  {
    name: "react",
    test: /node_modules\/(react|react-dom|scheduler|wouter|regexparam|use-sync-external-store)\//,
  },
  {
    name: "data",
    test: /node_modules\/@tanstack\/.*\/(?!useMutation|mutationObserver|useInfiniteQuery|infiniteQueryObserver)\w+\.js/,
  },
  { name: "changes", test: /node_modules\/@tanstack\/.*\/(useMutation|mutationObserver)\.js/ },
  { name: "editor", test: /node_modules\/(@codemirror|@lezer|style-mod|w3c-keyname|crelt|@marijn)\// },
  { name: "chart", test: /node_modules\/uplot\// },
  { name: "shell", test: /src\/(main|(api|app|components|lib|styles)\/)/, tags: ["$initial" as const] },
  {
    name: "kit",
    test: /src\/(api|components|lib)\/(?!dialog|menu|use-appearance|preferences)/,
    minShareCount: 4,
  },
  { name: "menu", test: /src\/components\/menu/ },
  { name: "appearance", test: /src\/api\/(use-appearance|preferences)/ },
  { name: "behind", test: BEHIND },
];

const api = process.env.ALWRITY_URL ?? "http://127.0.0.1:8000";

export default defineConfig(({ command }) => ({
  plugins: [react(), wordsApart(), namesInPlace()],
  css: { modules: command === "build" ? { generateScopedName: shortNames() } : {} },
  // The server puts a fresh nonce in its place: the editor makes style elements at run time.
  html: { cspNonce: "CSP_NONCE" },
  resolve: {
    // wouter brings it for older versions of React.
    alias: { "use-sync-external-store/shim/index.js": "react" },
  },
  build: {
    // Into the package, ignored by git.
    outDir: "../src/alwrity/web_dist",
    emptyOutDir: true,
    manifest: true,
    sourcemap: false,
    target: ["chrome123", "edge123", "firefox128", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        entryFileNames: "assets/[name]-[hash:6].js",
        chunkFileNames: "assets/[name]-[hash:6].js",
        assetFileNames: "assets/[name]-[hash:6][extname]",
        codeSplitting: { groups: CONCERNS },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      // The server answers its own pages only, so it sees its own address as the origin.
      "^/(api|health)(/|$)": {
        target: api,
        changeOrigin: true,
        headers: { origin: new URL(api).origin },
      },
    },
  },
}));
