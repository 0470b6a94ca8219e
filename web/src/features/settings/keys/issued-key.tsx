import type { IssuedKey } from "../../../api/schema.d.ts";
import { Button } from "../../../components/button.tsx";
import { CopyLine } from "../../../components/copy-line.tsx";
import { useText } from "../../../lib/language.ts";
import { Once } from "../part.tsx";
import { messages } from "./messages.ts";
import { exampleCall } from "./scopes.ts";
import styles from "./keys.module.css";

/** A new key: the server keeps only its hash, so it is never shown again. */
export function IssuedKeyCard({ issued, onDone }: { issued: IssuedKey; onDone: () => void }) {
  const t = useText(messages);
  return (
    <Once title={t("onceTitle", { name: issued.name })} text={t("onceText")}>
      <CopyLine label={t("token")} text={issued.token} />
      <div className={styles.call}>
        <p className={styles.note}>{t("call")}</p>
        <CopyLine label={t("call")} text={exampleCall(location.origin, issued.token, issued.scopes)} />
      </div>
      <Button onClick={onDone}>{t("done")}</Button>
    </Once>
  );
}
