import { useEffect, useRef, useState } from "react";
import { useText } from "../lib/language.ts";
import { Button } from "./button.tsx";
import { messages } from "./messages.ts";
import styles from "./copy-line.module.css";

const SAID_MS = 2500;

interface CopyLineProps {
  /** What it is; read aloud before the text. */
  label: string;
  /** One line or a few, copied as they stand. */
  text: string;
}

/** A command, a link or a key to take along. */
export function CopyLine({ label, text }: CopyLineProps) {
  const line = useRef<HTMLPreElement>(null);
  const [done, setDone] = useState<"copied" | "copyByKeys">();
  const t = useText(messages);
  useEffect(() => {
    if (done !== "copied") return;
    const timer = setTimeout(() => setDone(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone("copied");
    } catch {
      // No clipboard on plain HTTP beyond this machine, nor where the browser forbids it.
      if (line.current) getSelection()?.selectAllChildren(line.current);
      setDone("copyByKeys");
    }
  };
  return (
    <div role="group" aria-label={label} className={styles.copy}>
      <pre ref={line} className={styles.text}>
        <code>{text}</code>
      </pre>
      <Button small {...(done === "copied" && { icon: "check" })} onClick={() => void copy()}>
        {t(done === "copied" ? "copied" : "copy")}
      </Button>
      <span role="status" className={styles.hint}>
        {done === "copyByKeys" && t("copyByKeys")}
      </span>
    </div>
  );
}
