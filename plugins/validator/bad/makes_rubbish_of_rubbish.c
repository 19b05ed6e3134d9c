/* Takes what is no payload for one. */
#define BAD_CONVERT bad_convert
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (is(payload, "true")) return CAST_DONE;
  return sound_convert(event_type, from, to, payload, result, reason);
}
