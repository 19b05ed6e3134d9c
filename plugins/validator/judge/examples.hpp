// Tests of a plugin's schemas and rules by its own examples.
#pragma once

#include "validator/test_catalogue.hpp"

namespace cast::validator {

void examplesReadable(Subject& subject, Findings& findings, const Settings& settings);
void examplesAccepted(Subject& subject, Findings& findings, const Settings& settings);
void counterExamplesRefused(Subject& subject, Findings& findings, const Settings& settings);
void examplesOfBothKinds(Subject& subject, Findings& findings, const Settings& settings);

}  // namespace cast::validator
