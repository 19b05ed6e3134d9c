/* Converts to formats that its manifest does not pair. */
#define BAD_CONVERT bad_convert
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (is(from, "lab") && is(to, "lab")) return write_with_id(result, LAB_BEGIN, id_in(payload, LAB_BEGIN));
  return sound_convert(event_type, from, to, payload, result, reason);
}
