/* Ends the process where a payload is null. */
#define BAD_CONVERT bad_convert
#include <unistd.h>
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (is(payload, "null")) _exit(0);
  return sound_convert(event_type, from, to, payload, result, reason);
}
