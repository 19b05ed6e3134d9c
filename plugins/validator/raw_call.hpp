#pragma once

#include <exception>
#include <string>

#include "variant/plugin_table.hpp"

namespace cast::validator {

/// For the few tests that have to see what hub::PluginTable keeps to itself: calls the plugin, and makes what
/// it throws a PluginError.
template <typename Function>
auto rawCall(const char* what, const Function& call) {
  try {
    return call();
  } catch (...) {
    throw hub::PluginError(std::string(what) + " threw an exception: none may leave a plugin");
  }
}

}  // namespace cast::validator
