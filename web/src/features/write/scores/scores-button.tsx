import { Button } from "../../../components/button.tsx";
import { Score } from "../../../components/score.tsx";
import { useText } from "../../../lib/language.ts";
import type { Piece } from "../phases/change-piece.ts";
import { usePanel } from "../phases/panel.ts";
import { messages } from "./glance-messages.ts";
import styles from "./scores.module.css";

/** Both scores at a glance; opens what they are made of. */
export function ScoresButton({ piece }: { piece: Piece }) {
  const t = useText(messages);
  const { panel, open, close } = usePanel();
  const shown = panel === "scores";
  const both = [
    { label: t("quality"), value: piece.quality_score },
    { label: t("seo"), value: piece.seo_score },
  ];
  if (both.every(({ value }) => value === null)) return null;
  return (
    <Button kind="quiet" className={styles.glance} aria-pressed={shown} onClick={() => (shown ? close() : open("scores"))}>
      {both.map(({ label, value }) => (
        <span key={label} className={styles.one}>
          <span aria-hidden="true">{label}</span>
          <Score label={label} value={value} />
        </span>
      ))}
    </Button>
  );
}
