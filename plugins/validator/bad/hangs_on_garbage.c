/* Waits for a byte that does not come. */
#define BAD_CONVERT bad_convert
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (payload.size > 0 && payload.data[0] == 1)
    for (volatile int forever = 1; forever;) {
    }
  return sound_convert(event_type, from, to, payload, result, reason);
}
