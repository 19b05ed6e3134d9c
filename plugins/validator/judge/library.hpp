// Tests of the file as a shared library.
#pragma once

#include "validator/test_catalogue.hpp"

namespace cast::validator {

void libraryComplete(Subject& subject, Findings& findings, const Settings& settings);
void entryExported(Subject& subject, Findings& findings, const Settings& settings);
void exportsNothingElse(Subject& subject, Findings& findings, const Settings& settings);
void loads(Subject& subject, Findings& findings, const Settings& settings);
void bringsItsSymbols(Subject& subject, Findings& findings, const Settings& settings);
void abiMatches(Subject& subject, Findings& findings, const Settings& settings);
void loadTime(Subject& subject, Findings& findings, const Settings& settings);
void unloads(Subject& subject, Findings& findings, const Settings& settings);
void loadsTwice(Subject& subject, Findings& findings, const Settings& settings);
void idIsFileName(Subject& subject, Findings& findings, const Settings& settings);
void hubTakesIt(Subject& subject, Findings& findings, const Settings& settings);

}  // namespace cast::validator
