/* Refuses every payload it should convert to its own format. */
#define BAD_CONVERT bad_convert
#define BAD_CONVERSIONS \
  "{\"eventTypes\":[\"bad:event\"],\"from\":\"native\",\"to\":\"lab\",\"loses\":\"everything\"}"
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (is(to, "lab")) return refuse(reason, "not today");
  return sound_convert(event_type, from, to, payload, result, reason);
}
