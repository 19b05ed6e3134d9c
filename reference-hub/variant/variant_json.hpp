// What variants offer, as JSON: for discovery and for `cast-hub --list-plugins --json`.
#pragma once

#include <string>
#include <vector>

#include "variant/variants.hpp"

namespace cast::hub {

/// `["a","b"]`
std::string listJson(const std::vector<std::string>& texts);

/// `"eventTypes":[...],"formats":[...],"conversions":[{"eventTypes":[...],"from":...,"to":...},...]`, each
/// conversion with `loses` where its manifest says so.
std::string offeredJson(const Variants::Variant& variant);

}  // namespace cast::hub
