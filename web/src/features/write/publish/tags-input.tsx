import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { tagsQuery } from "../../../api/tags-query.ts";
import { IconButton } from "../../../components/button.tsx";
import { Field, TextInput } from "../../../components/field.tsx";
import { useText } from "../../../lib/language.ts";
import { withTags } from "./details.ts";
import { messages } from "./messages.ts";
import styles from "./publish.module.css";

interface TagsInputProps {
  tags: readonly string[];
  error: string | undefined;
  onChange: (tags: string[]) => void;
}

/** Tags in a row; a field adds, with those in use as suggestions. */
export function TagsInput({ tags, error, onChange }: TagsInputProps) {
  const [typed, setTyped] = useState("");
  const known = useQuery(tagsQuery).data?.items ?? [];
  const listId = useId();
  const t = useText(messages);
  const add = (text: string) => {
    setTyped("");
    if (text.trim() !== "") onChange(withTags(tags, text));
  };
  return (
    <Field label={t("tags")} hint={t("tagsHint")} error={error}>
      {(control) => (
        <>
          {tags.length > 0 && (
            <ul className={styles.tags}>
              {tags.map((tag) => (
                <li key={tag} className={styles.tag}>
                  {tag}
                  <IconButton
                    small
                    icon="close"
                    label={t("removeTag", { tag })}
                    onClick={() => onChange(tags.filter((other) => other !== tag))}
                  />
                </li>
              ))}
            </ul>
          )}
          <TextInput
            {...control}
            list={listId}
            placeholder={t("addTag")}
            value={typed}
            onChange={(event) => {
              const { value } = event.target;
              if (/[,;]/.test(value)) add(value);
              else setTyped(value);
            }}
            onBlur={() => add(typed)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && typed.trim() !== "") {
                event.preventDefault();
                add(typed);
              } else if (event.key === "Backspace" && typed === "" && tags.length > 0) {
                onChange(tags.slice(0, -1));
              }
            }}
          />
          <datalist id={listId}>
            {known
              .filter(({ name }) => !tags.includes(name))
              .map(({ name }) => (
                <option key={name} value={name} />
              ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
