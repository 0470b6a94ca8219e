import { useEffect, useState } from "react";
import { VisuallyHidden } from "../components/visually-hidden.tsx";
import { useText } from "../lib/language.ts";
import { messages } from "./messages.ts";

const SETTLED_MS = 400;

/** Tells screen readers which page was entered; a browser says nothing when no document loads. */
export function RouteAnnouncer({ place }: { place: string }) {
  const [title, setTitle] = useState("");
  const t = useText(messages);
  useEffect(() => {
    // The page sets its title once it is there.
    const timer = setTimeout(() => setTitle(document.title), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [place]);
  return (
    <VisuallyHidden>
      <span role="status">{title && t("entered", { title })}</span>
    </VisuallyHidden>
  );
}
