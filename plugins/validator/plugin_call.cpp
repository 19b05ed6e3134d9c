#include "validator/plugin_call.hpp"

#include <optional>
#include <utility>
#include <variant>

namespace cast::validator {
namespace {

Answer refused(hub::Refusal refusal) {
  return {false, {}, std::move(refusal.pointer), std::move(refusal.detail), {}};
}

}  // namespace

std::string Call::inWords() const {
  return (isConversion() ? from + " to " + to + " for " + eventType : "the rules of " + eventType) + ", " +
         about;
}

Answer make(const Call& call, const hub::PluginTable& plugin) {
  try {
    if (!call.isConversion()) {
      std::optional<hub::Refusal> refusal = plugin.judge(call.eventType, call.payload);
      return refusal ? refused(std::move(*refusal)) : Answer{true, {}, {}, {}, {}};
    }
    std::variant<std::string, hub::Refusal> outcome =
        plugin.convert(call.eventType, call.from, call.to, call.payload);
    if (auto* refusal = std::get_if<hub::Refusal>(&outcome)) return refused(std::move(*refusal));
    return {true, std::get<std::string>(std::move(outcome)), {}, {}, {}};
  } catch (const hub::PluginError& e) {
    return {false, {}, {}, {}, e.what()};
  }
}

}  // namespace cast::validator
