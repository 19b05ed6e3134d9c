// Which formats lead to which: the conversions of all variants together.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cast::hub {

struct LoadedVariant;

/// Built once, then constant: any thread. Refers to the variants it was built from.
class ConversionGraph {
 public:
  /// One variant's step from one format to another.
  struct Step {
    const LoadedVariant* variant;
    std::string from;
    std::string to;
    std::vector<std::string> eventTypes;  ///< sorted; "*" alone: all
  };

  /// Of several ways of equal length the one over variants that were added first wins.
  void add(const LoadedVariant& variant);

  /// The shortest way for payloads of this event type; empty where there is none, or none is needed.
  std::vector<const Step*> chain(std::string_view eventType, std::string_view from,
                                 std::string_view to) const;

 private:
  std::map<std::string, std::vector<Step>, std::less<>> stepsFrom_;
};

}  // namespace cast::hub
