import { api, unwrap } from "../../api/client.ts";
import { chunks } from "./selection.ts";

const MOST = 100;

/** What became of the files. */
export interface Imported {
  ids: string[];
  /** The first that was refused, and why. */
  refused: { filename: string; error: string } | undefined;
}

/** Make pieces of Markdown files; each succeeds or fails alone. */
export async function importFiles(files: readonly File[]): Promise<Imported> {
  const done: Imported = { ids: [], refused: undefined };
  for (const some of chunks(files, MOST)) {
    const body = await Promise.all(
      some.map(async (file) => ({ filename: file.name, text: await file.text() })),
    );
    for (const one of await unwrap(api.POST("/api/content/import", { body }))) {
      if (one.content_id !== null) done.ids.push(one.content_id);
      else done.refused ??= { filename: one.filename, error: one.error ?? "" };
    }
  }
  return done;
}
