/* Goes down into a payload by calling itself; each call looks at its caller's frame, so that no compiler makes a loop
 * of it. */
#define BAD_CONVERT bad_convert
#include "almost_sound.h"

static int depth_of(cast_text payload, uint64_t at, const volatile char* above) {
  volatile char room[1000];
  if (at == payload.size) return above[0] == '[';
  room[0] = payload.data[at];
  return (above[0] == '[') + depth_of(payload, at + 1, room);
}

static int32_t bad_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                           const cast_sink* result, const cast_sink* reason) {
  if (payload.size > 100000 && depth_of(payload, 0, "") == 1) return refuse(reason, "expected less");
  return sound_convert(event_type, from, to, payload, result, reason);
}
