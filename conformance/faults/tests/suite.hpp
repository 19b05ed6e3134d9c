#pragma once
#include <set>
#include <string>

namespace cast::conformance::faults {

/// The suite's checks of hubs that can come out against one: those that cite at least one SHALL or SHOULD.
std::set<std::string> bindingChecks();
/// The suite's checks of clients.
std::set<std::string> checksOfClients();
/// Those of them that faults.json of `client` names.
std::set<std::string> checksThatFindFaultsOfClients();
/// The requirements, SHALL or SHOULD, that checks are to judge.
std::set<std::string> bindingRequirements();
/// The ids of all requirements.
std::set<std::string> requirements();

}  // namespace cast::conformance::faults
