// What one conformance run found, as the faces see it: schemas/conformance/result.schema.json in C++. A
// Result is a plain value, never changed after it was read, and may be read from any thread. Every string in
// it may come from a hostile subject: valid UTF-8, but otherwise anything, control characters included. An
// absent member is an empty string unless its emptiness means something. Times are milliseconds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cast::report {

enum class Verdict { kPassed, kFailed, kWarned, kSkipped, kInconclusive, kAttested, kNotTested };
enum class Conformance { kConformant, kNotConformant, kInconclusive, kNotTested };
enum class Level { kShall, kShould, kMay, kInformative };
enum class Judged { kChecks, kAttestation, kUntestable };
enum class Transport { kHttp, kWebSocket, kSse, kCallback, kTcp, kRunner };
enum class Direction { kSent, kReceived, kNote };

struct Counts {
  std::uint64_t passed = 0, failed = 0, warned = 0, skipped = 0, inconclusive = 0;

  std::uint64_t of(Verdict verdict) const;
  std::uint64_t total() const { return passed + failed + warned + skipped + inconclusive; }
  bool operator==(const Counts&) const = default;
};

struct HashedFile {
  std::string name, sha256;
  bool operator==(const HashedFile&) const = default;
};

// Of so many faults made on purpose, so many were found by the checks meant for them.
struct Detection {
  std::uint64_t faults = 0, found = 0;
};

struct Suite {
  std::string name, version, seed;
  std::string sha256;  // empty in version 1
  std::vector<HashedFile> files;
  std::optional<Detection> detection;
};

struct Subject {
  std::string name, version, vendor, build, kind, url, webSocketUrl, sseUrl, capabilitiesFrom;
  std::vector<std::string> capabilities, unclaimed, variants;
  std::map<std::string, std::string> attestations;
};

struct Profile {
  std::string id, title, version, sha256;
  Conformance verdict = Conformance::kNotTested;
  Counts counts;
};

struct Requirement {
  std::string id, section, source, text, reason, attestation;
  Level level = Level::kShall;
  Judged judged = Judged::kChecks;
  Verdict verdict = Verdict::kNotTested;
  std::vector<std::string> checks;
};

struct Exchange {
  double atMs = 0;
  std::string actor, summary;
  std::optional<std::uint64_t> connection;
  Transport transport = Transport::kRunner;
  Direction direction = Direction::kNote;
  std::optional<std::string> text, base64;
  std::optional<std::uint64_t> bytes;
  bool truncated = false;
};

struct Failure {
  std::string step, what, expected, observed;
  std::optional<std::string> pointer;  // "" is the whole of what was observed
  std::string cause;                   // the check that looks as if the same defect broke it first
};

// The subject's owner knows of a failure.
struct Known {
  std::string owner, reason, link;
};

// What the run was told to know of.
struct KnownFailures {
  std::string sha256;
  std::uint64_t entries = 0;
  std::vector<std::string> stale;  // whose check is nowhere, or passed
};

struct Measurement {
  std::string name, unit;
  double value = 0;
};

struct Check {
  std::string id, profile, title, section, reason, hint, repeat;
  std::vector<std::string> requirements;
  Level level = Level::kShall;
  Verdict verdict = Verdict::kInconclusive;
  double durationMs = 0;
  std::optional<Failure> failure;
  std::optional<Known> known;
  std::uint64_t runs = 0;  // of a check that was to be repeated
  std::vector<Measurement> measurements;
  std::vector<Exchange> transcript;
};

struct Result {
  std::string sha256;  // of the file this was read from, in hex
  int version = 0;     // of its format
  Suite suite;
  Subject subject;
  std::map<std::string, std::string> environment;
  std::string started, finished;
  double durationMs = 0;
  Conformance verdict = Conformance::kInconclusive;
  Counts counts;
  std::vector<std::string> goneDuring;  // the checks that were being carried out when the subject was gone
  std::optional<KnownFailures> knownFailures;
  std::vector<Profile> profiles;
  std::vector<Requirement> requirements;
  std::vector<Check> checks;
};

// The schema's own words ("not-conformant", "SHALL") ...
std::string_view nameOf(Verdict verdict);
std::string_view nameOf(Conformance conformance);
std::string_view nameOf(Level level);
std::string_view nameOf(Judged judged);
std::string_view nameOf(Transport transport);
std::string_view nameOf(Direction direction);

// ... and back: sets `value` and says true, or says false where `name` is no such word.
bool fromName(std::string_view name, Verdict& value);
bool fromName(std::string_view name, Conformance& value);
bool fromName(std::string_view name, Level& value);
bool fromName(std::string_view name, Judged& value);
bool fromName(std::string_view name, Transport& value);
bool fromName(std::string_view name, Direction& value);

}  // namespace cast::report
