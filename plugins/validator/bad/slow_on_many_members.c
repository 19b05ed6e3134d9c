/* Takes more than a second where members are many. */
#include <time.h>
#define BAD_JUDGE bad_judge
#include "almost_sound.h"

static int32_t bad_judge(cast_text event_type, cast_text payload, const cast_sink* pointer,
                         const cast_sink* detail) {
  const clock_t begin = clock();
  if (payload.size > 100000 && payload.size < 2000000 && holds(payload, "\"m59999\""))
    while (clock() - begin < CLOCKS_PER_SEC * 12 / 10) {
    }
  return sound_judge(event_type, payload, pointer, detail);
}
