// Cast's variants as the hub has them: the core event types, which are compiled in, and those of the plugins.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/rejection.hpp"
#include "variant/conversion.hpp"
#include "variant/manifest.hpp"

namespace cast::hub {

class Catalogue;
struct LoadedVariant;

/// Knows the event types and formats, holds payloads against their schemas and rules, and converts them. Any
/// thread may call anything. What a call looks at is a catalogue that never changes; loading makes a new one,
/// so a plugin stays loaded until the last call that uses it is done.
class Variants {
 public:
  struct Variant {
    std::string id;
    std::string version;
    std::string title;
    std::vector<std::string> eventTypes;            ///< as in the manifest
    std::vector<std::string> formats;               ///< likewise
    std::vector<Manifest::Conversion> conversions;  ///< likewise
    std::filesystem::path file;
  };

  /// What became of a plugin when its directory was read.
  struct Change {
    enum class Kind { Loaded, Replaced, Unloaded };
    Kind kind;
    Variant variant;              ///< as it is now; of one that is unloaded, as it was
    std::string previousVersion;  ///< of one that is replaced
  };

  /// `complain` gets one line for each plugin that is not loaded: the file, what is wrong and what to do; it
  /// is called from within loadDirectory, on the same thread. And one for each payload that a plugin's rules
  /// failed to judge, from within validate.
  explicit Variants(std::function<void(const std::string& complaint)> complain);
  ~Variants();
  Variants(const Variants&) = delete;
  Variants& operator=(const Variants&) = delete;

  /// Brings the plugins of this directory in line with its *.so: loads what is new, in the order of the
  /// names, replaces what has other bytes than before, unloads what is gone. Each is loaded from a copy in
  /// memory, so files may change at any time. All of it comes into force at once; calls under way end on what
  /// they began with, and only then a library is unmapped. A plugin that can't be used, or whose id, event
  /// types or formats another has, is one complaint; what was loaded from its file before stays. So does
  /// everything where the directory can't be read. What changed, in the order of the names.
  std::vector<Change> loadDirectory(const std::filesystem::path& directory);

  std::vector<Variant> loaded() const;          ///< plugins, in the order of loading
  std::vector<std::string> eventTypes() const;  ///< core and plugins, sorted
  std::vector<std::string> formats() const;     ///< core and plugins, sorted, each once
  /// Grows with every change of what is loaded.
  std::uint64_t generation() const;

  /// nullopt: no schema is known for the event type (letters as they are: `Patient-open` is not
  /// `patient-open`), or the payload fits it and its variant's rules. Otherwise status 422, kind
  /// "invalid-payload", a pointer that begins with "/payload", and a detail that tells member, expected and
  /// found (but no content: it may be about a patient). Status 500 where the rules failed.
  std::optional<Rejection> validate(std::string_view eventType, std::string_view payloadJson) const;

  /// The format of a payload: its `format`, else `fhir` where it has a `resourceType`, else what its event
  /// type's variant states, else `native` (implementation guide, "Formats").
  std::string formatOf(std::string_view eventType, std::string_view payloadJson) const;

  /// The payload, which has the format `from`, as one in the format `to`, over the shortest chain of
  /// conversions and of equal ones the first in the plugins' order. It and each step's result are held
  /// against their format's schema, where there is one; a result is one JSON object of at most 16 MiB without
  /// a member named twice, whose `format` names the step's target. Runs the plugins' code on the calling
  /// thread.
  Conversion convert(std::string_view eventType, std::string_view payloadJson, std::string_view from,
                     std::string_view to) const;

 private:
  using Plugins = std::vector<std::shared_ptr<const LoadedVariant>>;
  std::shared_ptr<const Catalogue> catalogue() const;
  void publish(Plugins plugins);

  std::function<void(const std::string&)> complain_;
  std::mutex loading_;        // one loadDirectory at a time
  mutable std::mutex mutex_;  // guards the pointer, not what it points to
  std::shared_ptr<const Catalogue> catalogue_;
};

}  // namespace cast::hub
