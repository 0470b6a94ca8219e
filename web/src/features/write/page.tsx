import { lazy } from "react";
import { useParams } from "wouter";
import { patiently } from "../../api/connection.ts";
import { Manuscript } from "./manuscript/manuscript.tsx";

const BriefPage = lazy(() => patiently(() => import("./brief/brief-page.tsx")));

/** A brief without an id, a piece with one. */
export default function WritePage() {
  const { id } = useParams();
  return id === undefined ? <BriefPage /> : <Manuscript key={id} id={id} />;
}
