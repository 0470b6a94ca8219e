import { useState } from "react";
import type { Connectable } from "../../../api/schema.d.ts";
import { CopyLine } from "../../../components/copy-line.tsx";
import { Field, Select } from "../../../components/field.tsx";
import { useText } from "../../../lib/language.ts";
import { linesFor, VENDOR_NAMES } from "./connecting.ts";
import { messages } from "./messages.ts";
import styles from "./models.module.css";

interface ConnectProps {
  connectable: readonly Connectable[];
  /** Nothing but the demo model: said openly, not folded away. */
  demo?: boolean;
}

/** What to set to connect a model; settings of a server are its environment, not this page's. */
export function Connect({ connectable, demo = false }: ConnectProps) {
  const [first] = connectable;
  const [vendor, setVendor] = useState(first?.provider ?? "");
  const chosen = connectable.find(({ provider }) => provider === vendor) ?? first;
  const t = useText(messages);
  if (!chosen) return null;
  const inner = (
    <>
      <p>{t(demo ? "connectDemo" : "connectMoreText")}</p>
      <Field label={t("vendor")}>
        {(control) => (
          <Select
            {...control}
            value={vendor}
            choices={connectable.map(({ provider }) => ({
              value: provider,
              label: VENDOR_NAMES[provider] ?? provider,
            }))}
            onChoose={setVendor}
          />
        )}
      </Field>
      <CopyLine label={t("lines")} text={linesFor(chosen)} />
    </>
  );
  return demo ? (
    <section className={styles.demo} aria-label={t("connect")}>
      {inner}
    </section>
  ) : (
    <details className={styles.more}>
      <summary>{t("connectMore")}</summary>
      <div className={styles.connect}>{inner}</div>
    </details>
  );
}
