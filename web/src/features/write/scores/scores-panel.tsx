import { Score } from "../../../components/score.tsx";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/language.ts";
import type { Piece } from "../phases/change-piece.ts";
import type { Analysis } from "./analysis-query.ts";
import { GainList } from "./gain-list.tsx";
import { qualityGains, seoGains } from "./gains.ts";
import { messages } from "./messages.ts";
import { isPart, type PartId } from "./parts.ts";
import styles from "./scores.module.css";

/** Both scores with what they are made of, what caps them, and what would raise them most. */
export function ScoresPanel({ piece, analysis }: { piece: Piece; analysis: Analysis | null | undefined }) {
  const t = useText(messages);
  const format = useFormat();
  if (!analysis) return <p className={styles.quiet}>{t("none")}</p>;
  const { result } = analysis;
  const nameOf = (id: string) => (isPart(id) ? t(id) : id);
  const tipOf = (id: string) => (isPart(id) ? t(`tip_${id satisfies PartId}`) : "");
  return (
    <>
      {analysis.revision < piece.revision && (
        <p role="status" className={styles.quiet}>
          {t("checking")}
        </p>
      )}
      <div className={styles.pair}>
        <Score large label={t("quality")} value={result.quality_score} />
        <Score large label={t("seo")} value={result.seo_score} />
      </div>
      {result.gates.length > 0 && (
        <section className={styles.part}>
          <h3>{t("gates")}</h3>
          <ul>
            {result.gates.map((gate) => (
              <li key={gate.id} className={styles.gate}>
                <p>{gate.reason}</p>
                <span className={styles.figure}>{t("cap", { cap: gate.cap })}</span>
              </li>
            ))}
          </ul>
          <p className={styles.quiet}>{t("gateNote", { uncapped: Math.round(result.uncapped) })}</p>
        </section>
      )}
      <section className={styles.part}>
        <h3>{t("most", { score: t("quality") })}</h3>
        <GainList
          gains={qualityGains(result.sub_scores).map((gain) => ({ ...gain, name: nameOf(gain.id), advice: tipOf(gain.id) }))}
        />
      </section>
      <section className={styles.part}>
        <h3>{t("most", { score: t("seo") })}</h3>
        <GainList gains={seoGains(result.checks).map((gain) => ({ ...gain, name: "" }))} />
      </section>
      <section className={styles.part}>
        <h3>{t("parts")}</h3>
        <ul>
          {result.sub_scores.map(({ id, score, weight }) => (
            <li key={id} className={styles.sub}>
              <span>{nameOf(id)}</span>
              <span className={styles.quiet}>{score === null ? t("notApplicable") : t("weight", { weight })}</span>
              <Score label={nameOf(id)} value={score === null ? null : Math.round(score)} />
            </li>
          ))}
        </ul>
        <p className={styles.quiet}>{t("coverage", { share: format.percent(result.coverage) })}</p>
      </section>
    </>
  );
}
