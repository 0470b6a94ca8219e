import type { QueryClient } from "@tanstack/react-query";
import { lazy } from "react";
import { useParams } from "wouter";
import { patiently } from "../../api/connection.ts";
import { meQuery } from "../../api/queries.ts";
import { Manuscript } from "./manuscript/manuscript.tsx";
import { pieceQuery } from "./piece-query.ts";

const BriefPage = lazy(() => patiently(() => import("./brief/brief-page.tsx")));

/** What the page shows first. */
export const begin = (queries: QueryClient, { pathname }: URL) => {
  const [, , id] = pathname.split("/");
  return Promise.all([queries.query(meQuery), id ? queries.query(pieceQuery(id)) : undefined]);
};

/** A brief without an id, a piece with one. */
export default function WritePage() {
  const { id } = useParams();
  return id === undefined ? <BriefPage /> : <Manuscript key={id} id={id} />;
}
