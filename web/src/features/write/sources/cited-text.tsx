import { memo } from "react";
import { useText } from "../../../lib/language.ts";
import { stretchesOf } from "./citations.ts";
import { messages } from "./messages.ts";
import styles from "./sources.module.css";

interface CitedTextProps {
  text: string;
  /** From `usePanel`: opens the sources at the passage. */
  onCitation: (number: number) => void;
}

/** A text whose citations lead to their passages. */
export const CitedText = memo(function CitedText({ text, onCitation }: CitedTextProps) {
  const t = useText(messages);
  return stretchesOf(text).map(({ text: words, citation }, at) =>
    citation === undefined ? (
      words
    ) : (
      <button
        key={at}
        type="button"
        className={styles.citation}
        aria-label={t("citation", { number: citation })}
        onClick={() => onCitation(citation)}
      >
        {citation}
      </button>
    ),
  );
});
