#include "engine/bundle.hpp"

#include <Poco/Timestamp.h>
#include <Poco/Zip/Compress.h>
#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipException.h>
#include <Poco/Zip/ZipStream.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/data_fault.hpp"
#include "engine/document.hpp"
#include "engine/exchange_json.hpp"
#include "engine/json_text.hpp"
#include "engine/subject.hpp"
#include "engine/suite.hpp"
#include "engine/suite_files.hpp"
#include "wire/redaction.hpp"

namespace cast::conformance {
namespace {

constexpr const char* kFormat = "cast-bundle/1";
constexpr const char* kManifest = "manifest.json";
constexpr std::size_t kMostBytes = 1024UL * 1024 * 1024;
constexpr std::size_t kMostFiles = 100000;

std::string printed(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// What chance gave a step may be what a member held that is never written down.
StepRecord redacted(StepRecord record, const Redaction& redaction) {
  for (auto& value : record.values) value = redaction.applyToWords(value);
  return record;
}

Json transcriptJson(const Check& check, const CheckOutcome& outcome, const Redaction& redaction) {
  Json json{{"format", "cast-transcript/1"}, {"check", check.id}, {"profile", check.profile->id}};
  json["session"] = outcome.session;
  json["steps"] = Json::array();
  for (const auto& step : outcome.steps) json["steps"].push_back(stepRecordJson(redacted(step, redaction)));
  json["exchanges"] = Json::array();
  for (const auto& exchange : outcome.exchanges)
    json["exchanges"].push_back(exchangeJson(exchange, Transcript::kLongestText));
  return json;
}

/// The subject as a subject file would have it, but for its tokens.
Json subjectJson(const Subject& subject, const Redaction& redaction) {
  Json json{
      {"name", redaction.apply(subject.name)}, {"kind", subject.kind}, {"hub", redaction.apply(subject.hub)}};
  if (!subject.version.empty()) json["version"] = subject.version;
  if (!subject.vendor.empty()) json["vendor"] = subject.vendor;
  if (!subject.build.empty()) json["build"] = subject.build;
  json["webSocketUrl"] = redaction.apply(subject.webSocketUrl);
  json["ssePath"] = redaction.apply(subject.ssePath);
  json["capabilities"] = subject.capabilities;
  if (!subject.variants.empty()) json["variants"] = subject.variants;
  json["timeoutMs"] = subject.timeout.count();
  return json;
}

Json manifestOf(const Bundle& bundle) {
  Json manifest{{"format", kFormat}, {"files", Json::object()}};
  for (const auto& [name, bytes] : bundle) manifest["files"][name] = sha256(bytes);
  return manifest;
}

/// Takes as many bytes from `left`.
std::string unpacked(std::istream& stream, const Poco::Zip::ZipLocalFileHeader& header,
                     std::size_t& left) try {
  Poco::Zip::ZipInputStream in(stream, header);
  std::string bytes;
  std::array<char, 65536> buffer;
  while (in.read(buffer.data(), buffer.size()), in.gcount() > 0) {
    const auto size = static_cast<std::size_t>(in.gcount());
    if (size > left) throw DataFault("it unpacks to more than 1 GiB");
    left -= size;
    bytes.append(buffer.data(), size);
  }
  return bytes;
} catch (const Poco::Exception& failure) {
  throw DataFault(header.getFileName() + " in it can't be unpacked: " + failure.displayText());
}

void holdAgainstManifest(const Bundle& bundle) {
  const auto found = bundle.find(kManifest);
  if (found == bundle.end()) throw DataFault("it has no manifest.json: it is no bundle of cast-conformance");
  const JsonText manifest = readJson(found->second);
  const Json* format = valueAt(*manifest.value, "/format");
  const Json* files = valueAt(*manifest.value, "/files");
  if (format == nullptr || *format != kFormat || files == nullptr || !files->is_object())
    throw DataFault("its manifest.json is none of the format " + std::string(kFormat));
  for (const auto& [name, hash] : files->items()) {
    const auto file = bundle.find(name);
    if (file == bundle.end()) throw DataFault("it lacks " + name + ", which its manifest names");
    if (hash != sha256(file->second))
      throw DataFault(name + " in it is not what its manifest has the hash of");
  }
  for (const auto& [name, bytes] : bundle)
    if (name != kManifest && !files->contains(name)) throw DataFault(name + " in it is not in its manifest");
}

}  // namespace

std::string transcriptName(const std::string& check) { return "transcripts/" + check + ".json"; }

Bundle bundleOf(const Json& result, const RunRecord& record, const Suite& suite, const Subject& subject,
                const Redaction& redaction) {
  Bundle bundle;
  bundle["result.json"] = printed(result);
  bundle["subject.json"] = printed(subjectJson(subject, redaction));
  for (const auto& file : suiteFiles(suite)) bundle["suite/" + file.name] = file.bytes;
  for (std::size_t i = 0; i < record.outcomes.size(); ++i) {
    if (record.outcomes[i].verdict == Verdict::skipped) continue;
    const Check& check = *record.selection.checks[i];
    bundle[transcriptName(check.id)] = printed(transcriptJson(check, record.outcomes[i], redaction));
  }
  bundle[kManifest] = printed(manifestOf(bundle));
  return bundle;
}

void writeBundle(const Bundle& bundle, const std::filesystem::path& file) {
  std::error_code ignored;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), ignored);
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  Poco::Zip::Compress archive(stream, true);
  const Poco::DateTime now;
  for (const auto& [name, bytes] : bundle) {
    std::istringstream in(bytes);
    archive.addFile(in, now, Poco::Path(name, Poco::Path::PATH_UNIX));
  }
  archive.close();
  stream.close();
  if (!stream)
    throw std::runtime_error("cannot write " + file.string() + ": name another file with --bundle");
}

Bundle readBundle(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream || std::filesystem::is_directory(file))
    throw DataFault(file.string(), "", "cannot be read: name a bundle that run --bundle wrote");
  try {
    const Poco::Zip::ZipArchive archive(stream);
    Bundle bundle;
    std::size_t left = kMostBytes;
    for (auto header = archive.headerBegin(); header != archive.headerEnd(); ++header) {
      if (header->second.isDirectory()) continue;
      if (bundle.size() == kMostFiles) throw DataFault("it holds too many files");
      stream.clear();
      bundle[header->first] = unpacked(stream, header->second, left);
    }
    holdAgainstManifest(bundle);
    return bundle;
  } catch (const Poco::Exception& failure) {
    throw DataFault(file.string(), "", "it is no zip file, or a damaged one: " + failure.displayText());
  } catch (const DataFault& fault) {
    throw DataFault(file.string(), "", fault.what());
  }
}

}  // namespace cast::conformance
