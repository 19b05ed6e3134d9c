// What the elements of POINT and TRAJ have beside their coordinates: a group, a colour and an owner.
#pragma once

#include "element.hpp"

namespace cast::navicast {

/// `color`: red, green, blue and alpha, each 0 to 255; all 0 is the same as none.
void takeColor(Json& payload, unsigned char* rgba);
void putColor(const unsigned char* rgba, Filling& payload);
void putText(const char* field, std::size_t size, const char* name, Filling& payload);

/// `name` in mm is `factor` times what the message has, where 0 says that it is not known. Throws Fault at
/// /data for less.
void putMillimetres(float radius, double factor, const char* name, Filling& payload);
float takeMillimetres(Json& payload, const char* name, double factor);

}  // namespace cast::navicast
