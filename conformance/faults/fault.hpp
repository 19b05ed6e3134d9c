#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hub/hooks.hpp"

namespace cast::conformance::faults {

/// One promise broken. What it is for stands in faults.json under the same name.
struct Fault {
  std::string_view name;
  void (*breaks)(Hooks&);
};

std::span<const Fault> deliveryFaults();      ///< who is notified of what, how often, in which order
std::span<const Fault> notificationFaults();  ///< what a notification says
std::span<const Fault> payloadFaults();       ///< what a payload becomes
std::span<const Fault> subscriptionFaults();  ///< how a subscription begins, is answered and ends
std::span<const Fault> requestFaults();       ///< how requests, good and bad, are answered
std::span<const Fault> accessFaults();        ///< what tokens open
std::span<const Fault> websocketFaults();     ///< frames and handshakes
std::span<const Fault> transportFaults();     ///< event streams and webhooks

std::span<const Fault> standardTypeFaults();  ///< what becomes of the specification's types and formats
std::span<const Fault> likenessFaults();      ///< names and subscriptions that are taken for others
std::span<const Fault> customTypeFaults();    ///< what becomes of types that applications made
std::span<const Fault> exampleFaults();       ///< what the specification's examples show
std::span<const Fault> formatFaults();        ///< formats that subscribers prefer
std::span<const Fault> lifecycleFaults();     ///< subscriptions and connections that come and go
std::span<const Fault> burstFaults();         ///< many events, many receivers, large events
std::span<const Fault> textFaults();          ///< texts, names and numbers of all kinds
std::span<const Fault> tlsFaults();           ///< what is spoken in plain text, and whom the hub trusts

std::vector<Fault> allFaults();

/// Another choice that the specification leaves to a hub. With any of them it still passes every check. What
/// it is stands in variations.json under the same name.
struct Variation {
  std::string_view name;
  void (*chooses)(Hooks&);
};
std::span<const Variation> variations();

/// What faults.json says about a fault.
struct FaultEntry {
  std::string name;
  std::string harm;  ///< what it does to an event, or none
  std::string promise;
  std::string requirement;
  std::vector<std::string> killedBy;
};
/// faults.json, as it was when this program was built.
std::vector<FaultEntry> describedFaults();

/// What variations.json says about a choice.
struct VariationEntry {
  std::string name;
  std::string choice;
};
/// variations.json, as it was when this program was built.
std::vector<VariationEntry> describedVariations();

}  // namespace cast::conformance::faults
