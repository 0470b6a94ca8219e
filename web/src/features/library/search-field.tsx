import { useEffect, useState, type Ref } from "react";
import { TextInput } from "../../components/field.tsx";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import styles from "./filter-bar.module.css";

const PAUSE_MS = 200;

interface SearchFieldProps {
  ref: Ref<HTMLInputElement>;
  value: string;
  onSearch: (words: string) => void;
}

/** Searches once the typing pauses; keeps the focus and what is typed meanwhile. */
export function SearchField({ ref, value, onSearch }: SearchFieldProps) {
  const t = useText(messages);
  // What is typed and not yet searched for.
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => {
      onSearch(typed);
      setTyped(null);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, onSearch]);
  return (
    <TextInput
      ref={ref}
      type="search"
      className={styles.search}
      aria-label={t("search")}
      placeholder={t("searchHint")}
      maxLength={300}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
