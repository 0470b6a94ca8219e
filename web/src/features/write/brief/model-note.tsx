import { useQuery } from "@tanstack/react-query";
import { healthQuery } from "../../../api/queries.ts";
import { useText } from "../../../lib/language.ts";
import { messages } from "./messages.ts";
import styles from "./brief.module.css";

const EXAMPLE = "ALWRITY_LLM=openai:MODEL";

/** Says that the demo model writes, and how another one is connected; nothing with a real one. */
export function ModelNote() {
  const health = useQuery(healthQuery);
  const t = useText(messages);
  if (!health.data?.provider.startsWith("embedded")) return null;
  const [before, after] = t("demoText").split("{example}");
  return (
    <section className={styles.note}>
      <h2>{t("demoTitle")}</h2>
      <p>
        {before}
        <code>{EXAMPLE}</code>
        {after}
      </p>
    </section>
  );
}
