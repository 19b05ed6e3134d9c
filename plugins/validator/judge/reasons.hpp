// Tests of the words with which a plugin refuses.
#pragma once

#include "validator/test_catalogue.hpp"

namespace cast::validator {

void reasonsGiven(Subject& subject, Findings& findings, const Settings& settings);
void pointersLeadSomewhere(Subject& subject, Findings& findings, const Settings& settings);
void reasonsQuoteNothing(Subject& subject, Findings& findings, const Settings& settings);

}  // namespace cast::validator
