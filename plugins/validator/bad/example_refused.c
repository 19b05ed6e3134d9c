/* Its schema refuses one of its own examples. */
#define BAD_EXAMPLES \
  {TEXT("lab.json"), TEXT("not so good"), TEXT("{\"format\":\"lab\",\"specimenId\":1}"), 1},
#include "almost_sound.h"
