/* No example is in the format of a conversion. */
#define BAD_CONVERSIONS                                                  \
  "{\"eventTypes\":[\"bad:event\"],\"from\":\"native\",\"to\":\"lab\"}," \
  "{\"eventTypes\":[\"bad:event\"],\"from\":\"far\",\"to\":\"lab\"}"
#include "almost_sound.h"
