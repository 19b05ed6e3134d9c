// One call of a plugin's converter or rules, and what came of it.
#pragma once

#include <string>

#include "variant/plugin_table.hpp"

namespace cast::validator {

struct Call {
  std::string eventType;
  std::string from;  ///< both empty: the rules are asked
  std::string to;
  std::string payload;
  std::string about;  ///< what the payload is, for people

  bool isConversion() const { return !to.empty(); }
  /// "lab to fhir for lab:result-view, of the example `good`"
  std::string inWords() const;
};

struct Answer {
  bool done = false;
  std::string result;   ///< the converted payload
  std::string pointer;  ///< where the rules found fault
  std::string reason;   ///< of a refusal
  std::string broken;   ///< how the call broke what cast/plugin.h promises; empty: it did not

  friend bool operator==(const Answer&, const Answer&) = default;
};

/// Any thread, several at once.
Answer make(const Call& call, const hub::PluginTable& plugin);

}  // namespace cast::validator
