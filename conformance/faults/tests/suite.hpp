#pragma once
#include <set>
#include <string>
#include <vector>

namespace cast::conformance::faults {

/// The suite's checks of hubs that can come out against one: those that cite at least one SHALL or SHOULD.
std::set<std::string> bindingChecks();
/// The profiles that hold such checks.
std::vector<std::string> bindingProfiles();
/// The requirements, SHALL or SHOULD, that checks are to judge.
std::set<std::string> bindingRequirements();
/// The ids of all requirements.
std::set<std::string> requirements();

}  // namespace cast::conformance::faults
