import { EditorView } from "@codemirror/view";
import { Button } from "../../../../components/button.tsx";
import { useText } from "../../../../lib/language.ts";
import type { Desk } from "../desk.ts";
import styles from "../manuscript.module.css";
import { messages } from "./messages.ts";

interface CutOffLineProps {
  desk: Desk;
  /** Where sections break off. */
  places: readonly number[];
  /** Ask a model to write on at the cursor. */
  onContinue: () => void;
}

/** Says that sections break off, and goes on with the first of them. */
export function CutOffLine({ desk, places, onContinue }: CutOffLineProps) {
  const t = useText(messages);
  const [first] = places;
  if (first === undefined) return null;
  return (
    <section className={styles.line} aria-label={t("brokenOff", { count: places.length })}>
      <span className={styles.phase}>{t("brokenOff", { count: places.length })}</span>
      <span className={styles.buttons}>
        <Button
          small
          onClick={() => {
            desk.view.dispatch({
              selection: { anchor: first },
              effects: EditorView.scrollIntoView(first, { y: "center" }),
            });
            onContinue();
          }}
        >
          {t("goOn", { count: places.length })}
        </Button>
      </span>
    </section>
  );
}
