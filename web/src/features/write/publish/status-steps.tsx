import { Button } from "../../../components/button.tsx";
import { PieceStatus } from "../../../components/piece-status.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useText } from "../../../lib/language.ts";
import type { Rights } from "../phases/rights.ts";
import { usePieceChange, type PieceAtHand } from "../phases/use-piece-change.ts";
import { messages } from "./messages.ts";
import { STATUSES, stepsFrom, wayBack } from "./steps.ts";
import styles from "./publish.module.css";

/** Draft, review, approved: where a piece is, and the steps that this person may take. */
export function StatusSteps({ piece, settle, rights }: PieceAtHand & { rights: Rights }) {
  const t = useText(messages);
  const change = usePieceChange(
    { piece, settle },
    {
      onDone: (before, { status }, undo) => {
        const back = wayBack(status ?? before.status, before.status);
        showToast(t("changed"), { undo: () => undo(...back.map((step) => ({ status: step }))) });
      },
    },
  );
  const steps = stepsFrom(piece, rights);
  return (
    <section className={styles.part}>
      <h3>{t("status")}</h3>
      <ol className={styles.statuses}>
        {STATUSES.map((status) => (
          <li key={status} aria-current={status === piece.status ? "step" : undefined}>
            <PieceStatus status={status} />
          </li>
        ))}
      </ol>
      {steps.map(({ to, word, forward, whyNot }) => (
        <div key={to} className={styles.step}>
          <Button
            kind={forward ? "plain" : "quiet"}
            disabled={whyNot !== undefined}
            busy={change.isPending}
            aria-describedby={whyNot && `why-${to}`}
            onClick={() => change.mutate({ status: to })}
          >
            {t(word)}
          </Button>
          {whyNot && (
            <p id={`why-${to}`} className={styles.quiet}>
              {t(`whyNot_${whyNot}`)}
            </p>
          )}
        </div>
      ))}
    </section>
  );
}
