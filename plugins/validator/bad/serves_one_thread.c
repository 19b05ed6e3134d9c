/* Serves the thread that asked first and nobody else. */
#define BAD_CONVERT bad_convert
#include <pthread.h>
#include "almost_sound.h"

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  static pthread_t first;
  static int known = 0;
  if (!known) first = pthread_self(), known = 1;
  if (!pthread_equal(first, pthread_self())) return refuse(reason, "expected the thread of the first call");
  return sound_convert(event_type, from, to, payload, result, reason);
}
