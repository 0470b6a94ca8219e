import { startTransition, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { patiently, watchNetwork } from "./api/connection.ts";
import { createQueryClient } from "./api/queries.ts";
import { App } from "./app/app.tsx";
import { loadPage } from "./app/pages.ts";
import { loadWords } from "./lib/catalogue.ts";
import { preferredLanguage } from "./lib/language.ts";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

watchNetwork();
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const language = preferredLanguage();
const queries = createQueryClient();
void Promise.all([patiently(() => loadWords(language)), loadPage(new URL(location.href), queries)]).then(() => {
  // In slices, so that a slow phone can scroll and tap meanwhile.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App queries={queries} first={language} />
      </StrictMode>,
    ),
  );
});
