#pragma once
#include <set>
#include <string>

namespace cast::conformance::faults {

/// The suite's checks of hubs that can come out against one: those that cite at least one SHALL or SHOULD.
std::set<std::string> bindingChecks();
/// The ids of all requirements.
std::set<std::string> requirements();

}  // namespace cast::conformance::faults
