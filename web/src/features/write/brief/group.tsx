import { useId, type ReactNode } from "react";
import styles from "./brief.module.css";

interface GroupProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  children: ReactNode;
}

/** Several controls that are one field of the brief, with its hint or its error. */
export function Group({ label, hint, error, children }: GroupProps) {
  const id = useId();
  const below = error ?? hint;
  return (
    <fieldset className={styles.group} aria-describedby={below === undefined ? undefined : id}>
      <legend className={styles.legend}>{label}</legend>
      {below !== undefined && (
        <p id={id} className={error === undefined ? styles.hint : styles.error}>
          {below}
        </p>
      )}
      {children}
    </fieldset>
  );
}
