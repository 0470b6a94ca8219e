import type { ProbeOut } from "../../../api/schema.d.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/language.ts";
import { messages } from "./messages.ts";
import styles from "./models.module.css";

interface TestResultProps {
  pending: boolean;
  result: ProbeOut | undefined;
  /** The test itself was refused: too many of them, or the server away. */
  error: Error | null;
}

/** What a test told: how long it took, or why it failed. */
export function TestResult({ pending, result, error }: TestResultProps) {
  const t = useText(messages);
  const format = useFormat();
  const time = (ms: number) =>
    ms < 1000 ? t("milliseconds", { ms }) : t("seconds", { seconds: format.decimal(ms / 1000) });
  const words = () => {
    if (pending) return t("testing");
    if (error) return error.message;
    if (!result) return null;
    if (!result.ok) return t("failed", { reason: result.reason ?? "" });
    const total = time(result.total_ms);
    if (result.first_token_ms === null) return t("passedSilently", { total });
    return t("passed", { total, first: time(result.first_token_ms) });
  };
  const bad = !pending && (error !== null || result?.ok === false);
  return (
    <p role="status" className={styles.result} data-bad={bad}>
      {words()}
    </p>
  );
}
