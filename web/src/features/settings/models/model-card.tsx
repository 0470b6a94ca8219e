import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ProviderOut } from "../../../api/schema.d.ts";
import { Button } from "../../../components/button.tsx";
import { StatusDot, type DotShape } from "../../../components/status-dot.tsx";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/language.ts";
import { useNow } from "../../../lib/use-now.ts";
import { VENDOR_NAMES } from "./connecting.ts";
import { messages } from "./messages.ts";
import { providersQuery } from "./providers-query.ts";
import { TestResult } from "./test-result.tsx";
import { testProvider } from "./test-provider.ts";
import styles from "./models.module.css";

const SHAPES: Record<ProviderOut["state"], DotShape> = {
  untried: "empty",
  ready: "full",
  cooling: "half",
  failing: "bad",
};

interface ModelCardProps {
  model: ProviderOut;
  /** One of several: its place in the chain counts. */
  numbered: boolean;
}

/** One model: where it is, how it did, and a test. */
export function ModelCard({ model, numbered }: ModelCardProps) {
  const queries = useQueryClient();
  const t = useText(messages);
  const testing = useMutation({
    mutationFn: () => testProvider(model.position),
    onSettled: () => queries.invalidateQueries({ queryKey: providersQuery.queryKey }),
  });
  return (
    <li className={styles.card}>
      <header className={styles.head}>
        <h3 className={styles.name}>
          {numbered && <span className={styles.place}>{model.position}</span>}
          {VENDOR_NAMES[model.provider] ?? model.provider}
          <span className={styles.model}>{model.demo ? t("demo") : model.model}</span>
        </h3>
        <StatusDot shape={SHAPES[model.state]} label={t(model.state)} />
        <Button
          small
          busy={testing.isPending}
          aria-label={t("testOf", { name: model.name })}
          onClick={() => testing.mutate()}
        >
          {t("test")}
        </Button>
      </header>
      <TestResult pending={testing.isPending} result={testing.data} error={testing.error} />
      <Facts model={model} />
    </li>
  );
}

function Facts({ model }: { model: ProviderOut }) {
  const t = useText(messages);
  const format = useFormat();
  const now = useNow();
  const [first = "", ...others] = model.key_variables;
  const last = others.at(-1);
  const names = last === undefined ? first : t("or", { first: [first, ...others.slice(0, -1)].join(", "), last });
  return (
    <dl className={styles.facts}>
      <dt>{t("reached")}</dt>
      <dd>{model.base_url ?? t("inPackage")}</dd>
      <dt>{t("key")}</dt>
      <dd>{t(model.key, { names })}</dd>
      <dt>{t("lastSuccess")}</dt>
      <dd>{model.last_success_at === null ? t("never") : format.ago(model.last_success_at, now)}</dd>
      <dt>{t("lastError")}</dt>
      <dd>
        {model.last_error_at === null ? t("never") : format.ago(model.last_error_at, now)}
        {model.last_error !== null && <span className={styles.error}>{model.last_error}</span>}
      </dd>
    </dl>
  );
}
