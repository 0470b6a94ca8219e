import { api, ifMatch, unwrap } from "../../../api/client.ts";
import type { VoiceOut, VoiceSave } from "../../../api/schema.d.ts";

/** Change a voice; what was written with it stays as it is. */
export function saveVoice(id: string, etag: string, voice: VoiceSave): Promise<VoiceOut> {
  return unwrap(
    api.PUT("/api/voices/{voice_id}", { params: { path: { voice_id: id } }, body: voice, ...ifMatch(etag) }),
  );
}
