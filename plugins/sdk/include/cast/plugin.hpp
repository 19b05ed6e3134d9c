// The C++ face of cast/plugin.h, for authors of plugins. A variant that only has a manifest and schemas needs
// none of this: cast_add_plugin() makes its library from the data files alone.
//
// A variant with code of its own derives one class and names it in one of its SOURCES:
//
//     class PharmCast : public cast::plugin::Plugin {
//      public:
//       std::string convert(const cast::plugin::Conversion& conversion, std::string_view payload) const
//       override;
//     };
//     CAST_PLUGIN(PharmCast)
//
// The manifest, the schemas and the examples still come from the data files. What the class overrides the
// plugin offers: `convert` is "cast.converter/1", `judge` is "cast.rules/1".
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>

#include "cast/plugin.h"

namespace cast::plugin {

/// Why a payload can't be converted or may not pass: in one line what was expected and found, without content
/// that could identify a person.
class Fault : public std::runtime_error {
 public:
  /// `pointer`: a JSON Pointer to the member at fault; "" is the payload as a whole.
  explicit Fault(const std::string& detail, std::string pointer = {})
      : std::runtime_error(detail), pointer_(std::move(pointer)) {}
  const std::string& pointer() const { return pointer_; }

 private:
  std::string pointer_;
};

/// One of the manifest's conversions, for one event.
struct Conversion {
  std::string_view eventType;
  std::string_view from;
  std::string_view to;
};

/// What a variant's own code offers. One constant object per library, created when it is first asked for and
/// never changed: any thread may call it, several at once. Nothing here may wait. Payloads may hold anything
/// whatever. An exception does not cross the boundary: what a Fault says becomes the reason of a refusal; of
/// any other only its type does, since reasons are logged.
class Plugin {
 public:
  Plugin() = default;
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;
  virtual ~Plugin() = default;

  /// The payload, one JSON object in the format `from`, as one in the format `to`, whose member `format` says
  /// so. Throws Fault where that can't be done. The same payload always gives the same result.
  virtual std::string convert(const Conversion& conversion, std::string_view payload) const {
    (void)payload;
    throw Fault("this plugin has no conversion from " + std::string(conversion.from) + " to " +
                std::string(conversion.to));
  }

  /// Throws Fault where a payload, which fits the event type's schema, may not pass.
  virtual void judge(std::string_view eventType, std::string_view payload) const {
    (void)eventType;
    (void)payload;
  }

  /// The table of a further extension `id`, or null. It lives as long as the library is loaded. An exception
  /// counts as null.
  virtual const void* extension(std::string_view id) const {
    (void)id;
    return nullptr;
  }
};

namespace boundary {

inline std::string_view textOf(const cast_text& text) {
  return text.size == 0 ? std::string_view{}
                        : std::string_view(text.data, static_cast<std::size_t>(text.size));
}

inline bool write(const cast_sink* sink, std::string_view text) {
  return sink->write(sink->context, text.data(), text.size()) == 1;
}

/// Runs `call`; what it throws goes to the sinks.
template <typename Call>
std::int32_t refusable(const cast_sink* pointer, const cast_sink* detail, const Call& call) noexcept {
  try {
    try {
      call();
      return CAST_DONE;
    } catch (const Fault& fault) {
      if (pointer) {
        write(pointer, fault.pointer());
        write(detail, fault.what());
      } else {
        write(detail, fault.pointer().empty() ? fault.what() : fault.pointer() + ": " + fault.what());
      }
    } catch (const std::exception& e) {
      // A library's own words may quote the payload, and reasons are logged.
      write(detail, std::string("the plugin failed on it (") + typeid(e).name() + ")");
    }
  } catch (...) {
    return CAST_REFUSED;
  }
  return CAST_REFUSED;
}

template <typename Class>
const Class& plugin() {
  static const Class object;
  return object;
}

template <typename Class>
std::int32_t convert(cast_text eventType, cast_text from, cast_text to, cast_text payload,
                     const cast_sink* result, const cast_sink* reason) noexcept {
  return refusable(nullptr, reason, [&] {
    const std::string converted =
        plugin<Class>().convert({textOf(eventType), textOf(from), textOf(to)}, textOf(payload));
    if (!write(result, converted)) throw Fault("the result is longer than the host takes");
  });
}

template <typename Class>
std::int32_t judge(cast_text eventType, cast_text payload, const cast_sink* pointer,
                   const cast_sink* detail) noexcept {
  return refusable(pointer, detail, [&] { plugin<Class>().judge(textOf(eventType), textOf(payload)); });
}

template <typename Class>
const void* extension(std::string_view id) noexcept {
  try {
    if constexpr (!std::is_same_v<decltype(&Class::convert), decltype(&Plugin::convert)>) {
      static const cast_converter converter{sizeof(cast_converter), convert<Class>};
      if (id == CAST_EXTENSION_CONVERTER) return &converter;
    }
    if constexpr (!std::is_same_v<decltype(&Class::judge), decltype(&Plugin::judge)>) {
      static const cast_rules rules{sizeof(cast_rules), judge<Class>};
      if (id == CAST_EXTENSION_RULES) return &rules;
    }
    return plugin<Class>().extension(id);
  } catch (...) {
    return nullptr;
  }
}

}  // namespace boundary
}  // namespace cast::plugin

/// Names the class whose object answers for this plugin. Exactly once in the SOURCES of cast_add_plugin().
#define CAST_PLUGIN(Class)                                           \
  extern "C" const void* cast_plugin_own_extension(const char* id) { \
    return cast::plugin::boundary::extension<Class>(id);             \
  }
