// Tests that the same question gets the same answer, and that a plugin stops where its host says so.
#pragma once

#include <string>

#include "validator/test_catalogue.hpp"

namespace cast::validator {

void deterministic(Subject& subject, Findings& findings, const Settings& settings);
void concurrent(Subject& subject, Findings& findings, const Settings& settings);
void sinksRespected(Subject& subject, Findings& findings, const Settings& settings);

/// What the plugin answers to its examples, a line each, for comparison with another process.
std::string transcriptOf(Subject& subject);

}  // namespace cast::validator
