// What check() found, for people and for programs.
#pragma once

#include <ostream>

#include "validator/check.hpp"

namespace cast::validator {

void writeText(std::ostream& out, const CheckOrder& order, const CheckResult& result);

/// As schemas/plugin/judgement.schema.json has it.
void writeJson(std::ostream& out, const CheckOrder& order, const CheckResult& result);

/// Every test, for --list.
void writeList(std::ostream& out);
void writeListJson(std::ostream& out);

}  // namespace cast::validator
