import { useEffect, useRef, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { Field, Select, TextInput } from "../../../components/field.tsx";
import { showToast } from "../../../components/toasts.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/language.ts";
import { nextDraft, saysNothing, TEMPLATES, type Draft } from "./draft.ts";
import { messages } from "./messages.ts";
import { MoreFields } from "./more-fields.tsx";
import { useBrief } from "./use-brief.ts";
import styles from "./brief.module.css";

const SHORT = ["topic", "template", "words", "form"];
const WORDS_A_SECOND = 230 / 60;

/** The brief: topic, form and length; the rest is one press away. */
export function BriefForm({ initial, member }: { initial: Draft; member: string }) {
  const { draft, change, errors, submit, busy, tries } = useBrief(initial, member);
  const [open, setOpen] = useState(initial.points.length > 0 || initial.sources.length > 0);
  const form = useRef<HTMLFormElement>(null);
  const t = useText(messages);
  const format = useFormat();

  const faulty = Object.keys(errors).filter((field) => field !== "form");
  const hidden = faulty.some((field) => !SHORT.includes(field));
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    // Each time that it was sent or refused, not at every key.
  }, [tries, busy]);

  const words = Number(draft.words);
  const ways = [
    { plan: false, label: t("straight") },
    { plan: true, label: t("plan") },
  ];
  if (draft.planFirst) ways.reverse();
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const { submitter } = event.nativeEvent;
        submit(submitter instanceof HTMLButtonElement ? submitter.value === "plan" : draft.planFirst);
      }}
    >
      <Field label={t("topic")} hint={t("topicHint")} error={errors.topic}>
        {(control) => (
          <TextInput
            {...control}
            className={styles.topic}
            required
            autoComplete="off"
            value={draft.topic}
            onChange={(event) => change({ topic: event.target.value })}
          />
        )}
      </Field>
      <div className={styles.pair}>
        <Field label={t("template")} error={errors.template}>
          {(control) => (
            <Select
              {...control}
              value={draft.template}
              choices={TEMPLATES.map((value) => ({ value, label: t(value) }))}
              onChoose={(template) => change({ template })}
            />
          )}
        </Field>
        <Field
          label={t("words")}
          hint={words > 0 ? t("reading", { time: format.duration(Math.max(1, Math.round(words / WORDS_A_SECOND / 60)) * 60) }) : undefined}
          error={errors.words}
        >
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              className={styles.number}
              value={draft.words}
              onChange={(event) => change({ words: event.target.value })}
            />
          )}
        </Field>
      </div>
      <details className={styles.details} open={open || hidden} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={styles.summary}>{t("more")}</summary>
        <MoreFields draft={draft} errors={errors} onChange={change} />
      </details>
      <footer className={styles.footer}>
        <div className={styles.row}>
          {ways.map(({ plan, label }, place) => (
            <Button
              key={label}
              type="submit"
              kind={place === 0 ? "primary" : "plain"}
              value={plan ? "plan" : "straight"}
              busy={busy && draft.planFirst === plan}
              disabled={busy}
            >
              {label}
            </Button>
          ))}
          {!saysNothing(draft) && (
            <Button
              kind="quiet"
              disabled={busy}
              onClick={() => {
                const before = draft;
                change(nextDraft(draft));
                showToast(t("cleared"), { undo: () => change(before) });
              }}
            >
              {t("clear")}
            </Button>
          )}
        </div>
        <p role="alert" className={styles.error}>
          {errors.form ?? (faulty.length > 0 ? t("mend", { count: faulty.length }) : "")}
        </p>
        <p className={styles.hint}>{t("whichWay")}</p>
      </footer>
      {saysNothing(draft) && (
        <aside className={styles.note} aria-label={t("sampleTitle")}>
          <h2>{t("sampleTitle")}</h2>
          <p>{t("sampleText")}</p>
          <Button
            small
            onClick={() => {
              change({
                topic: t("sampleTopic"),
                audience: t("sampleAudience"),
                points: [t("samplePoint1"), t("samplePoint2"), t("samplePoint3")],
              });
              setOpen(true);
              form.current?.querySelector("input")?.focus();
            }}
          >
            {t("useSample")}
          </Button>
        </aside>
      )}
    </form>
  );
}
