/* Loses half of an id on the way back, and its manifest does not say so. */
#define BAD_CONVERT bad_convert
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (is(payload, LAB_BEGIN "AB-200" END)) {
    const cast_text half = {"AB", 2};
    return write_with_id(result, NATIVE_SAID_BEGIN, half);
  }
  return sound_convert(event_type, from, to, payload, result, reason);
}
