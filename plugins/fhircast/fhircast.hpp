// The variant's own code: which rule and which conversion is for which event.
#pragma once

#include <string>
#include <string_view>

#include "cast/plugin.hpp"

namespace cast::fhircast {

/// Stateless; any thread. See cast/plugin.hpp.
class FhirCast : public plugin::Plugin {
 public:
  std::string convert(const plugin::Conversion& conversion, std::string_view payload) const override;
  void judge(std::string_view eventType, std::string_view payload) const override;
};

}  // namespace cast::fhircast
