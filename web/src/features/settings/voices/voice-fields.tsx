import { useEffect, useRef } from "react";
import { Field, TextArea, TextInput } from "../../../components/field.tsx";
import { useText } from "../../../lib/language.ts";
import { linesOf, MOST_LINES, type VoiceDraft } from "./draft.ts";
import { messages } from "./messages.ts";
import styles from "./voices.module.css";

interface VoiceFieldsProps {
  draft: VoiceDraft;
  /** It was asked to be saved with nothing but a name. */
  bare: boolean;
  onChange: (part: Partial<VoiceDraft>) => void;
}

/** What a voice is made of, each with an example. */
export function VoiceFields({ draft, bare, onChange }: VoiceFieldsProps) {
  const first = useRef<HTMLInputElement>(null);
  const t = useText(messages);
  // The form took the place of a button that had the focus.
  useEffect(() => first.current?.focus(), []);
  return (
    <>
      <Field label={t("name")} hint={t("nameHint")}>
        {(control) => (
          <TextInput
            {...control}
            ref={first}
            required
            maxLength={100}
            pattern=".*\S.*"
            autoComplete="off"
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("description")} optional error={bare ? t("bare") : undefined}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={1000}
            placeholder={t("descriptionExample")}
            value={draft.description}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("tone")} hint={t("toneHint")} optional>
        {(control) => (
          <TextInput
            {...control}
            maxLength={200}
            placeholder={t("toneExample")}
            value={draft.tone}
            onChange={(event) => onChange({ tone: event.target.value })}
          />
        )}
      </Field>
      <div className={styles.pair}>
        <Lines kind="dos" draft={draft} onChange={onChange} />
        <Lines kind="donts" draft={draft} onChange={onChange} />
      </div>
      <Field label={t("sample")} hint={t("sampleHint", { count: draft.sample.trim().length })} optional>
        {(control) => (
          <TextArea
            {...control}
            rows={5}
            maxLength={4000}
            className={styles.sampleField}
            value={draft.sample}
            onChange={(event) => onChange({ sample: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

interface LinesProps {
  kind: "dos" | "donts";
  draft: VoiceDraft;
  onChange: (part: Partial<VoiceDraft>) => void;
}

function Lines({ kind, draft, onChange }: LinesProps) {
  const t = useText(messages);
  const count = linesOf(draft[kind]).length;
  return (
    <Field
      label={t(`${kind}Label`)}
      hint={t("linesHint")}
      error={count > MOST_LINES ? t("tooMany", { count }) : undefined}
      optional
    >
      {(control) => (
        <TextArea
          {...control}
          rows={4}
          placeholder={t(`${kind}Example`)}
          value={draft[kind]}
          onChange={(event) => onChange({ [kind]: event.target.value })}
        />
      )}
    </Field>
  );
}
