import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { preferencesQuery } from "../../../api/preferences.ts";
import { meQuery } from "../../../api/queries.ts";
import { EmptyState } from "../../../components/empty-state.tsx";
import { Failure } from "../../../components/failure.tsx";
import { LinkButton } from "../../../components/link-button.tsx";
import { Page } from "../../../components/page.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useText } from "../../../lib/language.ts";
import { BriefForm } from "./brief-form.tsx";
import { emptyDraft, withAddress, withDefaults, type Defaults } from "./draft.ts";
import { keptDraft } from "./memory.ts";
import { messages } from "./messages.ts";
import { ModelNote } from "./model-note.tsx";
import styles from "./brief.module.css";

/** `/write`: what the next piece shall be. */
export default function BriefPage() {
  const me = useQuery(meQuery);
  const preferences = useQuery(preferencesQuery);
  const t = useText(messages);
  const steps = ["next1", "next2", "next3", "next4"] as const;
  const mayWrite = me.data?.permissions.includes("content:generate");
  return (
    <Page title={t("title")}>
      {(me.isPending || preferences.isPending) && <Skeleton lines={5} />}
      {me.isError && <Failure error={me.error} onRetry={() => void me.refetch()} />}
      {mayWrite === false && (
        <EmptyState title={t("readerTitle")} actions={<LinkButton href="/library">{t("library")}</LinkButton>}>
          <p>{t("readerText")}</p>
        </EmptyState>
      )}
      {/* Preferences that cannot be read do not keep anybody from writing. */}
      {mayWrite && !preferences.isPending && (
        <div className={styles.desk}>
          <Brief key={me.data?.member_id} member={me.data?.member_id ?? ""} defaults={preferences.data?.data.brief} />
          <aside className={styles.aside} aria-label={t("nextTitle")}>
            <h2>{t("nextTitle")}</h2>
            <ol className={styles.steps}>
              {steps.map((step) => (
                <li key={step}>{t(step)}</li>
              ))}
            </ol>
            <ModelNote />
          </aside>
        </div>
      )}
    </Page>
  );
}

function Brief({ member, defaults }: { member: string; defaults: Defaults | undefined }) {
  const [given] = useSearchParams();
  const [initial] = useState(() =>
    withAddress(keptDraft(localStorage, member) ?? withDefaults(emptyDraft, defaults), given),
  );
  return <BriefForm initial={initial} member={member} />;
}
