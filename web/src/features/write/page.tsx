import { useParams } from "wouter";
import { BriefPage } from "./brief/brief-page.tsx";
import { Manuscript } from "./manuscript.tsx";

/** A brief without an id, a piece with one. */
export default function WritePage() {
  const { id } = useParams();
  return id === undefined ? <BriefPage /> : <Manuscript key={id} id={id} />;
}
