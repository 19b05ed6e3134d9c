// Tests of a plugin's conversions by the examples of the formats they convert.
#pragma once

#include "validator/test_catalogue.hpp"

namespace cast::validator {

void conversionsShown(Subject& subject, Findings& findings, const Settings& settings);
void conversionsWork(Subject& subject, Findings& findings, const Settings& settings);
void resultsFit(Subject& subject, Findings& findings, const Settings& settings);
void roundTrips(Subject& subject, Findings& findings, const Settings& settings);

}  // namespace cast::validator
