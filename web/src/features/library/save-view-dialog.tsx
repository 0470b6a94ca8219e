import { useId, useState } from "react";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Field, TextInput } from "../../components/field.tsx";
import { useText } from "../../lib/language.ts";
import { messages } from "./messages.ts";
import styles from "./dialogs.module.css";

interface SaveViewDialogProps {
  open: boolean;
  mayShare: boolean;
  onClose: () => void;
  onSave: (name: string, shared: boolean) => Promise<void>;
}

/** A name for the filters as they are. */
export default function SaveViewDialog({ open, mayShare, onClose, onSave }: SaveViewDialogProps) {
  const t = useText(messages);
  const form = useId();
  const [error, setError] = useState<string>();
  const submit = async (data: FormData) => {
    const name = data.get("name");
    if (typeof name !== "string") return;
    try {
      await onSave(name.trim(), data.get("shared") === "on");
      setError(undefined);
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("saveView")}
      actions={
        <Button type="submit" form={form} kind="primary">
          {t("save")}
        </Button>
      }
    >
      <form
        id={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <Field label={t("viewName")} error={error}>
          {(control) => <TextInput name="name" required maxLength={80} autoComplete="off" {...control} />}
        </Field>
        {mayShare && (
          <label className={styles.check}>
            <input type="checkbox" name="shared" />
            {t("shareView")}
          </label>
        )}
      </form>
    </Dialog>
  );
}
