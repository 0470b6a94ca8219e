import { api, ifMatch, unwrap } from "../../../api/client.ts";
import type { VoiceOut } from "../../../api/schema.d.ts";

/** Forget a voice; briefs that used it keep their copy. */
export function deleteVoice(voice: VoiceOut) {
  return unwrap(
    api.DELETE("/api/voices/{voice_id}", { params: { path: { voice_id: voice.id } }, ...ifMatch(voice.etag) }),
  );
}
