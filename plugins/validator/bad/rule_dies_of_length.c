/* Has no room for a long payload. */
#include <stdlib.h>
#define BAD_JUDGE bad_judge
#include "almost_sound.h"

static int32_t bad_judge(cast_text event_type, cast_text payload, const cast_sink* pointer,
                         const cast_sink* detail) {
  if (payload.size > 10000000) abort();
  return sound_judge(event_type, payload, pointer, detail);
}
