import { Button, IconButton } from "../../../../components/button.tsx";
import { useText } from "../../../../lib/language.ts";
import type { Desk } from "../desk.ts";
import { useDesk } from "../use-desk.ts";
import styles from "./findings.module.css";
import { FindingCard } from "./finding-card.tsx";
import { messages } from "./messages.ts";
import { marksOf, openFindings } from "./steps.ts";

interface FindingsStripProps {
  desk: Desk;
  mayWrite: boolean;
  onStep: (by: number) => void;
  onClose: () => void;
  onApply: () => void;
  onDismiss: () => void;
}

/** Where there is no room for a margin: one finding at a time, at the page's foot. */
export function FindingsStrip({ desk, mayWrite, onStep, onClose, onApply, onDismiss }: FindingsStripProps) {
  const t = useText(messages);
  const { active } = useDesk(desk, marksOf);
  const all = openFindings(desk);
  const at = all.findIndex(({ id }) => id === active);
  const shown = all[at];
  if (all.length === 0) return null;
  return (
    <section className={styles.strip} aria-label={t("findings")}>
      <div className={styles.stripHead}>
        {shown === undefined ? (
          <Button small onClick={() => onStep(1)}>
            {t("show", { count: all.length })}
          </Button>
        ) : (
          <>
            <IconButton small icon="left" label={t("previous")} onClick={() => onStep(-1)} />
            <span>{t("place", { at: at + 1, of: all.length })}</span>
            <IconButton small icon="right" label={t("next")} onClick={() => onStep(1)} />
            <IconButton small icon="close" label={t("close")} className={styles.end} onClick={onClose} />
          </>
        )}
      </div>
      {shown && (
        <ul>
          <FindingCard finding={shown} active mayWrite={mayWrite} onOpen={onClose} onApply={onApply} onDismiss={onDismiss} />
        </ul>
      )}
    </section>
  );
}
