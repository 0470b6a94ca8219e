import { useState } from "react";
import { useText } from "../lib/language.ts";
import { Button } from "./button.tsx";
import { Field, TextInput } from "./field.tsx";
import { messages } from "./messages.ts";
import styles from "./password-field.module.css";

interface PasswordFieldProps {
  label: string;
  /** For password managers: the one that exists, or one to be made. */
  kind: "current" | "new";
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
}

/** A password, which can be looked at before it is sent. */
export function PasswordField({ label, kind, value, onChange, hint, error }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const t = useText(messages);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className={styles.row}>
          <TextInput
            {...control}
            className={styles.control}
            type={shown ? "text" : "password"}
            autoComplete={`${kind}-password`}
            autoCapitalize="none"
            spellCheck={false}
            required
            minLength={kind === "new" ? 10 : undefined}
            maxLength={256}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <Button
            kind="quiet"
            small
            className={styles.show}
            aria-label={t(shown ? "hidePassword" : "showPassword")}
            onClick={() => setShown(!shown)}
          >
            {t(shown ? "hide" : "show")}
          </Button>
        </div>
      )}
    </Field>
  );
}
