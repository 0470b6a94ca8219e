import { IconButton } from "../../../components/button.tsx";
import { Select, TextInput } from "../../../components/field.tsx";
import { useText } from "../../../lib/language.ts";
import type { Source } from "./draft.ts";
import { messages } from "./messages.ts";
import styles from "./brief.module.css";

interface SourceRowProps {
  number: number;
  source: Source;
  onChange: (source: Source) => void;
  onRemove: () => void;
}

/** A source of a brief: its title, what it is, and how it begins. */
export function SourceRow({ number, source, onChange, onRemove }: SourceRowProps) {
  const t = useText(messages);
  const text = source.text ?? "";
  return (
    <li className={styles.source}>
      <div className={styles.row}>
        <TextInput
          aria-label={t("sourceTitle", { number })}
          placeholder={source.kind === "url" ? source.url : t("untitled")}
          maxLength={300}
          value={source.title ?? ""}
          onChange={(event) => onChange({ ...source, title: event.target.value })}
        />
        {source.kind === "url" ? (
          <span className={styles.hint}>{t("url")}</span>
        ) : (
          <Select
            aria-label={t("sourceKind", { number })}
            value={source.kind}
            choices={[
              { value: "text", label: t("text") },
              { value: "markdown", label: t("markdown") },
            ]}
            onChoose={(kind) => onChange({ ...source, kind })}
          />
        )}
        <IconButton icon="close" label={t("removeSource", { number })} onClick={onRemove} />
      </div>
      <p className={styles.excerpt}>{source.kind === "url" ? source.url : text.slice(0, 160)}</p>
      {source.kind !== "url" && <p className={styles.hint}>{t("characters", { count: text.length })}</p>}
    </li>
  );
}
