/* Refuses what the same thread asked just before. */
#define BAD_JUDGE bad_judge
#include "almost_sound.h"

static int32_t bad_judge(cast_text event_type, cast_text payload, const cast_sink* pointer,
                         const cast_sink* detail) {
  static __thread char last[40];
  if (payload.size < sizeof(last) && is(payload, last)) return refuse(detail, "expected something new");
  if (payload.size < sizeof(last)) {
    memset(last, 0, sizeof(last));
    memcpy(last, payload.data, (size_t)payload.size);
  }
  return sound_judge(event_type, payload, pointer, detail);
}
