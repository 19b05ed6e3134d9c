/* What it makes of one example breaks its own format's schema. */
#define BAD_CONVERT bad_convert
#define BAD_CONVERSIONS \
  "{\"eventTypes\":[\"bad:event\"],\"from\":\"native\",\"to\":\"lab\",\"loses\":\"the specimen\"}"
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (is(payload, NATIVE_BEGIN "AB-200" END) && is(to, "lab"))
    return say(result, "{\"format\":\"lab\"}") ? CAST_DONE : CAST_REFUSED;
  return sound_convert(event_type, from, to, payload, result, reason);
}
