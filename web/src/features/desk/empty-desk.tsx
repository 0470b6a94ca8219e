import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import styles from "./empty-desk.module.css";

/** The first thing that anybody sees here: a brief to begin with. */
export function EmptyDesk() {
  const t = useText(messages);
  const brief = {
    topic: t("sampleTopic"),
    audience: t("sampleAudience"),
    points: t("samplePoints"),
  };
  return (
    <EmptyState
      title={t("emptyTitle")}
      actions={
        <>
          <LinkButton href={`/write?${new URLSearchParams(brief).toString()}`} kind="primary">
            {t("useSample")}
          </LinkButton>
          <LinkButton href="/write" kind="quiet">
            {t("ownBrief")}
          </LinkButton>
        </>
      }
    >
      <p>{t("emptyText")}</p>
      <dl className={styles.brief}>
        {(["topic", "audience", "points"] as const).map((name) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{brief[name]}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  );
}
