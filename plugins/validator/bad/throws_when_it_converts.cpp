// Lets an exception out of a conversion.
#include <stdexcept>
#define BAD_CONVERT badConvert
#include "almost_sound.h"

static int32_t badConvert(cast_text eventType, cast_text from, cast_text to, cast_text payload,
                          const cast_sink* result, const cast_sink* reason) {
  if (is(payload, "[]")) throw std::runtime_error("thrown on purpose");
  return sound_convert(eventType, from, to, payload, result, reason);
}
