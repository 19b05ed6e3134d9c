// Tests of what a plugin says of itself: manifest, schemas, examples, extensions.
#pragma once

#include "validator/test_catalogue.hpp"

namespace cast::validator {

void manifestValid(Subject& subject, Findings& findings, const Settings& settings);
void eventSchemas(Subject& subject, Findings& findings, const Settings& settings);
void formatSchemas(Subject& subject, Findings& findings, const Settings& settings);
void extensionsAsDeclared(Subject& subject, Findings& findings, const Settings& settings);
void noUndeclaredSchema(Subject& subject, Findings& findings, const Settings& settings);
void noUndeclaredConversion(Subject& subject, Findings& findings, const Settings& settings);
void noUnknownExtension(Subject& subject, Findings& findings, const Settings& settings);

}  // namespace cast::validator
