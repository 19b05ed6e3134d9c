#include "reports/result/reader.hpp"

#include <Poco/DigestEngine.h>
#include <Poco/SHA2Engine.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "reports/result/consistency.hpp"
#include "reports/result/json_text.hpp"
#include "reports/result/schema_check.hpp"

namespace cast::report {
namespace {

using Json = nlohmann::json;

// In the order of their versions.
constexpr std::array<std::string_view, 2> kFormats{"cast-conformance-result/1", "cast-conformance-result/2"};

// The schema was checked before: required members are there and of their type.
std::string text(const Json& object, const char* member) { return object.value(member, std::string{}); }

std::optional<std::string> optionalText(const Json& object, const char* member) {
  if (!object.contains(member)) return std::nullopt;
  return object.at(member).get<std::string>();
}

template <class Value>
Value list(const Json& object, const char* member) {
  return object.contains(member) ? object.at(member).get<Value>() : Value{};
}

using Texts = std::vector<std::string>;
using TextMap = std::map<std::string, std::string>;

template <class Word>
Word word(const Json& object, const char* member) {
  Word value{};
  fromName(object.at(member).get_ref<const std::string&>(), value);
  return value;
}

template <class Item>
std::vector<Item> each(const Json& array, Item (*read)(const Json&)) {
  std::vector<Item> items;
  items.reserve(array.size());
  for (const Json& item : array) items.push_back(read(item));
  return items;
}

Counts readCounts(const Json& json) {
  return {json.at("passed").get<std::uint64_t>(), json.at("failed").get<std::uint64_t>(),
          json.at("warned").get<std::uint64_t>(), json.at("skipped").get<std::uint64_t>(),
          json.at("inconclusive").get<std::uint64_t>()};
}

Subject readSubject(const Json& json) {
  Subject subject;
  subject.name = text(json, "name");
  subject.version = text(json, "version");
  subject.vendor = text(json, "vendor");
  subject.build = text(json, "build");
  subject.kind = text(json, "kind");
  subject.url = text(json, "url");
  subject.webSocketUrl = text(json, "webSocketUrl");
  subject.sseUrl = text(json, "sseUrl");
  subject.capabilitiesFrom = text(json, "capabilitiesFrom");
  subject.capabilities = list<Texts>(json, "capabilities");
  subject.unclaimed = list<Texts>(json, "unclaimed");
  subject.variants = list<Texts>(json, "variants");
  subject.attestations = list<TextMap>(json, "attestations");
  return subject;
}

Profile readProfile(const Json& json) {
  Profile profile;
  profile.id = text(json, "id");
  profile.title = text(json, "title");
  profile.version = text(json, "version");
  profile.sha256 = text(json, "sha256");
  profile.verdict = word<Conformance>(json, "verdict");
  profile.counts = readCounts(json.at("counts"));
  return profile;
}

Requirement readRequirement(const Json& json) {
  Requirement requirement;
  requirement.id = text(json, "id");
  requirement.section = text(json, "section");
  requirement.source = text(json, "source");
  requirement.text = text(json, "text");
  requirement.reason = text(json, "reason");
  requirement.attestation = text(json, "attestation");
  requirement.level = word<Level>(json, "level");
  requirement.judged = word<Judged>(json, "judged");
  requirement.verdict = word<Verdict>(json, "verdict");
  requirement.checks = list<Texts>(json, "checks");
  return requirement;
}

Exchange readExchange(const Json& json) {
  Exchange exchange;
  exchange.atMs = json.at("atMs").get<double>();
  exchange.actor = text(json, "actor");
  exchange.summary = text(json, "summary");
  if (json.contains("connection")) exchange.connection = json.at("connection").get<std::uint64_t>();
  exchange.transport = word<Transport>(json, "transport");
  exchange.direction = word<Direction>(json, "direction");
  exchange.text = optionalText(json, "text");
  exchange.base64 = optionalText(json, "base64");
  if (json.contains("bytes")) exchange.bytes = json.at("bytes").get<std::uint64_t>();
  exchange.truncated = json.value("truncated", false);
  return exchange;
}

Measurement readMeasurement(const Json& json) {
  return {text(json, "name"), text(json, "unit"), json.at("value").get<double>()};
}

Failure readFailure(const Json& json) {
  return {text(json, "step"),
          text(json, "what"),
          text(json, "expected"),
          text(json, "observed"),
          optionalText(json, "pointer"),
          text(json, "cause")};
}

Known readKnown(const Json& json) { return {text(json, "owner"), text(json, "reason"), text(json, "link")}; }

KnownFailures readKnownFailures(const Json& json) {
  return {text(json, "sha256"), json.at("entries").get<std::uint64_t>(), list<Texts>(json, "stale")};
}

Check readCheck(const Json& json) {
  Check check;
  check.id = text(json, "id");
  check.profile = text(json, "profile");
  check.title = text(json, "title");
  check.section = text(json, "section");
  check.reason = text(json, "reason");
  check.hint = text(json, "hint");
  check.repeat = text(json, "repeat");
  check.requirements = list<Texts>(json, "requirements");
  check.level = word<Level>(json, "level");
  check.verdict = word<Verdict>(json, "verdict");
  check.durationMs = json.at("durationMs").get<double>();
  if (json.contains("failure")) check.failure = readFailure(json.at("failure"));
  if (json.contains("measurements")) check.measurements = each(json.at("measurements"), readMeasurement);
  if (json.contains("known")) check.known = readKnown(json.at("known"));
  if (json.contains("runs")) check.runs = json.at("runs").get<std::uint64_t>();
  check.transcript = each(json.at("transcript"), readExchange);
  return check;
}

HashedFile readHashedFile(const Json& json) { return {text(json, "name"), text(json, "sha256")}; }

Suite readSuite(const Json& json) {
  Suite suite;
  suite.name = text(json, "name");
  suite.version = text(json, "version");
  // A seed is a name for a run here, so its digits are kept as they stand, however many.
  if (json.contains("seed")) suite.seed = json.at("seed").dump();
  suite.sha256 = text(json, "sha256");
  if (json.contains("files")) suite.files = each(json.at("files"), readHashedFile);
  if (json.contains("detection")) {
    const Json& detection = json.at("detection");
    suite.detection = {detection.at("faults").get<std::uint64_t>(),
                       detection.at("found").get<std::uint64_t>()};
  }
  return suite;
}

// Version 2 only added members that may be absent.
Result readDocument(const Json& json) {
  Result result;
  const auto format =
      std::find(kFormats.begin(), kFormats.end(), json.at("format").get_ref<const std::string&>());
  result.version = static_cast<int>(format - kFormats.begin()) + 1;
  result.suite = readSuite(json.at("suite"));
  result.subject = readSubject(json.at("subject"));
  result.environment = list<TextMap>(json, "environment");
  result.started = text(json, "started");
  result.finished = text(json, "finished");
  result.durationMs = json.at("durationMs").get<double>();
  result.verdict = word<Conformance>(json, "verdict");
  result.counts = readCounts(json.at("counts"));
  result.goneDuring = list<Texts>(json, "goneDuring");
  if (json.contains("knownFailures")) result.knownFailures = readKnownFailures(json.at("knownFailures"));
  result.profiles = each(json.at("profiles"), readProfile);
  result.requirements = each(json.at("requirements"), readRequirement);
  result.checks = each(json.at("checks"), readCheck);
  return result;
}

Defects checkFormat(const Json& document) {
  if (!document.is_object() || !document.contains("format")) {
    return {{"/format",
             "missing: this is not a result of a Cast conformance run; give the result.json that "
             "cast-conformance wrote"}};
  }
  const Json& format = document.at("format");
  if (format.is_string() &&
      std::find(kFormats.begin(), kFormats.end(), format.get_ref<const std::string&>()) != kFormats.end())
    return {};
  return {
      {"/format", "is " + format.dump(-1, ' ', false, Json::error_handler_t::replace) +
                      ", but this cast-report reads " + std::string{kFormats.front()} + " to " +
                      std::string{kFormats.back()} +
                      "; render it with the cast-report of the suite that wrote it, or run the suite again"}};
}

std::string sha256Of(std::string_view bytes) {
  Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
  engine.update(bytes.data(), bytes.size());
  return Poco::DigestEngine::digestToHex(engine.digest());
}

}  // namespace

Reading readResult(std::string_view bytes) {
  Json document;
  if (Defects defects = parseStrictly(bytes, document); !defects.empty())
    return {std::nullopt, std::move(defects)};
  if (Defects defects = checkFormat(document); !defects.empty()) return {std::nullopt, std::move(defects)};
  if (Defects defects = checkAgainstSchema(document); !defects.empty())
    return {std::nullopt, std::move(defects)};
  Result result = readDocument(document);
  if (Defects defects = findContradictions(result); !defects.empty())
    return {std::nullopt, std::move(defects)};
  result.sha256 = sha256Of(bytes);
  return {std::move(result), {}};
}

}  // namespace cast::report
