import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { watchNetwork } from "./api/connection.ts";
import { createQueryClient } from "./api/queries.ts";
import { App } from "./app/app.tsx";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

watchNetwork();
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App queries={createQueryClient()} />
  </StrictMode>,
);
