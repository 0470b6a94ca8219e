import { useState } from "react";
import type { KeyAnswer } from "../../../api/schema.d.ts";
import { Button } from "../../../components/button.tsx";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/language.ts";
import { useNow } from "../../../lib/use-now.ts";
import { messages } from "./messages.ts";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { bundleOf, SCOPES, shortBeginningOf } from "./scopes.ts";
import styles from "./keys.module.css";

interface KeyRowProps {
  apiKey: KeyAnswer;
  /** Whose it is; null for somebody who left, undefined while it is not known. */
  owner: string | null | undefined;
  onRevoked: () => void;
}

/** One key: how it begins, what it may do, when it was used. */
export function KeyRow({ apiKey, owner, onRevoked }: KeyRowProps) {
  const [ending, setEnding] = useState(false);
  const t = useText(messages);
  const format = useFormat();
  const now = useNow();
  const { expires_at: end } = apiKey;
  const past = end !== null && Date.parse(end) <= now;
  const facts = [
    apiKey.last_used_at === null ? t("unused") : t("usedAgo", { ago: format.ago(apiKey.last_used_at, now) }),
    t("created", { date: format.date(apiKey.created_at) }),
    owner === null ? t("byFormer") : owner && t("by", { name: owner }),
    end !== null && t(past ? "ended" : "ends", { date: format.date(end) }),
  ];
  return (
    <li className={styles.row}>
      <div className={styles.key}>
        <p className={styles.name}>
          {apiKey.name} <code className={styles.beginning}>{shortBeginningOf(apiKey.id)}</code>
        </p>
        <p>{useScopeWords(apiKey.scopes)}</p>
        <p className={styles.note}>{facts.filter(Boolean).join(" · ")}</p>
      </div>
      <Button kind="quiet" aria-label={t("revokeName", { name: apiKey.name })} onClick={() => setEnding(true)}>
        {t("revoke")}
      </Button>
      <RevokeDialog apiKey={apiKey} open={ending} onClose={() => setEnding(false)} onRevoked={onRevoked} />
    </li>
  );
}

/** The bundle's words, or each scope's own. */
function useScopeWords(scopes: readonly string[]): string {
  const t = useText(messages);
  const bundle = bundleOf(scopes);
  if (bundle) return `${t(bundle)}: ${t(`${bundle}May`)}`;
  const known = SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => t(scope));
  // A key may be older than a word that it was made with.
  const unknown = scopes.filter((scope) => !SCOPES.some((other) => other === scope));
  return [...known, ...unknown].join(" · ");
}
