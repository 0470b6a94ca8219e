import { useParams } from "wouter";
import { BriefForm } from "./brief-form.tsx";
import { Manuscript } from "./manuscript.tsx";

/** A brief without an id, a piece with one. */
export default function WritePage() {
  const { id } = useParams();
  return id === undefined ? <BriefForm /> : <Manuscript key={id} id={id} />;
}
