// All variants of a hub at one moment.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/rejection.hpp"
#include "variant/conversion.hpp"
#include "variant/conversion_graph.hpp"
#include "variant/loaded_variant.hpp"

namespace cast::hub {

/// Never changes: any thread. A plugin stays loaded until the last catalogue that has it is gone, so whoever
/// makes a call holds on to the catalogue meanwhile.
class Catalogue {
 public:
  using Plugins = std::vector<std::shared_ptr<const LoadedVariant>>;

  /// `plugins` do not collide. `generation` tells this catalogue from those before it.
  Catalogue(std::shared_ptr<const LoadedVariant> core, Plugins plugins, std::uint64_t generation);

  const std::shared_ptr<const LoadedVariant>& core() const { return core_; }
  const Plugins& plugins() const { return plugins_; }
  std::uint64_t generation() const { return generation_; }
  std::vector<std::string> eventTypes() const;
  std::vector<std::string> formats() const;

  /// As Variants has it; `tell` gets what a plugin failed at.
  std::optional<Rejection> validate(std::string_view eventType, std::string_view payload,
                                    const std::function<void(const std::string&)>& tell) const;
  std::string formatOf(std::string_view eventType, std::string_view payload) const;
  Conversion convert(std::string_view eventType, std::string_view payload, std::string_view from,
                     std::string_view to) const;

 private:
  void add(const LoadedVariant& variant);
  std::string_view statedFormat(std::string_view eventType) const;
  std::optional<std::string> faultOfFormat(std::string_view format, std::string_view payload) const;
  std::string named(std::string_view eventType, std::string_view payload, std::string_view format) const;
  std::string stepped(const ConversionGraph::Step& step, std::string_view eventType,
                      std::string_view payload) const;

  struct EventType {
    const LoadedVariant* variant;
    const ValueSchema* schema;
  };

  std::shared_ptr<const LoadedVariant> core_;
  Plugins plugins_;
  std::uint64_t generation_;
  std::map<std::string_view, EventType, std::less<>> eventTypes_;        // names are the manifests'
  std::map<std::string_view, const ValueSchema*, std::less<>> formats_;  // likewise
  ConversionGraph graph_;
};

/// Why `candidate` can't be beside `others`, nullopt where it can.
std::optional<std::string> collisionOf(const LoadedVariant& candidate, const LoadedVariant& core,
                                       const Catalogue::Plugins& others);

}  // namespace cast::hub
