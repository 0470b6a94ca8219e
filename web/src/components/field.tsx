import { useId, type ComponentPropsWithRef, type ReactNode } from "react";
import { useText } from "../lib/language.ts";
import { classes } from "../lib/classes.ts";
import { messages } from "./messages.ts";
import styles from "./field.module.css";

/** What a control inside a `Field` needs so that its label, hint and error belong to it. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** One sentence; the control is then marked as invalid. */
  error?: string | undefined;
  optional?: boolean;
  children: (control: ControlProps) => ReactNode;
}

/** A labelled control with its hint and its error. */
export function Field({ label, hint, error, optional = false, children }: FieldProps) {
  const id = useId();
  const t = useText(messages);
  const below = error ?? hint;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {optional && <span className={styles.optional}>{t("optional")}</span>}
      </label>
      {children({
        id,
        "aria-describedby": below === undefined ? undefined : `${id}-below`,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {below !== undefined && (
        <p id={`${id}-below`} className={error === undefined ? styles.hint : styles.error}>
          {below}
        </p>
      )}
    </div>
  );
}

export function TextInput({ className, ...rest }: ComponentPropsWithRef<"input">) {
  return <input type="text" className={classes(styles.control, className)} {...rest} />;
}

export function TextArea({ className, ...rest }: ComponentPropsWithRef<"textarea">) {
  return <textarea rows={3} className={classes(styles.control, styles.area, className)} {...rest} />;
}

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

interface SelectProps<Value extends string>
  extends Omit<ComponentPropsWithRef<"select">, "value" | "onChange"> {
  value: Value;
  choices: readonly Choice<Value>[];
  onChoose: (value: Value) => void;
}

/** The browser's own list of choices: it works with every keyboard, phone and screen reader. */
export function Select<Value extends string>({
  value,
  choices,
  onChoose,
  className,
  ...rest
}: SelectProps<Value>) {
  return (
    <select
      className={classes(styles.control, styles.select, className)}
      value={value}
      onChange={(event) => {
        const chosen = choices.find((choice) => choice.value === event.target.value);
        if (chosen) onChoose(chosen.value);
      }}
      {...rest}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
