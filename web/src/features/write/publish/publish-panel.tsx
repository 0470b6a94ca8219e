import { Icon } from "../../../components/icon.tsx";
import { Button } from "../../../components/button.tsx";
import { VisuallyHidden } from "../../../components/visually-hidden.tsx";
import { useText } from "../../../lib/language.ts";
import { usePanel } from "../phases/panel.ts";
import type { Rights } from "../phases/rights.ts";
import type { PieceAtHand } from "../phases/use-piece-change.ts";
import type { Analysis } from "../scores/analysis-query.ts";
import { openFindings } from "../scores/gains.ts";
import { checklistOf, type Point } from "./checklist.ts";
import { messages } from "./messages.ts";
import { StatusSteps } from "./status-steps.tsx";
import styles from "./publish.module.css";

const FORMS = ["md", "html", "txt", "json"] as const;

interface PublishPanelProps extends PieceAtHand {
  rights: Rights;
  analysis: Analysis | null | undefined;
}

/** What speaks against sending a piece out, its status, and the piece as a file. */
export function PublishPanel({ piece, settle, rights, analysis }: PublishPanelProps) {
  const t = useText(messages);
  const points = checklistOf(piece, openFindings(analysis, piece.revision));
  const ready = points.every(({ weight }) => weight === "passed");
  return (
    <>
      <section className={styles.part}>
        <h3>{t("checklist")}</h3>
        {ready && <p className={styles.quiet}>{t("ready")}</p>}
        <ul>
          {points.map((point) => (
            <CheckPoint key={point.word} point={point} mayWrite={rights.write} />
          ))}
        </ul>
      </section>
      <StatusSteps {...{ piece, settle, rights }} />
      <section className={styles.part}>
        <h3>{t("export")}</h3>
        <p className={styles.quiet}>{t("exportIntro")}</p>
        <ul className={styles.forms}>
          {FORMS.map((form) => (
            <li key={form}>
              <a className={styles.form} href={`/api/content/${piece.id}/export?format=${form}`} download>
                <Icon name="download" />
                {t(form)}
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function CheckPoint({ point, mayWrite }: { point: Point; mayWrite: boolean }) {
  const { open, close } = usePanel();
  const t = useText(messages);
  const { word, count, weight, mend } = point;
  return (
    <li className={styles.point} data-weight={weight}>
      <Icon name={weight === "passed" ? "check" : "warning"} />
      <p>
        {t(word, count === undefined ? undefined : { count })}
        <VisuallyHidden> {t(weight)}</VisuallyHidden>
      </p>
      {mend && mayWrite && (
        <Button small kind="quiet" onClick={() => (mend === "findings" ? close() : open(mend))}>
          {t("mend")}
          <VisuallyHidden> {t(word, count === undefined ? undefined : { count })}</VisuallyHidden>
        </Button>
      )}
    </li>
  );
}
