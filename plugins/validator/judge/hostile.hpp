// Tests of what a plugin makes of payloads that nobody should send.
#pragma once

#include "validator/test_catalogue.hpp"

namespace cast::validator {

void hostileConversions(Subject& subject, Findings& findings, const Settings& settings);
void hostileRules(Subject& subject, Findings& findings, const Settings& settings);
void fuzz(Subject& subject, Findings& findings, const Settings& settings);

/// What is wrong with the answer to a payload that may be anything, in words; empty for nothing. A result
/// over the limit is none: the host stops it.
std::string faultOfAnswer(Subject& subject, const Call& call, const Answer& answer);

}  // namespace cast::validator
