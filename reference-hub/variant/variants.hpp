// Cast's variants as the hub has them: the core event types, which are compiled in, and those of the plugins.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/rejection.hpp"

namespace cast::hub {

/// Knows the event types and holds payloads against their schemas. Any thread may call anything. What a call
/// looks at is a catalogue that never changes; loading makes a new one, so a plugin stays loaded until the
/// last call that uses it is done.
class Variants {
 public:
  struct Variant {
    std::string id;
    std::string version;
    std::string title;
    std::vector<std::string> eventTypes;  ///< as in the manifest
    std::vector<std::string> formats;     ///< likewise
    std::filesystem::path file;
  };

  /// `complain` gets one line for each plugin that is not loaded: the file, what is wrong and what to do. It
  /// is called from within loadDirectory, on the same thread.
  explicit Variants(std::function<void(const std::string& complaint)> complain);
  ~Variants();
  Variants(const Variants&) = delete;
  Variants& operator=(const Variants&) = delete;

  /// Loads every *.so in the directory, in the order of their names. A broken one, one whose id or one of
  /// whose event types is already taken, or a directory that is not there is one complaint; the rest is
  /// loaded.
  void loadDirectory(const std::filesystem::path& directory);

  std::vector<Variant> loaded() const;          ///< plugins, in the order of loading
  std::vector<std::string> eventTypes() const;  ///< core and plugins, sorted
  std::vector<std::string> formats() const;     ///< core and plugins, sorted, each once

  /// nullopt: no schema is known for the event type (letters as they are: `Patient-open` is not
  /// `patient-open`), or the payload fits it. Otherwise status 422, kind "invalid-payload", a pointer that
  /// begins with "/payload", and a detail that tells member, expected and found (but no content: it may be
  /// about a patient).
  std::optional<Rejection> validate(std::string_view eventType, std::string_view payloadJson) const;

 private:
  struct Catalogue;
  std::shared_ptr<const Catalogue> catalogue() const;
  void load(const std::filesystem::path& file);

  std::function<void(const std::string&)> complain_;
  mutable std::mutex mutex_;  // guards the pointer, not what it points to
  std::shared_ptr<const Catalogue> catalogue_;
};

}  // namespace cast::hub
