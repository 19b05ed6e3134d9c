#include "fault.hpp"

#include <nlohmann/json.hpp>

#include "described_faults.hpp"

namespace cast::conformance::faults {

std::vector<Fault> allFaults() {
  std::vector<Fault> all;
  for (const auto group : {deliveryFaults(), notificationFaults(), payloadFaults(), subscriptionFaults(),
                           requestFaults(), accessFaults(), websocketFaults(), transportFaults(),
                           exampleFaults(), formatFaults(), standardTypeFaults(), likenessFaults(),
                           customTypeFaults(), lifecycleFaults(), burstFaults(), textFaults(), tlsFaults()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

std::vector<FaultEntry> describedFaults() {
  std::vector<FaultEntry> entries;
  for (const auto& entry : nlohmann::json::parse(kDescribedFaults)) {
    entries.push_back({entry.at("name"), entry.at("harm"), entry.at("promise"), entry.at("requirement"),
                       entry.at("killedBy")});
  }
  return entries;
}

std::vector<VariationEntry> describedVariations() {
  std::vector<VariationEntry> entries;
  for (const auto& entry : nlohmann::json::parse(kDescribedVariations))
    entries.push_back({entry.at("name"), entry.at("choice")});
  return entries;
}

}  // namespace cast::conformance::faults
