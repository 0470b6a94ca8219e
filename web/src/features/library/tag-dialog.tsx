import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { tagsQuery } from "../../api/tags-query.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Field, TextInput } from "../../components/field.tsx";
import { useText } from "../../lib/language.ts";
import { messages as bulkMessages } from "./bulk-messages.ts";
import { messages } from "./messages.ts";
import styles from "./dialogs.module.css";

interface TagDialogProps {
  open: boolean;
  onClose: () => void;
  onTag: (tag: string) => void;
}

/** One tag for all that is selected; those in use are proposed. */
export function TagDialog({ open, onClose, onTag }: TagDialogProps) {
  const t = useText(messages);
  const bulk = useText(bulkMessages);
  const form = useId();
  const known = useQuery(tagsQuery).data?.items ?? [];
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={bulk("addTagTitle")}
      actions={
        <Button type="submit" form={form} kind="primary">
          {bulk("apply")}
        </Button>
      }
    >
      <form
        id={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          const tag = new FormData(event.currentTarget).get("tag");
          onClose();
          if (typeof tag === "string" && tag.trim()) onTag(tag.trim());
        }}
      >
        <Field label={t("tag")}>
          {(control) => (
            <TextInput name="tag" required autoComplete="off" list={`${form}-known`} {...control} />
          )}
        </Field>
        <datalist id={`${form}-known`}>
          {known.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </form>
    </Dialog>
  );
}
