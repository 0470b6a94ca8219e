import { defineConfig } from "vite";
import { namesInPlace, shortNames } from "./classes.ts";
import { wordsApart } from "./words.ts";

/** A program for the build itself: it writes the shell as plain HTML, see `src/app/first-paint.tsx`. */
export default defineConfig({
  plugins: [wordsApart(), namesInPlace()],
  css: { modules: { generateScopedName: shortNames() } },
  publicDir: false,
  logLevel: "warn",
  build: {
    ssr: "src/app/first-paint.tsx",
    outDir: "node_modules/.first-paint",
    emptyOutDir: true,
  },
});
