#pragma once
#include <string>

#include "client/conduct.hpp"

namespace cast::conformance::faults {

/// One call of the hub's HTTP interface on a connection of its own; its status, and its body. Throws
/// Poco::Exception where no answer comes.
int call(const Conduct& conduct, const std::string& method, const std::string& path, const std::string& json,
         std::string* body = nullptr);

}  // namespace cast::conformance::faults
