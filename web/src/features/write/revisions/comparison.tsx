import { useQuery } from "@tanstack/react-query";
import { Failure } from "../../../components/failure.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { VisuallyHidden } from "../../../components/visually-hidden.tsx";
import { useText } from "../../../lib/language.ts";
import { diffQuery } from "./diff-query.ts";
import { differs, excerpted, type Hunk } from "./excerpt.ts";
import { messages } from "./messages.ts";
import styles from "./revisions.module.css";

interface ComparisonProps {
  id: string;
  from: number;
  to: number;
  now: number;
}

/** What changed between two revisions. */
export function Comparison({ id, from, to, now }: ComparisonProps) {
  const diff = useQuery(diffQuery(id, from, to, now));
  const t = useText(messages);
  if (diff.isPending) return <Skeleton kind="text" lines={4} />;
  if (diff.isError) return <Failure error={diff.error} onRetry={() => void diff.refetch()} />;
  const { title, body } = diff.data;
  return (
    <section className={styles.comparison} aria-label={t("compare", { from, to })}>
      <h3>{t("compare", { from, to })}</h3>
      {differs(title) && (
        <p className={styles.words}>
          <span className={styles.quiet}>{t("titleChange")} </span>
          <Hunks hunks={title} />
        </p>
      )}
      {differs(body) ? (
        <div className={styles.words}>
          <Hunks hunks={body} />
        </div>
      ) : (
        !differs(title) && <p className={styles.quiet}>{t("noChange")}</p>
      )}
    </section>
  );
}

function Hunks({ hunks }: { hunks: readonly Hunk[] }) {
  const t = useText(messages);
  return excerpted(hunks).map((hunk, at) => {
    if (hunk.op === "cut") {
      return (
        <span key={at} className={styles.cut}>
          {t("cut", { count: hunk.characters })}
        </span>
      );
    }
    if (hunk.op === "equal") return <span key={at}>{hunk.text}</span>;
    const Change = hunk.op === "insert" ? "ins" : "del";
    return (
      <Change key={at}>
        <VisuallyHidden>{t(hunk.op === "insert" ? "added" : "removed")} </VisuallyHidden>
        {hunk.text}
      </Change>
    );
  });
}
