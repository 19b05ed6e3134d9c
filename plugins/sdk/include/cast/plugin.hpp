// The C++ face of cast/plugin.h, for authors of plugins. A variant that only has a manifest and schemas needs
// none of this: cast_add_plugin() makes its library from the data files alone.
//
// A variant with code of its own derives one class and names it in one of its SOURCES:
//
//     class PharmCast : public cast::plugin::Plugin {
//      public:
//       const void* extension(std::string_view id) const override { ... }
//     };
//     CAST_PLUGIN(PharmCast)
//
// The manifest and the schemas still come from the data files; `extension` is asked only for what they don't
// answer.
#pragma once

#include <string_view>

#include "cast/plugin.h"

namespace cast::plugin {

/// What a variant's own code offers. One constant object per library, created when it is first asked for and
/// never changed: any thread may call it, several at once. Nothing here may wait.
class Plugin {
 public:
  Plugin() = default;
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;
  virtual ~Plugin() = default;

  /// The table of the extension `id`, or null. The table lives as long as the library is loaded. An exception
  /// counts as null; it does not cross the boundary.
  virtual const void* extension(std::string_view id) const {
    (void)id;
    return nullptr;
  }
};

}  // namespace cast::plugin

/// Names the class whose object answers for this plugin. Exactly once in the SOURCES of cast_add_plugin().
#define CAST_PLUGIN(Class)                                           \
  extern "C" const void* cast_plugin_own_extension(const char* id) { \
    try {                                                            \
      static const Class plugin;                                     \
      return plugin.extension(id);                                   \
    } catch (...) {                                                  \
      return nullptr;                                                \
    }                                                                \
  }
