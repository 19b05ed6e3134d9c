/* Writes byte by byte and never looks at what its host answers. */
#define BAD_CONVERT bad_convert
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (is(payload, NATIVE_BEGIN "AB-200" END) && is(to, "lab")) {
    const char* text = LAB_BEGIN "AB-200" END;
    for (size_t i = 0; i < strlen(text); ++i) result->write(result->context, text + i, 1);
    return CAST_DONE;
  }
  return sound_convert(event_type, from, to, payload, result, reason);
}
