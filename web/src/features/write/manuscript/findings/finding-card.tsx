import type { CSSProperties, Ref } from "react";
import { Button } from "../../../../components/button.tsx";
import { useText } from "../../../../lib/language.ts";
import { classes } from "../../../../lib/classes.ts";
import type { Finding } from "./finding.ts";
import styles from "./findings.module.css";
import { messages } from "./messages.ts";

interface FindingCardProps {
  finding: Finding;
  active: boolean;
  mayWrite: boolean;
  style?: CSSProperties;
  ref?: Ref<HTMLLIElement>;
  onOpen: () => void;
  onApply: () => void;
  onDismiss: () => void;
}

/** A note in the margin: what was found, and when it is the active one what can be done. */
export function FindingCard({ finding, active, mayWrite, style, ref, onOpen, onApply, onDismiss }: FindingCardProps) {
  const t = useText(messages);
  const { id, group, severity, message, advice, quote, replacement } = finding;
  return (
    <li ref={ref} data-card={id} data-ink={group} style={style} className={classes(styles.card, active && styles.active)}>
      <button type="button" className={styles.open} aria-expanded={active} data-finding={id} onClick={onOpen}>
        <span className={styles.ink}>
          {t(group)}
          {severity === "high" && <strong className={styles.grave}>{t("grave")}</strong>}
        </span>
        <span className={styles.message}>{message}</span>
      </button>
      {active && (
        <div className={styles.more}>
          {advice && <p className={styles.advice}>{advice}</p>}
          {replacement !== null && (
            <p className={styles.swap}>
              <del>{quote}</del> <ins>{replacement === "" ? t("nothing") : replacement}</ins>
            </p>
          )}
          {mayWrite && (
            <div className={styles.buttons}>
              {replacement !== null && (
                <Button small onClick={onApply}>
                  {t("apply")}
                </Button>
              )}
              <Button small kind="quiet" onClick={onDismiss}>
                {t("dismiss")}
              </Button>
            </div>
          )}
        </div>
      )}
    </li>
  );
}
